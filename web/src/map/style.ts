import type { StyleSpecification, VectorSourceSpecification } from 'maplibre-gl'
import { cells, outside } from './cells'
import type { Class } from './config'
import { gapNames, gaps, selection } from './gaps'
import { places } from './places'
import type { StyleState } from './state'
import { boundaries, names } from './territory'
import type { Tokens } from './tokens'

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
