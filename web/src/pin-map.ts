import { Map as LibreMap, Marker, NavigationControl, ScaleControl, setWorkerUrl, type StyleSpecification } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import regular from '@fontsource/titillium-web/files/titillium-web-latin-400-normal.woff2?url'
import semibold from '@fontsource/titillium-web/files/titillium-web-latin-600-normal.woff2?url'
import 'maplibre-gl/dist/maplibre-gl.css'

import type { Words } from './map/config'
import { FONT, STRONG } from './map/state'
import { boundaries, names } from './map/territory'
import { light } from './map/tokens'
import type { LonLat } from './entry-words'

setWorkerUrl(new URL(workerUrl, location.href).href)

/** Where the map looks before anything is known: the whole territory. */
const TERRITORY: [LonLat, LonLat] = [
  [6.6, 44.7],
  [8.2, 45.65],
]
/** So far away that the names of the comuni around are seen: something to start from. */
const AROUND = 11
/** Pixels that an arrow key moves the pin, alone and with Shift. */
const STEP = 4
const LEAP = 40
/** Pixels between the pin and the edge, less than which the map follows: its drop stays in the picture. */
const EDGE = { x: 30, top: 60, bottom: 20 }

export interface PinMap {
  /** Shows a point; a guess has no pin yet. */
  look(at: LonLat | null, chosen: boolean): void
}

/** Draws a map with one pin into an element. Throws where WebGL is missing. */
export function createPin(el: HTMLElement, at: LonLat | null, chosen: boolean, words: Words, moved: (at: LonLat) => void): PinMap {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const map = new LibreMap({
    container: el,
    style: style((url) => new URL(url, location.href).href),
    ...(at ? { center: at, zoom: chosen ? 12 : AROUND } : { bounds: TERRITORY }),
    minZoom: 7,
    maxZoom: 18,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    cooperativeGestures: false,
    fadeDuration: 0,
    locale: {
      'Map.Title': words['map'] ?? '',
      'Marker.Title': words['marker'] ?? '',
      'NavigationControl.ZoomIn': words['zoomin'] ?? '',
      'NavigationControl.ZoomOut': words['zoomout'] ?? '',
    },
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
  map.addControl(new ScaleControl({ maxWidth: 90 }), 'bottom-right')

  const marker = new Marker({ element: handle(words), anchor: 'bottom', draggable: true })
  let placed = false
  const put = (where: LonLat) => {
    marker.setLngLat(where)
    if (!placed) marker.addTo(map)
    placed = true
  }
  const tell = () => {
    const { lng, lat } = marker.getLngLat()
    moved([lng, lat])
  }
  const follow = () => {
    const { x, y } = map.project(marker.getLngLat())
    const { clientWidth: width, clientHeight: height } = map.getContainer()
    const near = x < EDGE.x || x > width - EDGE.x || y < EDGE.top || y > height - EDGE.bottom
    if (near) map.easeTo({ center: marker.getLngLat(), duration: calm ? 0 : 300 })
  }
  marker.on('dragend', tell)
  map.on('click', (e) => {
    put([e.lngLat.lng, e.lngLat.lat])
    tell()
  })
  marker.getElement().addEventListener('keydown', (e) => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key] ?? [0, 0]
    if (!dx && !dy) return
    e.preventDefault()
    e.stopPropagation()
    const step = e.shiftKey ? LEAP : STEP
    const p = map.project(marker.getLngLat())
    const to = map.unproject([p.x + dx! * step, p.y + dy! * step])
    put([to.lng, to.lat])
    tell()
    follow()
    marker.getElement().focus({ preventScroll: true }) // or the browser moves the picture in its frame
  })
  if (at && chosen) put(at)

  return {
    look(where, isChosen) {
      if (isChosen && where) put(where)
      else if (placed) {
        marker.remove()
        placed = false
      }
      if (where && !map.getBounds().contains(where)) map.jumpTo({ center: where, zoom: Math.max(map.getZoom(), AROUND) })
    },
  }
}

/** The pin: a button, so that keys reach it, with the drop drawn inside. */
function handle(words: Words): HTMLElement {
  const b = document.createElement('button')
  b.type = 'button'
  b.className = 'pinhandle'
  b.setAttribute('aria-label', words['marker'] ?? '')
  const ns = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(ns, 'svg')
  svg.setAttribute('viewBox', '0 0 32 42')
  svg.setAttribute('aria-hidden', 'true')
  const drop = document.createElementNS(ns, 'path')
  drop.setAttribute('d', 'M16 41C10 31 2 25 2 15a14 14 0 1 1 28 0c0 10-8 16-14 26z')
  const eye = document.createElementNS(ns, 'circle')
  eye.setAttribute('cx', '16')
  eye.setAttribute('cy', '15')
  eye.setAttribute('r', '5')
  svg.append(drop, eye)
  b.append(svg)
  return b
}

/** The quiet ground with names, and the places that are there already. */
function style(absolute: (url: string) => string): StyleSpecification {
  const tiles = (layers: string) => ({ type: 'vector' as const, tiles: [`${location.origin}/tiles/${layers}/{z}/{x}/{y}.mvt`], minzoom: 6, maxzoom: 13 })
  return {
    version: 8,
    'font-faces': { [FONT]: [{ url: absolute(regular) }], [STRONG]: [{ url: absolute(semibold) }] },
    sources: { territory: tiles('zones,comuni,zone_labels,comune_labels'), around: tiles('places') },
    layers: [
      { id: 'background', type: 'background', paint: { 'background-color': light.around } },
      { id: 'land', type: 'fill', source: 'territory', 'source-layer': 'zones', paint: { 'fill-color': light.land } },
      ...boundaries(light),
      ...names(light),
      {
        id: 'around',
        type: 'circle',
        source: 'around',
        'source-layer': 'places',
        filter: ['!', ['has', 'count']],
        paint: { 'circle-radius': 5, 'circle-color': light.quiet, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 1.5 },
      },
      {
        id: 'around-names',
        type: 'symbol',
        source: 'around',
        'source-layer': 'places',
        minzoom: 12,
        filter: ['!', ['has', 'count']],
        layout: { 'text-field': ['get', 'name'], 'text-font': [FONT], 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 0.7], 'text-max-width': 9 },
        paint: { 'text-color': light.quiet, 'text-halo-color': light.halo, 'text-halo-width': 1.4 },
      },
    ],
  }
}
