import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl'
import { splitSelected, STRONG, type StyleState } from './state'
import type { Tokens } from './tokens'

/** The gaps of the kind in the chosen territory. */
export function gapFilter(state: StyleState): ExpressionSpecification {
  return ['all', ['==', ['get', 'kind'], state.kind], ['==', ['get', 'territory'], state.gapTerritory]]
}

export function gaps(state: StyleState, tokens: Tokens): LayerSpecification[] {
  const from = { source: 'coverage', 'source-layer': 'gaps' } as const
  // Those of the list, and no others: a zone or valley that is chosen leaves the rest out.
  const listed: ExpressionSpecification = ['all', gapFilter(state), ['in', ['get', 'id'], ['literal', state.gaps.map((g) => g.id)]]]
  const width = (base: number) =>
    ['interpolate', ['linear'], ['zoom'], 7, base * 0.6, 10, base, 13, base * 1.4] as unknown as ExpressionSpecification
  return [
    {
      id: 'gaps-provisional',
      type: 'fill',
      ...from,
      filter: ['all', listed, ['==', ['get', 'confidence'], 'provisional']],
      paint: { 'fill-pattern': 'provisional' },
    },
    {
      id: 'gaps-touch',
      type: 'fill',
      ...from,
      filter: listed,
      paint: { 'fill-color': tokens.land, 'fill-opacity': 0 },
    },
    {
      id: 'gaps-casing',
      type: 'line',
      ...from,
      filter: listed,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': tokens.halo, 'line-width': width(4.5), 'line-opacity': 0.9 },
    },
    {
      id: 'gaps',
      type: 'line',
      ...from,
      filter: listed,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': state.colours.gap, 'line-width': width(2.2) },
    },
  ]
}

/** What is open, or pointed at in the list, in the one blue. */
export function selection(state: StyleState, tokens: Tokens): LayerSpecification[] {
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

/** Names of the gaps, above everything, the worst first to find room. */
export function gapNames(state: StyleState, tokens: Tokens): LayerSpecification[] {
  return [
    {
      id: 'gap-names',
      type: 'symbol',
      source: 'gaplabels',
      filter: ['<=', ['get', 'rank'], ['step', ['zoom'], 8, 9, 16, 10, 40, 11, 10000]],
      layout: {
        'text-field': ['format', ['get', 'text'], {}, '\n', {}, ['get', 'residents'], { 'font-scale': 0.92 }],
        'text-font': [STRONG],
        'text-size': ['interpolate', ['linear'], ['zoom'], 7, 12, 9, 13, 12, 14.5],
        'text-max-width': 11,
        'text-padding': 6,
        'text-line-height': 1.1,
        'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
        'text-radial-offset': 0.6,
        'symbol-sort-key': ['get', 'rank'],
      },
      paint: { 'text-color': state.colours.gap, 'text-halo-color': tokens.halo, 'text-halo-width': 3 },
    },
  ]
}
