/** What the browser remembers of a form that was left: with its place in the history, nowhere else. */
interface Kept {
  version: string
  draft: string
  fields: [string, string][]
  /** A save was on its way when the page was left: the service may be one version ahead. */
  sending: boolean
}

/** All that a form holds, in order. */
export function held(form: HTMLFormElement): [string, string][] {
  return [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === 'string')
}

const valueOf = (fields: [string, string][], name: string) => fields.find(([n]) => n === name)?.[1] ?? ''

/** Remembers the form with this page of the history, for Back and for loading again. */
export function keep(form: HTMLFormElement, sending: boolean): void {
  const fields = held(form)
  const kept: Kept = { version: valueOf(fields, 'version'), draft: valueOf(fields, 'draft'), fields, sending }
  history.replaceState({ ...(history.state as object | null), form: kept }, '')
}

/**
 * Puts back what was typed before the page was left. What another window has saved
 * meanwhile is never written over. Gives the fields that were put back, null for none.
 */
export function putBack(form: HTMLFormElement): [string, string][] | null {
  const kept = (history.state as { form?: Kept } | null)?.form
  if (!kept) return null
  const own = (name: string) => (form.elements.namedItem(name) as HTMLInputElement | null)?.value ?? ''
  const ahead = Number(own('version')) - Number(kept.version)
  if (kept.draft !== own('draft') || !(ahead === 0 || (ahead === 1 && kept.sending))) return null
  for (const e of form.elements) put(e, kept.fields)
  return kept.fields
}

function put(e: Element, fields: [string, string][]): void {
  if (e instanceof HTMLInputElement) {
    if (e.type === 'hidden') return // an answer of the service, not what was typed
    const box = e.type === 'checkbox' || e.type === 'radio'
    if (box) e.checked = fields.some(([n, v]) => n === e.name && v === e.value)
    else e.value = valueOf(fields, e.name)
  } else if (e instanceof HTMLTextAreaElement || e instanceof HTMLSelectElement) {
    e.value = valueOf(fields, e.name).replaceAll('\r\n', '\n')
  } else return
  const more = e.closest('details')
  if (more && e.value && !(e instanceof HTMLSelectElement)) more.open = true
}
