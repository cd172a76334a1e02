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
  const lat = document.querySelector<HTMLInputElement>('#edit-lat')
  const lon = document.querySelector<HTMLInputElement>('#edit-lon')
  if (!(fold instanceof HTMLDetailsElement) || !stage || !lat || !lon) return
  const show = async () => {
    if (!fold.open || !stage.hidden) return
    stage.hidden = false
    stage.className = 'pinmap'
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
