import type { Words } from './map/config'
import { fill, metres, readPoint } from './entry-words'

/** Beyond this the point waits for a moderator. */
const FREE = 100

/** Says, while one edits, which changes go live and which wait. */
export function wireChanges(form: HTMLFormElement, words: Words): void {
  const told = document.getElementById('changes')
  const fields = [...form.querySelectorAll<HTMLElement>('[data-field]')]
  if (!told || !form.querySelector('[data-waits]')) return
  const first = new Map(fields.map((f) => [f, values(f)]))

  const look = () => {
    const changed = fields.filter((f) => values(f) !== first.get(f))
    const moves = changed.some((f) => f.dataset['field'] === 'comune' || (f.dataset['field'] === 'position' && far(first.get(f) ?? '', values(f))))
    const waits = (f: HTMLElement) => f.dataset['waits'] !== undefined || (moves && ['locality', 'address', 'position'].includes(f.dataset['field'] ?? ''))
    const lines: string[] = []
    const live = changed.filter((f) => !waits(f)).map(name)
    const waiting = changed.filter(waits).map(name)
    if (live.length) lines.push(fill(words['live'], { n: live.join(', ') }))
    if (waiting.length) lines.push(fill(words['waiting'], { n: waiting.join(', ') }))
    told.textContent = lines.join(' ')
    told.hidden = lines.length === 0
  }
  form.addEventListener('input', look)
  form.addEventListener('change', look)
}

/** All that the fields of a group hold, as one text. */
function values(group: HTMLElement): string {
  const out: string[] = []
  for (const f of group.querySelectorAll<HTMLInputElement>('input, select, textarea')) {
    if (f.name === 'point_keep') continue
    const box = f.type === 'checkbox' || f.type === 'radio'
    if (!box || f.checked) out.push(box ? `${f.name}=${f.value}` : f.value)
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
