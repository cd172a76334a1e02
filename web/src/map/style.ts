import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  StyleSpecification,
  VectorSourceSpecification,
} from 'maplibre-gl'
import type { Class, Config } from './config'
import type { Tokens } from './tokens'

/** What of the page the style depends on. */
export type StyleState = Pick<
  Config,
  'kind' | 'byArea' | 'gapTerritory' | 'comuni' | 'staleBefore' | 'tiles' | 'colours' | 'gaps' | 'selected' | 'bounds'
> & {
  /** Scheme and host that the addresses of the tiles start with. */
  origin: string
  /** Font files by name, from our own host. */
  fonts: Record<string, string[]>
}

export const FONT = 'Titillium Web 400'
export const STRONG = 'Titillium Web 600'

/**
 * The whole style as a pure function: same state, same style. The classes are
 * those of the legend, so that the legend cannot lie.
 */
export function style(state: StyleState, tokens: Tokens, classes: Class[]): StyleSpecification {
  return {
    version: 8,
    name: 'atlante',
    'font-faces': Object.fromEntries(
      Object.entries(state.fonts).map(([name, urls]) => [name, urls.map((url) => ({ url }))]),
    ),
    sources: {
      territory: source(state, state.tiles.territory),
      coverage: source(state, state.tiles.coverage),
      gaplabels: { type: 'geojson', data: gapPoints(state) },
    },
    layers: [
      { id: 'background', type: 'background', paint: { 'background-color': tokens.around } },
      { id: 'land', type: 'fill', source: 'territory', 'source-layer': 'zones', paint: { 'fill-color': tokens.land } },
      outside(state, tokens),
      ...cells(state, classes),
      ...boundaries(tokens),
      ...gaps(state, tokens),
      ...selection(state, tokens),
      ...names(tokens),
      ...places(state, tokens),
      ...gapNames(state, tokens),
    ],
  }
}

function source(state: StyleState, path: string): VectorSourceSpecification {
  // Cells end at zoom 14; deeper tiles are that one, enlarged.
  return { type: 'vector', tiles: [state.origin + path], minzoom: 6, maxzoom: 14 }
}

function gapPoints(state: StyleState) {
  return {
    type: 'FeatureCollection' as const,
    features: state.gaps.map((g) => ({
      type: 'Feature' as const,
      geometry: { type: 'Point' as const, coordinates: g.at },
      properties: { id: g.id, text: `${g.rank}. ${g.text}`, residents: g.residents, rank: g.rank },
    })),
  }
}

/** The colour of a cell: the class of its minutes, or what is not minutes. */
export function cellColour(state: StyleState, classes: Class[]): ExpressionSpecification {
  if (state.byArea) {
    return ['match', ['get', `served_${state.kind}`], 'yes', state.colours.served, state.colours.notServed]
  }
  const steps = classes.slice(0, -1).flatMap((c) => [['<=', ['get', `minutes_${state.kind}`], c.max], c.colour])
  return [
    'case',
    ['==', ['get', `state_${state.kind}`], 'unreachable'],
    state.colours.unreachable,
    ...steps,
    classes[classes.length - 1]!.colour,
  ] as unknown as ExpressionSpecification
}

const stateField = (state: StyleState) => (state.byArea ? `served_${state.kind}` : `state_${state.kind}`)

/** Populated cells whose state is known; nobody's cells stay white. */
function known(state: StyleState): FilterSpecification {
  return [
    'all',
    ['>', ['get', 'residents'], 0],
    ['has', stateField(state)],
    ['!', ['in', ['get', stateField(state)], ['literal', ['unknown', 'empty']]]],
    chosen(state, 'comune'),
  ]
}

/** Whether a feature belongs to the comuni that the figures are about. */
function chosen(state: StyleState, field: string): ExpressionSpecification {
  const all: unknown = ['literal', true]
  return state.comuni ? ['in', ['get', field], ['literal', state.comuni]] : (all as ExpressionSpecification)
}

function cells(state: StyleState, classes: Class[]): LayerSpecification[] {
  const from = { source: 'coverage', 'source-layer': 'cells' } as const
  return [
    {
      id: 'cells',
      type: 'fill',
      ...from,
      filter: known(state),
      paint: { 'fill-color': cellColour(state, classes), 'fill-antialias': true },
    },
    {
      id: 'cells-unknown',
      type: 'fill',
      ...from,
      filter: ['all', ['>', ['get', 'residents'], 0], ['==', ['get', stateField(state)], 'unknown'], chosen(state, 'comune')],
      paint: { 'fill-pattern': 'unknown' },
    },
    {
      id: 'cells-grid',
      type: 'line',
      ...from,
      minzoom: 12,
      filter: ['all', ['>', ['get', 'residents'], 0], chosen(state, 'comune')],
      paint: { 'line-color': '#ffffff', 'line-width': 0.6, 'line-opacity': 0.7 },
    },
  ]
}

