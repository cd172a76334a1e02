import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl'
import type { Class } from './config'
import type { StyleState } from './state'
import type { Tokens } from './tokens'

/** The colour of a cell: the class of its minutes, or what is not minutes. */
export function cellColour(state: StyleState, classes: Class[]): ExpressionSpecification {
  if (state.byArea) {
    return ['match', ['get', `served_${state.kind}`], 'yes', state.colours.served, state.colours.notServed]
  }
  const minutes = minutesField(state)
  const steps = classes.slice(0, -1).flatMap((c) => [['<=', ['get', minutes], c.max], c.colour])
  // Without minutes there is no way: to any place, or to a second one.
  return [
    'case',
    ['any', ['==', ['get', `state_${state.kind}`], 'unreachable'], ['!', ['has', minutes]]],
    state.colours.unreachable,
    ...steps,
    classes[classes.length - 1]!.colour,
  ] as unknown as ExpressionSpecification
}

/** The minutes that are shown: to the nearest place, or to the second. */
export const minutesField = (state: Pick<StyleState, 'kind' | 'closes'>) => `${state.closes ? 'second' : 'minutes'}_${state.kind}`

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

export function cells(state: StyleState, classes: Class[]): LayerSpecification[] {
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
    // Reached, but on foot to the road first: the same colours with a mark on them.
    {
      id: 'cells-walk',
      type: 'fill',
      ...from,
      minzoom: 9,
      filter: ['all', known(state), ['==', ['get', stateField(state)], 'walk_only']] as FilterSpecification,
      paint: { 'fill-pattern': 'walk' },
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
export function outside(state: StyleState, tokens: Tokens): LayerSpecification {
  return {
    id: 'outside',
    type: 'fill',
    source: 'territory',
    'source-layer': 'comuni',
    filter: ['!', chosen(state, 'istat')],
    paint: { 'fill-color': tokens.outside },
  }
}
