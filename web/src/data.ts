// Open data: filters that answer without a button, and addresses to copy. Without
// all this the page takes a button more, and addresses are copied by hand.
import './styles/site.scss'

import { note } from './home/announce'

document.documentElement.classList.add('js')

/** The forms of the page: one for the downloads, one for the map in other pages. */
const forms = [...document.querySelectorAll<HTMLFormElement>('form.narrow')]
let asked = 0

for (const form of forms) {
  form.addEventListener('change', (e) => {
    apart(form, e.target)
    void show(address(form))
  })
  form.addEventListener('submit', (e) => {
    e.preventDefault()
    void show(address(form))
  })
}
addEventListener('popstate', () => location.reload())
document.addEventListener('click', (e) => {
  const at = e.target instanceof Element ? e.target : null
  const copy = at?.closest<HTMLButtonElement>('[data-copy]')
  if (copy) void toClipboard(copy)
})
offer(document)

/** A comune lies in one zone: whoever chooses one of the two lets go of the other. */
function apart(form: HTMLFormElement, chosen: EventTarget | null): void {
  if (!(chosen instanceof HTMLSelectElement)) return
  const other = form.elements.namedItem({ zone: 'comune', comune: 'zone' }[chosen.name] ?? '')
  if (other instanceof HTMLSelectElement) other.value = ''
}

/** The page with what a form says; fields at nothing stay out of its address. */
function address(form: HTMLFormElement): URL {
  const url = new URL(form.action)
  for (const [name, value] of new FormData(form)) if (value !== '') url.searchParams.set(name, String(value))
  for (const usual of ['territory', 'embed_territory']) if (url.searchParams.get(usual) === 'mountain') url.searchParams.delete(usual)
  return url
}

/** Takes what depends on the filters out of the new page. The last question wins. */
async function show(url: URL): Promise<void> {
  const turn = ++asked
  let next: Document
  try {
    const answer = await fetch(url)
    if (!answer.ok) throw new Error(String(answer.status))
    next = new DOMParser().parseFromString(await answer.text(), 'text/html')
  } catch {
    location.href = url.href // the page itself says what went wrong
    return
  }
  if (turn !== asked) return
  for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const fresh = next.querySelector(`[data-live="${part.dataset['live'] ?? ''}"]`)
    if (!fresh) continue
    offer(fresh)
    part.replaceChildren(...fresh.childNodes)
  }
  for (const form of forms) settle(form, next.getElementById(form.id))
  history.replaceState(history.state, '', url)
  note(document.querySelector('[data-found]')?.textContent ?? '')
}

/** The map for other pages starts from the filters, until its form is used: what one form has changed may show in the other. */
function settle(form: HTMLFormElement, next: HTMLElement | null): void {
  if (!(next instanceof HTMLFormElement)) return
  for (const field of next.elements) {
    if (!(field instanceof HTMLSelectElement || field instanceof HTMLInputElement)) continue
    const own = form.elements.namedItem(field.name)
    if (own instanceof HTMLSelectElement) own.value = field.value
    else if (own instanceof HTMLInputElement && own.type === 'checkbox') own.checked = (field as HTMLInputElement).checked
    else if (own instanceof HTMLInputElement) own.value = field.value
    else if (field.type === 'hidden') form.prepend(field.cloneNode())
  }
  for (const own of [...form.querySelectorAll<HTMLInputElement>('input[type=hidden]')]) {
    if (!next.elements.namedItem(own.name)) own.remove()
  }
}

/** Buttons that only work with scripts are only shown with them. */
function offer(within: ParentNode): void {
  for (const b of within.querySelectorAll<HTMLButtonElement>('[data-copy]')) b.hidden = false
}

async function toClipboard(button: HTMLButtonElement): Promise<void> {
  const from = document.getElementById(button.dataset['copy'] ?? '')
  if (!from) return
  const text = from.textContent ?? ''
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    getSelection()?.selectAllChildren(from) // no clipboard without https: the reader copies what is marked
    if (!document.execCommand('copy')) return
  }
  const done = button.dataset['done'] ?? ''
  note(done)
  button.classList.add('done')
  setTimeout(() => button.classList.remove('done'), 2000)
}
