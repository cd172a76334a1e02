import { held, keep } from './entry-keep'
import type { Words } from './map/config'

/** A draft is saved so long after the first change, after the last one, and again after a failure. */
const FIRST = 2_000
const QUIET = 5_000
const AGAIN = 15_000
/** Who goes on typing is saved all the same, but not at every key. */
const BETWEEN = 12_000

/** Saves the draft by itself, through the same address and fields as the form. */
export class Draft {
  private readonly status = document.getElementById('saved') as HTMLElement
  private timer = 0
  private due = 0
  private last = 0
  private dirty = false
  private leaving = false
  private running: Promise<void> | null = null

  constructor(
    private readonly form: HTMLFormElement,
    private readonly words: Words,
  ) {
    form.addEventListener('input', () => this.changed())
    form.addEventListener('change', () => this.changed())
    form.addEventListener('submit', (e) => this.submits(e))
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.leave()
    })
    addEventListener('pagehide', () => this.leave())
    addEventListener('beforeunload', () => this.leave()) // before a new load looks for what is remembered
    addEventListener('pageshow', (e) => {
      this.leaving = false
      if (!e.persisted) return
      this.running = null // what was under way when the page was put aside never ends
      if (this.dirty) this.later(0)
    })
  }

  /** Something was changed: it is saved soon, and before long while one types. */
  changed(): void {
    this.dirty = true
    if (this.running) return
    const now = Date.now()
    const first = !this.field('draft').value
    if (!this.due) this.due = first ? now + FIRST : Math.max(this.last + BETWEEN, now + QUIET)
    this.later(first ? this.due - now : Math.min(QUIET, Math.max(this.due - now, 0)))
  }

  /**
   * Goes on after Back or a new load with what was put back. Whether its last save
   * arrived is not known: the very same save twice begins one draft.
   */
  resume(fields: [string, string][]): void {
    if (this.field('draft').value) return this.changed()
    this.start(fields)
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement
  }

  private later(ms: number): void {
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => this.save(), ms)
  }

  private save(): void {
    if (!this.dirty || this.leaving || this.running) return
    this.dirty = false
    this.start(held(this.form))
  }

  private start(fields: [string, string][]): void {
    this.due = 0
    this.last = Date.now()
    clearTimeout(this.timer)
    this.running = this.send(fields).finally(() => {
      this.running = null
      if (this.dirty && !this.leaving) this.changed()
    })
  }

  /** The page is left, perhaps for good: what is typed is saved and remembered. */
  private leave(): void {
    if (this.leaving) return
    this.save()
    if (this.dirty || this.running || this.field('draft').value) keep(this.form, this.running !== null)
  }

  private async send(fields: [string, string][]): Promise<void> {
    const body = new URLSearchParams(fields)
    body.set('do', 'autosave')
    try {
      const answer = await fetch(this.form.action, { method: 'POST', body, keepalive: true, headers: { Accept: 'text/html' } })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const told = page.getElementById('answer')
      if (!told) return this.refused(answer.status, page)
      for (const name of ['draft', 'version', 'key']) this.field(name).value = told.dataset[name] ?? ''
      this.say(told.textContent)
      rename(this.field('draft').value)
      if (document.visibilityState === 'hidden') keep(this.form, false)
    } catch (err) {
      console.info('draft', err)
      this.say(this.words['unsaved'])
      this.dirty = true
      this.later(AGAIN)
    }
  }

  /** Said below the form, and where the one who types can see it. */
  private say(text: string | null | undefined): void {
    this.status.textContent = text ?? ''
  }

  /** The service says why: there is nothing to gain in asking again at once. */
  private refused(code: number, page: Document): void {
    const why = page.querySelector('#faults li, main:not(.entry) .summary')?.textContent ?? ''
    this.say(`${this.words['refused'] ?? ''} ${why}`.trim())
    if (code < 500) return
    this.dirty = true
    this.later(AGAIN)
  }

  /**
   * The form goes only once its draft has a number, which then stands in the
   * address: going back finds this draft, or that it was sent, never another one.
   */
  private submits(e: SubmitEvent): void {
    if (!this.running && !this.field('draft').value && !this.leaving) {
      this.dirty = true
      this.save()
    }
    if (!this.running) {
      this.go()
      return
    }
    e.preventDefault()
    this.say(this.words['sending'])
    void this.running.finally(() => {
      this.go()
      this.form.requestSubmit(e.submitter as HTMLButtonElement | null)
    })
  }

  private go(): void {
    this.leaving = true
    keep(this.form, true)
  }
}

/** Loading the page again finds the draft, and asks nobody to send a form twice. */
export function rename(draft: string): void {
  const url = new URL(location.href)
  if (!draft || url.searchParams.get('draft') === draft) return
  const lang = url.searchParams.get('lang')
  url.search = ''
  url.searchParams.set('draft', draft)
  if (lang) url.searchParams.set('lang', lang)
  history.replaceState(history.state, '', url)
  for (const a of document.querySelectorAll<HTMLAnchorElement>('.languages a')) {
    const there = new URL(a.href)
    there.searchParams.set('draft', draft)
    a.href = there.href // the other language shows the same draft
  }
}
