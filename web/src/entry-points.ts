import type { Words } from './map/config'
import { degrees, fill, fold, line, metres, readPoint, wind, writePoint, type LonLat } from './entry-words'

/** An answer of /api/v1/geocode, as far as the form needs it. */
interface Answer {
  label: string
  lon: number | null
  lat: number | null
  precision: string
  radius_m: number | null
  street_confirmed: boolean
  comune_name: string | null
}

const PAUSE = 450
const SHOWN = 6

/**
 * The points that the address may mean, as the same radio buttons that the
 * server writes. What is typed is never changed here.
 */
export class Points {
  private readonly list = document.getElementById('points') as HTMLElement
  private readonly asks = document.getElementById('points-asks') as HTMLElement
  private readonly live = document.getElementById('points-live') as HTMLElement
  private readonly hint = document.getElementById('position-hint') as HTMLElement
  private running: AbortController | null = null
  private timer = 0
  private answers: Answer[] = []
  private centre: { at: LonLat; name: string } | null = null
  /** Called when another point is chosen, or found. */
  changed: () => void = () => {}

  constructor(
    private readonly form: HTMLFormElement,
    private readonly words: Words,
  ) {
    for (const name of ['comune', 'locality', 'address']) {
      this.input(name).addEventListener('input', () => this.typed())
    }
    this.list.addEventListener('change', () => this.chose())
    for (const i of this.list.querySelectorAll('input')) ours(i)
    document.getElementById('locate')?.addEventListener('click', (e) => {
      e.preventDefault()
      void this.look().then(() => document.getElementById('position')?.focus())
    })
    document.getElementById('comune-near')?.addEventListener('click', (e) => this.pick(e))
    form.addEventListener('keydown', (e) => {
      const at = e.target
      if (e.key !== 'Enter' || !(at instanceof HTMLInputElement) || ['checkbox', 'radio', 'submit'].includes(at.type)) return
      e.preventDefault() // a form of this length is not sent by a slip of the key
      if (['comune', 'locality', 'address'].includes(at.name)) void this.look()
    })
    if (this.input('comune').value) void this.look()
  }

  private input(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement
  }

  private get comune(): string {
    return this.input('comune').value.trim()
  }

  private address(): string {
    return line(this.input('address').value, this.input('locality').value, this.comune)
  }

  /** The chosen point, null for none. */
  chosen(): LonLat | null {
    return readPoint(this.list.querySelector<HTMLInputElement>('input:checked')?.value ?? '')
  }

  /** Puts back the point that was chosen before the page was left. */
  set(fields: [string, string][] | null): void {
    if (!fields) return
    const of = (name: string) => fields.find(([n]) => n === name)?.[1] ?? ''
    this.draw(readPoint(of('point')))
    this.input('point_for').value = of('point_for')
    this.ask()
    this.changed()
  }

  /** Where the map looks when no point is chosen: the best guess, or nowhere. */
  guess(): LonLat | null {
    const a = this.answers[0]
    return this.chosen() ?? (a ? [a.lon!, a.lat!] : null)
  }

  /** Whether the comune is one of those that the form offers; where it offers none, nobody knows. */
  private known(): boolean {
    const offered = [...document.querySelectorAll<HTMLOptionElement>('#comuni option')]
    const name = fold(this.comune).replace(/^(comune|citta) di /, '').replace(/ to$/, '')
    return offered.length === 0 || offered.some((o) => fold(o.value) === name)
  }

  /** What was wrong with the comune is mended: the page says so no more. */
  private mended(): void {
    const comune = this.input('comune')
    comune.removeAttribute('aria-invalid')
    document.getElementById('comune-fault')?.remove()
    document.getElementById('comune-near')?.remove()
    comune.closest('.field')?.classList.remove('wrong')
  }

