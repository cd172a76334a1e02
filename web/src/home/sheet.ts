import type { Words } from '../map/config'

const HEIGHTS = ['peek', 'half', 'full'] as const
type Height = (typeof HEIGHTS)[number]

/** The column as a sheet over the map of a phone, with three heights. */
export function wireSheet(words: Words): void {
  const column = document.getElementById('column') as HTMLElement
  const handle = document.createElement('button')
  handle.type = 'button'
  handle.className = 'handle'
  handle.setAttribute('aria-label', words['sheet'] ?? '')
  column.prepend(handle)
  set('half')

  function set(height: Height): void {
    column.dataset['height'] = height
    handle.setAttribute('aria-expanded', String(height === 'full'))
  }
  const step = (by: number) => {
    const now = HEIGHTS.indexOf(column.dataset['height'] as Height)
    set(HEIGHTS[Math.max(0, Math.min(HEIGHTS.length - 1, now + by))]!)
  }

  let dragged = false
  handle.addEventListener('click', () => {
    if (!dragged) set(column.dataset['height'] === 'half' ? 'full' : 'half')
    dragged = false
  })
  handle.addEventListener('keydown', (e) => {
    if (e.key === 'ArrowUp') step(1)
    else if (e.key === 'ArrowDown') step(-1)
    else return
    e.preventDefault()
  })
  handle.addEventListener('pointerdown', (down) => {
    handle.setPointerCapture(down.pointerId)
    const end = (up: PointerEvent) => {
      handle.removeEventListener('pointerup', end)
      handle.removeEventListener('pointercancel', end)
      const by = down.clientY - up.clientY
      dragged = Math.abs(by) > 24
      if (dragged) step(by > 0 ? (by > 260 ? 2 : 1) : by < -260 ? -2 : -1)
    }
    handle.addEventListener('pointerup', end)
    handle.addEventListener('pointercancel', end)
  })
}
