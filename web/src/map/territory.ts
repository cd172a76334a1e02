import type { LayerSpecification } from 'maplibre-gl'
import { FONT, STRONG } from './state'
import type { Tokens } from './tokens'

/** Boundaries of comuni and zones, and what a click needs to find a comune. */
export function boundaries(tokens: Tokens): LayerSpecification[] {
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

/** Names of comuni and zones; those with most residents find room first. */
export function names(tokens: Tokens): LayerSpecification[] {
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
