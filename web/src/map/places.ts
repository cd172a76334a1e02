import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { STRONG, type StyleState } from './state'
import type { Tokens } from './tokens'

/** Places of the kind, one shape a kind; those far out are gathered and counted. */
export function places(state: StyleState, tokens: Tokens): LayerSpecification[] {
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
        'icon-image': ['case', planned, `place:${state.kind}:planned`, ['has', 'external'], `place:${state.kind}:external`, `place:${state.kind}:open`],
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
