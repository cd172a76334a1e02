// A program of somebody else: MapLibre, with a published style, or led from the
// landing page to the tiles.
import { Map, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { at, rel, steps, tileset } from './gis-walk.mjs'

/** A style for the tiles, which their description leads to. */
async function own(landing) {
  const { about } = await tileset(landing)
  const colours = steps.slice(0, -1).flatMap(([max, colour]) => [['<=', ['get', 'minutes_portineria'], max], colour])
  return {
    version: 8,
    center: about.centerPoint.coordinates,
    zoom: Number(about.centerPoint.tileMatrix),
    sources: { atlante: { type: 'vector', url: rel(about.links, 'describedby'), attribution: about.attribution } },
    layers: [{
      id: 'cells', type: 'fill', source: 'atlante', 'source-layer': 'cells',
      filter: ['all', ['>', ['get', 'residents'], 0], ['has', 'minutes_portineria']],
      paint: { 'fill-color': ['case', ...colours, steps.at(-1)[1]] },
    }],
  }
}

setWorkerUrl(new URL(workerUrl, location.href).href)
const style = new URL(at()).pathname.endsWith('.json') ? at() : await own(at())
new Map({ container: 'map', style, fadeDuration: 0, attributionControl: { compact: false } })