  private typed(): void {
    if (this.known()) this.mended()
    const keep = this.input('point_keep')
    keep.checked = false
    this.ask()
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => void this.look(), PAUSE)
  }

  /** One of the comuni that may have been meant is written, and nothing is sent. */
  private pick(e: Event): void {
    const button = e.target
    if (!(button instanceof HTMLButtonElement)) return
    e.preventDefault()
    const comune = this.input('comune')
    comune.value = button.value
    comune.dispatchEvent(new Event('input', { bubbles: true }))
    comune.focus()
  }

  private chose(): void {
    this.input('point_for').value = this.address()
    this.ask()
    this.changed()
  }

  /** The address is not the one that the point was chosen for: does it hold? */
  private ask(): void {
    const at = this.chosen()
    const found = at !== null && this.answers.some((a) => writePoint([a.lon!, a.lat!]) === writePoint(at))
    if (found) this.input('point_for').value = this.address() // it is a point of this very address
    this.asks.hidden = at === null || found || fold(this.input('point_for').value) === fold(this.address())
  }

  private async look(): Promise<void> {
    clearTimeout(this.timer)
    this.running?.abort()
    const comune = this.comune
    if (comune.length < 2) return
    const mine = (this.running = new AbortController())
    const street = this.input('address').value.trim()
    const locality = this.input('locality').value.trim()
    const queries = [...new Set([street && line(street, comune), locality && line(locality, comune), comune])].filter(Boolean)
    try {
      const found = await Promise.all(queries.map((q) => geocode(q, mine.signal)))
      if (mine.signal.aborted) return
      this.take(found.flat(), comune)
      const street_found = this.answers.some((a) => a.precision !== 'comune' || a.street_confirmed)
      if (!this.known()) this.say(fill(this.words['nocomune'], { n: comune }))
      else if (street && !street_found) this.say(fill(this.words['notfound'], { n: comune }))
      else this.say(this.answers.length === 1 ? this.words['found1'] : fill(this.words['found'], { n: String(this.answers.length) }))
    } catch (err) {
      if (mine.signal.aborted) return
      console.warn('geocode', err)
      this.say(this.words['offline'])
    }
  }

  private take(found: Answer[], comune: string): void {
    const here = found.some((a) => fold(a.comune_name ?? '') === fold(comune))
    this.answers = []
    for (const a of found) {
      const known = this.answers.some((b) => b.label === a.label || (b.lon === a.lon && b.lat === a.lat))
      const elsewhere = here && fold(a.comune_name ?? '') !== fold(comune)
      if (!known && !elsewhere && a.lon !== null && a.lat !== null && this.answers.length < SHOWN) this.answers.push(a)
    }
    const seat = found.find((a) => a.precision === 'comune' && a.lon !== null)
    this.centre = seat ? { at: [seat.lon!, seat.lat!], name: seat.comune_name ?? '' } : null
    this.draw(this.chosen())
    this.ask()
    this.changed()
  }

  /** Writes the radio buttons anew; what is chosen stays chosen. */
  private draw(chosen: LonLat | null): void {
    const value = chosen ? writePoint(chosen) : ''
    const had = this.list.contains(document.activeElement)
    const rows = this.answers.map((a) => option(writePoint([a.lon!, a.lat!]), a.label, this.how(a)))
    if (value && !this.answers.some((a) => writePoint([a.lon!, a.lat!]) === value)) {
      rows.push(option(value, this.words['own'] ?? '', this.where(chosen!)))
    }
    rows.push(option('', this.words['none'] ?? '', this.words['none.hint'] ?? ''))
    this.list.replaceChildren(...rows)
    const now = [...this.list.querySelectorAll('input')].find((i) => i.value === value)
    if (now) now.checked = true
    if (had) now?.focus({ preventScroll: true })
    this.hint.textContent = this.words['choose'] ?? ''
  }

  private how(a: Answer): string {
    const text = fill(this.words[`how.${a.precision}`], { n: (a.radius_m ?? 0).toLocaleString(document.documentElement.lang, { useGrouping: 'always' }) })
    const exact = a.precision === 'exact' || a.precision === 'house_number'
    return text + (a.street_confirmed && !exact ? (this.words['how.confirmed'] ?? '') : '')
  }

  /** Where a point lies, in words: "1,2 km a nord-est del centro di Ceres". */
  where(at: LonLat): string {
    if (!this.centre) return degrees(at)
    const m = metres(this.centre.at, at)
    if (m < 60) return fill(this.words['centre'], { c: this.centre.name })
    const lang = document.documentElement.lang
    const d = m < 950 ? `${Math.round(m / 10) * 10} m` : `${(m / 1000).toLocaleString(lang, { maximumFractionDigits: 1 })} km`
    return fill(this.words['at'], { d, n: this.words[`wind.${wind(this.centre.at, at)}`] ?? '', c: this.centre.name })
  }

  /** The point is set by hand, or by the receiver of the phone. */
  put(at: LonLat, message: string): void {
    this.draw(at)
    this.chose()
    this.say(message)
    this.form.dispatchEvent(new Event('input', { bubbles: true }))
  }

  say(text: string | undefined): void {
    this.live.textContent = text ?? ''
    if (text) this.hint.textContent = text
  }
}

async function geocode(q: string, signal: AbortSignal): Promise<Answer[]> {
  const answer = await fetch(`/api/v1/geocode?limit=${SHOWN}&q=${encodeURIComponent(q.slice(0, 200))}`, { signal })
  if (answer.status === 404) return []
  if (!answer.ok) throw new Error(`geocode: ${answer.status}`)
  return ((await answer.json()) as { items: Answer[] }).items
}

/**
 * Which point was chosen is put back here, by its value. The browser's own way,
 * by the order of the buttons, chooses another one when the list has changed.
 */
function ours(radio: HTMLInputElement): void {
  radio.autocomplete = 'off'
}

function option(value: string, text: string, how: string): HTMLElement {
  const row = document.createElement('li')
  const label = document.createElement('label')
  const input = document.createElement('input')
  const words = document.createElement('span')
  const strong = document.createElement('strong')
  label.className = 'option'
  input.type = 'radio'
  input.name = 'point'
  input.value = value
  ours(input)
  strong.textContent = text
  words.append(strong)
  if (how) {
    const small = document.createElement('small')
    small.textContent = how
    words.append(small)
  }
  label.append(input, words)
  row.append(label)
  return row
}
