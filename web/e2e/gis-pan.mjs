// A program of somebody else that pans: a published style, moved along a way at every
// frame. It notes of each tile in view how long it was asked for and not yet there,
// how long no other of its source, of another zoom, stood in its place, and how long
// nothing of the backdrop was drawn there either.
import { Map, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { at } from './gis-walk.mjs'

// Down the Alps from the Gran Paradiso to the Monviso and back along the plain,
// with the zoom going in and out: longitude, latitude, zoom.
const way = [[7.28, 45.52, 9], [6.9, 45.2, 10.5], [6.75, 45.02, 12], [7.1, 44.85, 10], [7.2, 44.75, 13], [7.45, 45.1, 11], [7.6, 45.35, 9.5], [7.75, 45.45, 12.5]]
const legMs = 7500

setWorkerUrl(new URL(workerUrl, location.href).href)
const map = new Map({ container: 'map', style: at(), center: way[0].slice(0, 2), zoom: way[0][2] })

const tiles = new globalThis.Map() // tile object of the library → when it was asked for
const waited = [] // ms from asked for to drawn, of tiles in view
const alone = [] // of these, ms without another of the source in their place
const blank = [] // and ms without anything of the backdrop in it, either
let asked = 0 // tiles of all sources
const faults = []
map.on('error', (e) => faults.push(String(e.error ?? e)))
map.on('sourcedataloading', (e) => {
  if (!e.tile) return
  asked++
  if (e.sourceId === 'atlante' && !tiles.has(e.tile)) tiles.set(e.tile, { asked: performance.now(), alone: 0, blank: 0 })
})

/** The part of the world that a tile covers, in tiles of zoom 0. */
const span = ({ z, x, y }) => ({ z, west: x / 2 ** z, east: (x + 1) / 2 ** z, north: y / 2 ** z, south: (y + 1) / 2 ** z })
const within = (a, b) => a.west >= b.west && a.east <= b.east && a.north >= b.north && a.south <= b.south

function view() {
  const b = map.getBounds()
  const x = (lon) => lon / 360 + 0.5
  const y = (lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / 2 / Math.PI
  return { west: x(b.getWest()), east: x(b.getEast()), north: y(b.getNorth()), south: y(b.getSouth()) }
}

/** Whether something of a layer is drawn in the part of a tile that is in view. */
function draws(layer, { west, east, north, south }) {
  const at = (x, y) => map.project([(x - 0.5) * 360, (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI])
  const { clientWidth: w, clientHeight: h } = map.getContainer()
  const [a, b] = [at(west, north), at(east, south)]
  const box = [[Math.max(a.x, 0), Math.max(a.y, 0)], [Math.min(b.x, w), Math.min(b.y, h)]]
  return map.queryRenderedFeatures(box, { layers: [layer] }).length > 0
}

let last = performance.now()
map.on('render', () => {
  const now = performance.now()
  const seen = view()
  const there = []
  for (const [tile] of tiles) if (tile.hasData()) there.push({ tile, span: span(tile.tileID.canonical) })
  for (const [tile, t] of tiles) {
    const s = span(tile.tileID.canonical)
    const inView = s.west < seen.east && s.east > seen.west && s.north < seen.south && s.south > seen.north
    if (tile.hasData()) {
      if (!t.done && t.inView) {
        waited.push(now - t.asked)
        alone.push(t.alone)
        if (t.blank === 0 || draws('land', s)) blank.push(t.blank) // beyond the border there is nothing to wait for
      }
      t.done = true
    } else if (tile.state === 'unloaded' || !inView) {
      tiles.delete(tile)
      continue
    } else {
      t.inView = true
      const children = there.filter((o) => o.span.z > s.z && within(o.span, s)).reduce((sum, o) => sum + 4 ** (s.z - o.span.z), 0)
      if (children < 1 && !there.some((o) => within(s, o.span))) {
        t.alone += now - Math.max(last, t.asked)
        if (!draws('backdrop-land', s)) t.blank += now - Math.max(last, t.asked)
      }
    }
  }
  last = now
})

/** Pans for so many milliseconds, and gives what was seen; missing: tiles in view that had not come when the map was at rest. */
window.pan = async (ms) => {
  tiles.clear()
  waited.length = alone.length = blank.length = asked = 0
  let frames = 0
  const began = performance.now()
  await new Promise((done) => {
    const step = () => {
      const t = performance.now() - began
      if (t >= ms) return done()
      frames++
      const leg = (t / legMs) % (2 * (way.length - 1))
      const along = leg > way.length - 1 ? 2 * (way.length - 1) - leg : leg // there and back
      const i = Math.min(Math.floor(along), way.length - 2)
      const [a, b, f] = [way[i], way[i + 1], along - i]
      map.jumpTo({ center: [a[0] + (b[0] - a[0]) * f, a[1] + (b[1] - a[1]) * f], zoom: a[2] + (b[2] - a[2]) * f })
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
  const still = [...tiles.values()].filter((t) => !t.done && t.inView)
  for (const t of still) alone.push(t.alone), blank.push(t.blank)
  const seen = { frames, asked, waited: [...waited], alone: [...alone], blank: [...blank] }
  await Promise.race([new Promise((rest) => map.once('idle', rest).triggerRepaint()), new Promise((late) => setTimeout(late, 20_000))])
  return { ...seen, missing: [...tiles.values()].filter((t) => !t.done && t.inView).length, faults }
}
map.once('idle', () => (window.drawn = true))
