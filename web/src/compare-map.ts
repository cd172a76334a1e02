import { Map as LibreMap, NavigationControl, ScaleControl, setWorkerUrl, type StyleSpecification } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import regular from '@fontsource/titillium-web/files/titillium-web-latin-400-normal.woff2?url'
import semibold from '@fontsource/titillium-web/files/titillium-web-latin-600-normal.woff2?url'
import 'maplibre-gl/dist/maplibre-gl.css'

import type { Box, Words } from './map/config'
import { FONT, STRONG } from './map/state'
import { light } from './map/tokens'

setWorkerUrl(new URL(workerUrl, location.href).href)

/** A position with its ring in metres, 0 for none; `at` is longitude, latitude. */
export interface Point {
  at: [number, number]
  ring: number
  name: string
}

export interface Compared {
  lang: 'it' | 'en'
  /** Id of the entry: its own public point is drawn by us, not by the tile. */
  entry: string
  was: Point | null
  waits: Point | null
  bounds: Box
  tiles: string[]
  words: Words
}

/** Draws both positions over the comuni and the places around. Throws without WebGL. */
export function drawCompared(el: HTMLElement, config: Compared): Promise<void> {
  const map = new LibreMap({
    container: el,
    style: compareStyle(config, (url) => new URL(url, location.href).href),
    bounds: config.bounds,
    minZoom: 6.5,
    maxZoom: 17,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: matchMedia('(pointer: coarse)').matches,
    attributionControl: false,
    fadeDuration: 0,
    locale: {
      'Map.Title': config.words['name'] ?? '',
      'NavigationControl.ZoomIn': config.words['zoomin'] ?? '',
      'NavigationControl.ZoomOut': config.words['zoomout'] ?? '',
    },
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
  map.addControl(new ScaleControl({ maxWidth: 90 }), 'bottom-left')
  return new Promise((resolve) => {
    void map.once('load', () => resolve())
  })
}

/** The whole style: the quiet ground, neighbours, then what is compared. */
export function compareStyle(config: Compared, absolute: (url: string) => string): StyleSpecification {
  const ground = { source: 'ground' } as const
  return {
    version: 8,
    'font-faces': { [FONT]: [{ url: absolute(regular) }], [STRONG]: [{ url: absolute(semibold) }] },
    sources: {
      ground: { type: 'vector', tiles: config.tiles.map((t) => location.origin + t), minzoom: 6, maxzoom: 14 },
      compared: { type: 'geojson', data: points(config) },
      way: { type: 'geojson', data: way(config) },
    },
    layers: [
      { id: 'background', type: 'background', paint: { 'background-color': light.around } },
      { id: 'land', type: 'fill', ...ground, 'source-layer': 'zones', paint: { 'fill-color': light.land } },
      { id: 'comuni', type: 'line', ...ground, 'source-layer': 'comuni', paint: { 'line-color': light.line, 'line-width': 1 } },
      { id: 'way', type: 'line', source: 'way', paint: { 'line-color': light.ink, 'line-width': 2, 'line-dasharray': [2, 2] } },
      {
        id: 'comune-names',
        type: 'symbol',
        ...ground,
        'source-layer': 'comune_labels',
        layout: { 'text-field': ['get', 'name'], 'text-font': [FONT], 'text-size': 13, 'text-anchor': 'top', 'text-offset': [0, 0.6], 'text-max-width': 8 },
        paint: { 'text-color': light.quiet, 'text-halo-color': light.halo, 'text-halo-width': 1.4 },
      },
      {
        id: 'neighbours',
        type: 'circle',
        ...ground,
        'source-layer': 'places',
        filter: ['all', ['!', ['has', 'count']], ['!=', ['get', 'id'], config.entry]],
        paint: { 'circle-radius': 5, 'circle-color': light.halo, 'circle-stroke-color': light.quiet, 'circle-stroke-width': 2 },
      },
      {
        id: 'neighbour-names',
        type: 'symbol',
        ...ground,
        'source-layer': 'places',
        filter: ['all', ['!', ['has', 'count']], ['!=', ['get', 'id'], config.entry]],
        layout: { 'text-field': ['get', 'name'], 'text-font': [FONT], 'text-size': 12, 'text-anchor': 'bottom', 'text-offset': [0, -0.6], 'text-max-width': 9, 'text-optional': true },
        paint: { 'text-color': light.quiet, 'text-halo-color': light.halo, 'text-halo-width': 1.4 },
      },
      ...compared(config),
    ],
  }
}

function compared(config: Compared): StyleSpecification['layers'] {
  const beside = upright(config) // the names stand where the way between both is not
  const of = (which: string) => ({ source: 'compared', filter: ['==', ['get', 'which'], which] as ['==', ['get', string], string] })
  return [
    { id: 'rings', type: 'fill', source: 'compared', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': light.blue, 'fill-opacity': 0.08 } },
    { id: 'ring-lines', type: 'line', source: 'compared', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'line-color': light.blue, 'line-width': 1.5, 'line-dasharray': [4, 3] } },
    { id: 'was', type: 'circle', ...of('was'), paint: { 'circle-radius': 8, 'circle-color': light.halo, 'circle-stroke-color': light.ink, 'circle-stroke-width': 3 } },
    { id: 'waits', type: 'circle', ...of('waits'), paint: { 'circle-radius': 9, 'circle-color': light.blue, 'circle-stroke-color': light.halo, 'circle-stroke-width': 2 } },
    {
      id: 'names',
      type: 'symbol',
      source: 'compared',
      filter: ['==', ['geometry-type'], 'Point'],
      layout: { 'text-field': ['get', 'name'], 'text-font': [STRONG], 'text-size': 14, 'text-anchor': beside ? 'left' : 'top', 'text-offset': beside ? [0.9, 0] : [0, 0.8], 'text-allow-overlap': true },
      paint: { 'text-color': light.ink, 'text-halo-color': light.halo, 'text-halo-width': 2 },
    },
  ]
}

/** Whether the way between both leads up or down rather than aside. */
function upright({ was, waits }: Compared): boolean {
  if (!was || !waits) return false
  const [dx, dy] = [waits.at[0] - was.at[0], waits.at[1] - was.at[1]]
  return Math.abs(dy) > Math.abs(dx) * Math.cos((was.at[1] * Math.PI) / 180)
}

function points(config: Compared): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = []
  for (const [which, p] of [['was', config.was], ['waits', config.waits]] as const) {
    if (!p) continue
    if (p.ring > 0) features.push({ type: 'Feature', properties: { which: 'ring' }, geometry: ring(p) })
    features.push({ type: 'Feature', properties: { which, name: p.name }, geometry: { type: 'Point', coordinates: p.at } })
  }
  return { type: 'FeatureCollection', features }
}

function way(config: Compared): GeoJSON.FeatureCollection {
  if (!config.was || !config.waits) return { type: 'FeatureCollection', features: [] }
  const line: GeoJSON.LineString = { type: 'LineString', coordinates: [config.was.at, config.waits.at] }
  return { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: line }] }
}

/** A circle of so many metres around a point, near enough for a picture. */
function ring(p: Point): GeoJSON.Polygon {
  const north = p.ring / 111_320
  const east = north / Math.cos((p.at[1] * Math.PI) / 180)
  const at = (i: number): [number, number] => [p.at[0] + east * Math.sin((i * Math.PI) / 32), p.at[1] + north * Math.cos((i * Math.PI) / 32)]
  return { type: 'Polygon', coordinates: [Array.from({ length: 65 }, (_, i) => at(i % 64))] }
}