/** Comuni that the chosen figures are not about: left blank, so that nobody reads them in. */
function outside(state: StyleState, tokens: Tokens): LayerSpecification {
  return {
    id: 'outside',
    type: 'fill',
    source: 'territory',
    'source-layer': 'comuni',
    filter: ['!', chosen(state, 'istat')],
    paint: { 'fill-color': tokens.outside },
  }
}

function boundaries(tokens: Tokens): LayerSpecification[] {
  return [
    {
      id: 'comuni',
      type: 'line',
      source: 'territory',
      'source-layer': 'comuni',
      minzoom: 9,
      paint: {
        'line-color': tokens.line,
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.4, 12, 1, 14, 1.4],
        'line-opacity': 0.8,
      },
    },
    {
      id: 'zones',
      type: 'line',
      source: 'territory',
      'source-layer': 'zones',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': tokens.zoneLine,
        'line-width': ['interpolate', ['linear'], ['zoom'], 7, 0.8, 10, 1.6, 13, 2.4],
        'line-opacity': 0.75,
      },
    },
    // Not drawn, but there to be asked what lies under a click.
    {
      id: 'comuni-touch',
      type: 'fill',
      source: 'territory',
      'source-layer': 'comuni',
      paint: { 'fill-color': tokens.land, 'fill-opacity': 0 },
    },
  ]
}

/** The gaps of the kind in the chosen territory. */
export function gapFilter(state: StyleState): ExpressionSpecification {
  return ['all', ['==', ['get', 'kind'], state.kind], ['==', ['get', 'territory'], state.gapTerritory]]
}

function gaps(state: StyleState, tokens: Tokens): LayerSpecification[] {
  const from = { source: 'coverage', 'source-layer': 'gaps' } as const
  const width = (base: number) =>
    ['interpolate', ['linear'], ['zoom'], 7, base * 0.6, 10, base, 13, base * 1.4] as unknown as ExpressionSpecification
  return [
    {
      id: 'gaps-provisional',
      type: 'fill',
      ...from,
      filter: ['all', gapFilter(state), ['==', ['get', 'confidence'], 'provisional']],
      paint: { 'fill-pattern': 'provisional' },
    },
    {
      id: 'gaps-touch',
      type: 'fill',
      ...from,
      filter: gapFilter(state),
      paint: { 'fill-color': tokens.land, 'fill-opacity': 0 },
    },
    {
      id: 'gaps-casing',
      type: 'line',
      ...from,
      filter: gapFilter(state),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': tokens.halo, 'line-width': width(4.5), 'line-opacity': 0.9 },
    },
    {
      id: 'gaps',
      type: 'line',
      ...from,
      filter: gapFilter(state),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': state.colours.gap, 'line-width': width(2.2) },
    },
  ]
}

/** What is open, or pointed at in the list, in the one blue. */
function selection(state: StyleState, tokens: Tokens): LayerSpecification[] {
  const [sort, id] = splitSelected(state.selected)
  const line = (name: string, from: string, layer: string, filter: FilterSpecification): LayerSpecification => ({
    id: name,
    type: 'line',
    source: from,
    'source-layer': layer,
    filter,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': tokens.blue, 'line-width': 4 },
  })
  const only = (wanted: string, field: string): FilterSpecification => ['==', ['get', field], sort === wanted ? id : '']
  return [
    line('selected-comune', 'territory', 'comuni', only('comune', 'istat')),
    line('selected-cell', 'coverage', 'cells', only('cell', 'h3')),
    line('selected-gap', 'coverage', 'gaps', ['all', gapFilter(state), only('gap', 'id') as ExpressionSpecification]),
    line('hinted-gap', 'coverage', 'gaps', ['==', ['get', 'id'], '']),
  ]
}

/** "gap:g-portineria-3" taken apart. */
export function splitSelected(selected: string): [string, string] {
  const colon = selected.indexOf(':')
  return colon < 0 ? ['', ''] : [selected.slice(0, colon), selected.slice(colon + 1)]
}

