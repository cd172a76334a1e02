import { listed, metres, readPoint } from './entry-words'
import type { Words } from './map/config'

/** Beyond this the point waits for a moderator. */
const FREE = 100

/** Says, while one edits, which changes go live and which wait; and lets none be thrown away unseen. */
export class Changes {
  private readonly told = document.getElementById('changes')
  private readonly fields: HTMLElement[]
  private readonly first: Map<HTMLElement, string>

  constructor(
    private readonly form: HTMLFormElement,
    private readonly words: Words,
  ) {
    this.fields = [...form.querySelectorAll<HTMLElement>('[data-field]')]
    this.first = new Map(this.fields.map((f) => [f, values(f, true)]))
    form.addEventListener('input', () => this.look())
    form.addEventListener('change', () => this.look())
    this.guardAttest()
  }

  /** The groups that say something else than what is saved. */
  changed(): HTMLElement[] {
    return this.fields.filter((f) => values(f, false) !== this.first.get(f))
  }

  private look(): void {
    if (!this.told || !this.form.querySelector('[data-waits]')) return
    const changed = this.changed()
    const moves = changed.some((f) => f.dataset['field'] === 'comune' || (f.dataset['field'] === 'position' && far(this.first.get(f) ?? '', values(f, false))))
    const waits = (f: HTMLElement) => f.dataset['waits'] !== undefined || (moves && ['locality', 'address', 'position'].includes(f.dataset['field'] ?? ''))
    const lines: string[] = []
    const live = changed.filter((f) => !waits(f)).map(name)
    const waiting = changed.filter(waits).map(name)
    if (live.length) lines.push(listed(this.words['live'], live))
    if (waiting.length) lines.push(listed(this.words['waiting'], waiting))
    this.told.textContent = lines.join(' ')
    this.told.hidden = lines.length === 0
  }

  /** "It is all still true" is about what is saved: what was typed is saved first. */
  private guardAttest(): void {
    const attest = document.getElementById('attest')
    const says = document.getElementById('attest-says')
    attest?.addEventListener('submit', (e) => {
      const changed = this.changed().map(name)
      if (changed.length === 0 || !says) return
      e.preventDefault()
      says.textContent = listed(this.words['unsavedchanges'], changed)
      says.hidden = false
      this.form.querySelector<HTMLElement>('button[value=save]')?.focus()
    })
  }
}

/** All that the fields of a group hold, as one text; or what they held when the page came. */
function values(group: HTMLElement, atFirst: boolean): string {
  const out: string[] = []
  for (const f of group.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>('input, select, textarea')) {
    if (f.name === 'point_keep') continue
    if (f instanceof HTMLSelectElement) {
      const came = [...f.options].find((o) => o.defaultSelected) ?? f.options[0]
      out.push((atFirst ? came?.value : f.value) ?? '')
    } else if (f instanceof HTMLInputElement && (f.type === 'checkbox' || f.type === 'radio')) {
      if (atFirst ? f.defaultChecked : f.checked) out.push(`${f.name}=${f.value}`)
    } else out.push(atFirst ? f.defaultValue : f.value)
  }
  return out.join('\n')
}

function far(before: string, after: string): boolean {
  const [a, b] = [before, after].map((s) => readPoint(s.replace('point=', '')))
  return a && b ? metres(a, b) > FREE : a !== b
}

/** The label of a group, without what stands beside it. */
function name(group: HTMLElement): string {
  const label = group.querySelector('label, legend')
  return (label?.firstChild?.textContent ?? '').trim()
}
