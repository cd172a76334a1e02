import type { Point } from 'geojson'
import type { Map as LibreMap, MapGeoJSONFeature, PointLike } from 'maplibre-gl'
import { minutesField } from './cells'
import { say, type Config, type Words } from './config'

/** From this zoom on single cells answer a click; before it, comuni and gaps. */
const CELLS_FROM = 11

type Lines = (words: Words) => string[]

/** What lies under a point of the map. */
export type Found =
  | { sort: 'gap' | 'place' | 'comune' | 'cell'; id: string; lines?: Lines }
  | { sort: 'cluster'; id: string; at: [number, number]; lines: Lines }
  | { sort: 'many'; id: string; places: { id: string; name: string }[]; lines: Lines }

type Answer = Found & { lines: Lines }

/** Finds what a click at a point means: a place before a gap, a gap before a comune. */
export function whatIs(map: LibreMap, at: PointLike, reach: number, config: Config): Answer | null {
  const [x, y] = Array.isArray(at) ? at : [at.x, at.y]
  const box: [PointLike, PointLike] = [[x - reach, y - reach], [x + reach, y + reach]]
  const near = (layers: string[]) => {
    const there = layers.filter((id) => map.getLayer(id))
    return there.length ? map.queryRenderedFeatures(box, { layers: there }) : []
  }
  const under = (layer: string) => (map.getLayer(layer) ? map.queryRenderedFeatures(at, { layers: [layer] })[0] : undefined)

  const place = ofPlaces(near(['places', 'clusters']), config)
  if (place) return place
  const name = near(['gap-names'])[0]
  if (name) return gap(name.properties, config)
  const cell = under('cells') ?? under('cells-unknown')
  const outline = under('gaps-touch')
  if (map.getZoom() >= CELLS_FROM && cell) return ofCell(cell, config)
  if (outline) return gap(outline.properties, config)
  const comune = under('comuni-touch')
  return comune ? ofComune(comune, cell, config) : null
}

function ofPlaces(found: MapGeoJSONFeature[], config: Config): Answer | null {
  const first = found[0]
  if (!first) return null
  const count = Number(first.properties[`count_${config.kind}`] ?? 0)
  if (first.properties['count'] !== undefined) {
    const at = (first.geometry as Point).coordinates as [number, number]
    return { sort: 'cluster', id: '', at, lines: (w) => [say(w, 'cluster', count, config.lang)] }
  }
  const all = new Map(found.map((f) => [String(f.properties['id']), String(f.properties['name'])]))
  if (all.size > 1) {
    const places = [...all].map(([id, name]) => ({ id, name }))
    return { sort: 'many', id: '', places, lines: (w) => [say(w, 'many', all.size, config.lang)] }
  }
  const p = first.properties
  const lines: Lines = (w) => {
    const out = [String(p['name'])]
    if (p['operating_status'] === 'planned') out.push(w['planned'] ?? '')
    if (p['external'] !== undefined) out.push(w['external'] ?? '')
    if (p['precision'] !== 'exact' && p['precision'] !== 'house_number') out.push(w['approx'] ?? '')
    return out
  }
  return { sort: 'place', id: String(p['id']), lines }
}

function gap(p: Record<string, unknown>, config: Config): Answer {
  const label = config.gaps.find((g) => g.id === p['id'])
  return { sort: 'gap', id: String(p['id']), lines: () => (label ? [label.text, label.residents] : []) }
}

function ofCell(f: MapGeoJSONFeature, config: Config): Answer {
  return {
    sort: 'cell',
    id: String(f.properties['h3']),
    lines: (w) => [reached(f.properties, config, w), say(w, 'residents', Number(f.properties['residents']), config.lang)],
  }
}

function ofComune(f: MapGeoJSONFeature, cell: MapGeoJSONFeature | undefined, config: Config): Answer {
  const lines: Lines = (w) => [String(f.properties['name']), ...(cell ? [reached(cell.properties, config, w)] : [])]
  return { sort: 'comune', id: String(f.properties['istat']), lines }
}

/** The state of a cell in words: minutes, or why there are none. */
export function reached(p: Record<string, unknown>, config: Config, words: Words): string {
  if (config.byArea) return words[String(p[`served_${config.kind}`])] ?? ''
  const minutes = p[minutesField(config)]
  const state = String(p[`state_${config.kind}`])
  if (minutes === undefined || minutes === null) {
    return words[config.closes && (state === 'ok' || state === 'walk_only') ? 'nosecond' : state] ?? ''
  }
  const said = say(words, config.closes ? 'second' : 'minutes', Number(minutes), config.lang)
  return state === 'walk_only' ? `${said} (${words['walk_only'] ?? ''})` : said
}