function names(tokens: Tokens): LayerSpecification[] {
  const halo = { 'text-halo-color': tokens.halo, 'text-halo-width': 1.4 } as const
  return [
    {
      id: 'comune-names',
      type: 'symbol',
      source: 'territory',
      'source-layer': 'comune_labels',
      minzoom: 8.5,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [FONT],
        'text-size': ['interpolate', ['linear'], ['zoom'], 9, ['step', ['get', 'residents'], 11, 15000, 12.5, 100000, 15], 13, ['step', ['get', 'residents'], 14, 15000, 16, 100000, 20]],
        'text-max-width': 8,
        'text-padding': 4,
        'symbol-sort-key': ['-', 0, ['get', 'residents']],
      },
      paint: { 'text-color': tokens.ink, ...halo },
    },
    {
      id: 'zone-names',
      type: 'symbol',
      source: 'territory',
      'source-layer': 'zone_labels',
      maxzoom: 9.6,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [STRONG],
        'text-size': ['interpolate', ['linear'], ['zoom'], 7, 11, 9.5, 14],
        'text-max-width': 7,
        'text-padding': 2,
        'text-variable-anchor': ['center', 'top', 'bottom'],
      },
      paint: { 'text-color': tokens.quiet, ...halo, 'text-halo-width': 1.8 },
    },
  ]
}

function places(state: StyleState, tokens: Tokens): LayerSpecification[] {
  const from = { source: 'coverage', 'source-layer': 'places' } as const
  const count: ExpressionSpecification = ['coalesce', ['get', `count_${state.kind}`], 0]
  const planned: ExpressionSpecification = ['==', ['get', 'operating_status'], 'planned']
  const ofKind: ExpressionSpecification = ['all', ['==', ['get', 'kind'], state.kind], ['!=', ['get', 'operating_status'], 'closed']]
  const exact: ExpressionSpecification = ['in', ['get', 'precision'], ['literal', ['exact', 'house_number']]]
  // Always drawn; the names below make way for them.
  const overlap = { 'icon-allow-overlap': true } as const
  return [
    {
      id: 'clusters',
      type: 'symbol',
      ...from,
      filter: ['all', ['has', 'count'], ['>', count, 0]],
      layout: {
        ...overlap,
        'icon-image': ['case', ['>', count, 1], 'cluster', `place:${state.kind}:open`],
        'text-field': ['case', ['>', count, 1], ['to-string', count], ''],
        'text-font': [STRONG],
        'text-size': 13,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': '#ffffff' },
    },
    {
      id: 'places-ring',
      type: 'symbol',
      ...from,
      filter: ['all', ['!', ['has', 'count']], ofKind, ['!', exact]],
      layout: { ...overlap, 'icon-image': 'ring' },
    },
    {
      id: 'places',
      type: 'symbol',
      ...from,
      filter: ['all', ['!', ['has', 'count']], ofKind],
      layout: {
        ...overlap,
        'icon-image': ['case', planned, `place:${state.kind}:planned`, `place:${state.kind}:open`],
        'text-field': ['step', ['zoom'], '', 12.5, ['get', 'name']],
        'text-font': [STRONG],
        'text-size': 12,
        'text-anchor': 'top',
        'text-offset': [0, 1.1],
        'text-max-width': 9,
        'text-optional': true,
      },
      paint: {
        'text-color': tokens.ink,
        'text-halo-color': tokens.halo,
        'text-halo-width': 1.4,
        'icon-opacity': ['case', ['all', ['has', 'confirmed_on'], ['<', ['get', 'confirmed_on'], state.staleBefore]], 0.5, 1],
      },
    },
  ]
}

/** Names of the gaps, above everything, the worst first to find room. */
function gapNames(state: StyleState, tokens: Tokens): LayerSpecification[] {
  return [
    {
      id: 'gap-names',
      type: 'symbol',
      source: 'gaplabels',
      filter: ['<=', ['get', 'rank'], ['step', ['zoom'], 8, 9, 16, 10, 40, 11, 10000]],
      layout: {
        'text-field': ['format', ['get', 'text'], {}, '\n', {}, ['get', 'residents'], { 'font-scale': 0.92 }],
        'text-font': [STRONG],
        'text-size': ['interpolate', ['linear'], ['zoom'], 7, 11, 9, 12.5, 12, 14],
        'text-max-width': 11,
        'text-padding': 3,
        'text-line-height': 1.1,
        'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
        'text-radial-offset': 0.6,
        'symbol-sort-key': ['get', 'rank'],
      },
      paint: { 'text-color': state.colours.gap, 'text-halo-color': tokens.halo, 'text-halo-width': 2.2 },
    },
  ]
}
