import type { Words } from './map/config'

/** A draft is saved this long after the last change, and again after a failure. */
const QUIET = 6_000
const AGAIN = 15_000

/** Saves the draft by itself, through the same address and fields as the form. */
export function wireDraft(form: HTMLFormElement, words: Words): void {
  const status = document.getElementById('saved') as HTMLElement
  let timer = 0
  let dirty = false
  let leaving = false
  let running: Promise<void> | null = null

  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement
  const later = (ms: number) => {
    clearTimeout(timer)
    timer = window.setTimeout(save, ms)
  }

  function save(): void {
    if (!dirty || leaving || running) return
    dirty = false
    running = send().finally(() => {
      running = null
      if (dirty && !leaving) later(QUIET)
    })
  }

  async function send(): Promise<void> {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string') body.append(name, value)
    }
    body.set('do', 'autosave')
    try {
      const answer = await fetch(form.action, { method: 'POST', body, keepalive: true, headers: { Accept: 'text/html' } })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const told = page.getElementById('answer')
      if (!told) return refused(answer.status, page)
      field('draft').value = told.dataset['draft'] ?? ''
      field('version').value = told.dataset['version'] ?? ''
      field('key').value = told.dataset['key'] ?? ''
      status.textContent = told.textContent
      rename(field('draft').value)
    } catch (err) {
      console.info('draft', err)
      status.textContent = words['unsaved'] ?? ''
      dirty = true
      later(AGAIN)
    }
  }

  /** The service says why: there is nothing to gain in asking again at once. */
  function refused(code: number, page: Document): void {
    const why = page.querySelector('#faults li, main:not(.entry) .summary')?.textContent ?? ''
    status.textContent = `${words['refused'] ?? ''} ${why}`.trim()
    if (code < 500) return
    dirty = true
    later(AGAIN)
  }

  const changed = () => {
    dirty = true
    if (!running) later(QUIET)
  }
  form.addEventListener('input', changed)
  form.addEventListener('change', changed)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save()
  })
  form.addEventListener('submit', (e) => {
    if (!running) {
      leaving = true
      return
    }
    // The draft is on its way: wait for its number, or there would be two.
    e.preventDefault()
    status.textContent = words['sending'] ?? ''
    void running.finally(() => {
      leaving = true
      form.requestSubmit(e.submitter as HTMLButtonElement | null)
    })
  })
  addEventListener('pageshow', () => {
    leaving = false
  })
}

/** Loading the page again finds the draft. */
function rename(draft: string): void {
  const url = new URL(location.href)
  if (!draft || url.searchParams.get('draft') === draft) return
  url.search = ''
  url.searchParams.set('draft', draft)
  const lang = new URL(location.href).searchParams.get('lang')
  if (lang) url.searchParams.set('lang', lang)
  history.replaceState(history.state, '', url)
}
