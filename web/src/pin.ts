import type { PinMap } from './pin-map'
import type { Words } from './map/config'
import type { Points } from './entry-points'
import { fill, type LonLat } from './entry-words'

/** The map and the receiver of the phone: two ways to say where, both optional. */
export function wirePin(points: Points, words: Words): void {
  const root = document.getElementById('pin')
  if (!root) return
  const open = button(words['open'] ?? '')
  const hint = document.createElement('p')
  hint.className = 'hint'
  hint.textContent = words['hint'] ?? ''
  const stage = document.createElement('div')
  stage.className = 'pinmap'
  const bar = document.createElement('div')
  bar.className = 'buttons'
  bar.append(open)
  if ('geolocation' in navigator && isSecureContext) bar.append(gps(points, words))
  const box = document.createElement('div')
  box.hidden = true
  box.id = 'pinbox'
  box.append(hint, stage)
  root.append(bar, box)
  root.hidden = false

  let map: PinMap | null = null
  let loading = false
  open.setAttribute('aria-expanded', 'false')
  open.setAttribute('aria-controls', 'pinbox')
  const show = async () => {
    box.hidden = !box.hidden
    open.setAttribute('aria-expanded', String(!box.hidden))
    open.textContent = (box.hidden ? words['open'] : words['close']) ?? ''
    if (box.hidden || map || loading) return
    loading = true
    try {
      const { createPin } = await import('./pin-map')
      map = createPin(stage, points.guess(), points.chosen() !== null, words, (at) => {
        points.put(at, fill(words['moved'], { n: points.where(at) }))
      })
    } catch (err) {
      console.warn('map', err)
      const p = document.createElement('p')
      p.textContent = words['nomap'] ?? ''
      stage.replaceChildren(p)
      stage.classList.add('empty')
    }
    loading = false
  }
  open.addEventListener('click', () => void show())
  points.changed = () => map?.look(points.guess(), points.chosen() !== null)
}

function gps(points: Points, words: Words): HTMLButtonElement {
  const b = button(words['here'] ?? '')
  b.addEventListener('click', () => {
    b.disabled = true
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        b.disabled = false
        const at: LonLat = [coords.longitude, coords.latitude]
        points.put(at, fill(words['gps'], { n: String(Math.ceil(coords.accuracy)) }))
        b.focus()
      },
      () => {
        b.disabled = false
        points.say(words['nogps'])
        b.focus()
      },
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    )
  })
  return b
}

function button(text: string): HTMLButtonElement {
  const b = document.createElement('button')
  b.type = 'button'
  b.className = 'btn btn-outline-primary'
  b.textContent = text
  return b
}
