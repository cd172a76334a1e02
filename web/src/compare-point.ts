import type { LonLat } from './entry-words'
import { readJSON, type Words } from './map/config'

interface Config {
  at: LonLat | null
  chosen: boolean
  words: Words
}

/** The map by which a moderator places a point: it fills the typed coordinates. */
export function wirePoint(): void {
  const fold = document.getElementById('point')
  const stage = document.getElementById('point-map')
  const lat = fold?.querySelector<HTMLInputElement>('input[name=lat]')
  const lon = fold?.querySelector<HTMLInputElement>('input[name=lon]')
  if (!(fold instanceof HTMLDetailsElement) || !stage || !lat || !lon) return
  const show = async () => {
    if (!fold.open) return
    if (!stage.hidden) return fold.scrollIntoView({ block: 'nearest' })
    stage.hidden = false
    stage.className = 'pinmap'
    fold.scrollIntoView({ block: 'nearest' }) // with its button
    try {
      const { createPin } = await import('./pin-map')
      const config = readJSON<Config>(document, 'point-config')
      createPin(stage, config.at, config.chosen, config.words, ([x, y]) => {
        lat.value = y.toFixed(6)
        lon.value = x.toFixed(6)
      })
    } catch (err) {
      console.warn('map', err) // the coordinates can be typed
      stage.hidden = true
    }
  }
  fold.addEventListener('toggle', () => void show())
  void show()
}
