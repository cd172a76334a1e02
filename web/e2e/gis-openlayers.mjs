// A program of somebody else: OpenLayers, led from the landing page to the tiles.
import Map from 'ol/Map.js'
import View from 'ol/View.js'
import MVT from 'ol/format/MVT.js'
import VectorTileLayer from 'ol/layer/VectorTile.js'
import OGCVectorTile from 'ol/source/OGCVectorTile.js'
import { transformExtent } from 'ol/proj.js'
import Fill from 'ol/style/Fill.js'
import Style from 'ol/style/Style.js'
import { at, steps, tileset } from './gis-walk.mjs'

const { url, about } = await tileset(at())
const fills = steps.map(([, color]) => new Style({ fill: new Fill({ color }) }))
const layer = new VectorTileLayer({
  source: new OGCVectorTile({ url, format: new MVT() }),
  style: (feature) => {
    const minutes = feature.get('minutes_portineria')
    if (feature.get('layer') !== 'cells' || !(feature.get('residents') > 0) || minutes === undefined) return null
    return fills[steps.findIndex(([max]) => minutes <= max)]
  },
})
const { lowerLeft, upperRight } = about.boundingBox
const view = new View()
new Map({ target: 'map', layers: [layer], view })
view.fit(transformExtent([...lowerLeft, ...upperRight], 'EPSG:4326', 'EPSG:3857'))
