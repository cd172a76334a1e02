import { Map as LibreMap, NavigationControl, ScaleControl, setWorkerUrl, type IControl, type PointLike } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import regular from '@fontsource/titillium-web/files/titillium-web-latin-400-normal.woff2?url'
import semibold from '@fontsource/titillium-web/files/titillium-web-latin-600-normal.woff2?url'
import 'maplibre-gl/dist/maplibre-gl.css'

import { say, type Box, type Config, type Words } from './config'
import { picture } from './images'
import { FONT, STRONG } from './state'
import { style } from './style'
import { light } from './tokens'
import { Tooltip } from './tooltip'
import { whatIs, type Found } from './touch'

setWorkerUrl(new URL(workerUrl, location.href).href)

/** As close as the map goes by itself: with the surroundings in sight. */
const CLOSE = 12.4

/** From this zoom on places stand alone: a click on a cluster goes at least so far. */
const SINGLE = 11.2

/** What a tile answers when the page has pinned a version that is gone. */
const CONFLICT = 409

export interface Events {
  /** Something under a click or under the centre was chosen. */
  open(found: Found): void
  /** The tiles are newer than what the page was made from. */
  stale(): void
  /** The reader moved the map: "lon,lat,zoom". */
  moved(pos: string): void
}

export interface Atlas {
  /** Draws another state; looks at its focus when there is one. */
  update(config: Config, pos: string | null): void
  /** Shows in blue the gap that the list points at; "" for none. */
  hint(gap: string): void
  resize(): void
}

/** Draws the map into an element. Throws where WebGL is missing. */
export function createAtlas(el: HTMLElement, first: Config, words: Words, pos: string | null, events: Events): Atlas {
  let config = first
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const map = new LibreMap({
    container: el,
    style: styleOf(config),
    ...view(el, config, pos),
    minZoom: 6.5,
    maxZoom: 17,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    fadeDuration: calm ? 0 : 200,
    locale: {
      'Map.Title': words['map'] ?? '',
      'NavigationControl.ZoomIn': words['zoomin'] ?? '',
      'NavigationControl.ZoomOut': words['zoomout'] ?? '',
    },
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
  map.addControl(new WholeTerritory(words['reset'] ?? '', () => fit(map, config.bounds, calm)), 'top-right')
  map.addControl(new ScaleControl({ maxWidth: 90 }), 'bottom-right')

  map.setMissingStyleImageResolver((id) => {
    const made = picture(id, config, light)
    if (made) map.addImage(id, made.image, { pixelRatio: made.pixelRatio })
  })
  map.on('error', (e) => {
    if ((e.error as { status?: number }).status === CONFLICT) events.stale()
    else console.error(e.error)
  })
  map.on('moveend', (e) => {
    if ('originalEvent' in e && e.originalEvent) events.moved(where(map))
  })
  listen(map, () => config, words, events)

  return {
    update(next, at) {
      const fresh = JSON.stringify(next.bounds) !== JSON.stringify(config.bounds)
      const other = next.selected !== config.selected
      config = next
      map.setStyle(styleOf(config), { diff: true })
      if (at) map.jumpTo(view(el, config, at))
      else if (config.focus && other) fit(map, config.focus, calm)
      else if (fresh && !config.focus) fit(map, config.bounds, calm)
    },
    hint(gap) {
      if (map.getLayer('hinted-gap')) map.setFilter('hinted-gap', ['==', ['get', 'id'], gap])
    },
    resize() {
      map.resize()
    },
  }
}

function styleOf(config: Config) {
  const at = (url: string) => new URL(url, location.href).href
  return style(
    { ...config, origin: location.origin, fonts: { [FONT]: [at(regular)], [STRONG]: [at(semibold)] } },
    light,
    config.classes,
  )
}

/** Where the map looks first: the address, what is open, or all that is filtered. */
function view(el: HTMLElement, config: Config, pos: string | null) {
  const numbers = (pos ?? '').split(',').map(Number)
  if (numbers.length === 3 && numbers.every(Number.isFinite)) {
    return { center: [numbers[0]!, numbers[1]!] as [number, number], zoom: numbers[2]! }
  }
  return { bounds: config.focus ?? config.bounds, fitBoundsOptions: { padding: room(el), maxZoom: CLOSE } }
}

function fit(map: LibreMap, box: Box, calm: boolean) {
  map.fitBounds(box, { padding: room(map.getContainer()), maxZoom: CLOSE, duration: calm ? 0 : 700 })
}

/** Room for what stands over the map: the legend, and on phones the sheet. */
function room(el: HTMLElement) {
  const { clientWidth: w, clientHeight: h } = el
  if (w >= 800) return { top: 20, right: 24, bottom: 30, left: 282 }
  const sheet = document.body.classList.contains('open') ? h * 0.55 : 20
  return { top: Math.min(90, h * 0.15), right: 40, bottom: sheet, left: 30 }
}

function where(map: LibreMap): string {
  const { lng, lat } = map.getCenter()
  return `${lng.toFixed(4)},${lat.toFixed(4)},${map.getZoom().toFixed(2)}`
}

function listen(map: LibreMap, config: () => Config, words: Words, events: Events) {
  const tooltip = new Tooltip(map.getContainer())
  const ask = (at: PointLike, reach: number) => whatIs(map, at, reach, config())
  map.on('click', (e) => {
    tooltip.hide()
    const found = ask(e.point, matchMedia('(pointer: coarse)').matches ? 14 : 5)
    if (found?.sort === 'cluster') {
      map.easeTo({ center: found.at, zoom: Math.max(map.getZoom() + 2, SINGLE) })
    } else if (found?.sort === 'many') {
      tooltip.choose(e.point, say(words, 'many', found.places.length, config().lang), found.places, (id) =>
        events.open({ sort: 'place', id }),
      )
    } else if (found) events.open(found)
  })
  map.on('mousemove', (e) => {
    const lines = ask(e.point, 3)?.lines(words)
    map.getCanvas().style.cursor = lines ? 'pointer' : ''
    if (lines) tooltip.show(e.point, lines)
    else tooltip.hide()
  })
  map.on('mouseout', () => tooltip.hide())
  map.on('movestart', () => tooltip.hide())
  map.getCanvas().addEventListener('keydown', (e) => {
    if (e.key !== 'Enter') return
    const found = ask(map.project(map.getCenter()), 8)
    if (found) events.open(found)
  })
}

/** A button that shows all of the chosen territory again. */
class WholeTerritory implements IControl {
  private readonly root = document.createElement('div')

  constructor(label: string, onClick: () => void) {
    this.root.className = 'maplibregl-ctrl maplibregl-ctrl-group'
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'whole-territory'
    button.title = label
    button.setAttribute('aria-label', label)
    button.addEventListener('click', onClick)
    this.root.append(button)
  }

  onAdd(): HTMLElement {
    return this.root
  }

  onRemove(): void {
    this.root.remove()
  }
}
