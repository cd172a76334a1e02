import type { Column } from './column'

const PAUSE = 350

/** Makes the filters answer at once; typing is never blocked and never lost. */
export function wireFilters(column: Column): void {
  const form = document.getElementById('filters') as HTMLFormElement
  let timer = 0
  const apply = () => {
    clearTimeout(timer)
    void column.go(address(form))
  }
  column.leaving = () => clearTimeout(timer)
  form.addEventListener('submit', (e) => {
    e.preventDefault()
    apply()
  })
  // The choices are replaced with every answer, and sit in a dialog on phones:
  // listen above them, and ask which form a field belongs to.
  document.addEventListener('change', (e) => {
    const field = e.target as HTMLInputElement
    if (field.form !== form || field.name === 'q') return
    if (field.name === 'kind') forget(form, 'minutes')
    if (field.name === 'zone') document.querySelector('#choices [name=valley]')?.remove()
    apply()
  })
  document.getElementById('q')?.addEventListener('input', (e) => {
    clearTimeout(timer)
    const words = (e.target as HTMLInputElement).value.trim()
    if (words.length === 0 || words.length > 2) timer = window.setTimeout(apply, PAUSE)
  })
}

/** Another kind brings its own threshold. */
function forget(form: HTMLFormElement, name: string): void {
  for (const field of [...form.elements] as HTMLInputElement[]) {
    if (field.name === name) field.checked = false
  }
}

/** The address of what is chosen; what is empty stays out, the map stays where it is. */
export function address(form: HTMLFormElement): URL {
  const now = new URL(location.href)
  const url = new URL('/', now)
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value.trim() !== '') url.searchParams.set(name, value.trim())
  }
  for (const name of ['view', 'lang']) {
    const kept = now.searchParams.get(name)
    if (kept) url.searchParams.set(name, kept)
  }
  if (url.searchParams.get('zone') === (now.searchParams.get('zone') ?? null)) {
    const pos = now.searchParams.get('pos')
    if (pos) url.searchParams.set('pos', pos)
  }
  return url
}
