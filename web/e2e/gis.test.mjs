// Programs of others draw the map from the service's own links: OpenLayers from the
// landing page of /ogc, MapLibre from a published style. They stand in a page of
// another origin, so that what they are allowed to read is tried as well.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { base, launch, until } from './browser.mjs'
import { foreign } from './foreign.mjs'
import { colours } from './png.mjs'

const classes = ['#fdeecb', '#f9c978', '#e8923c', '#b8541c', '#6e260e']

let browser
let host
before(async () => {
  browser = await launch()
  host = await foreign('openlayers', 'maplibre')
})
after(async () => {
  await browser.close()
  host.close()
})

/** Opens a program, with the colours of what it draws. */
async function draws(name, address) {
  const opened = await host.opens(browser, name, address)
  return { ...opened, pixels: async () => colours(await opened.page.screenshot()) }
}

/** How many of the classes have more than a few pixels. */
const seen = (pixels) => classes.filter((c) => (pixels.get(c) ?? 0) > 20).length

/** How many pixels come close to a colour: patterns are blended where they do not meet the pixels. */
function near(pixels, hex) {
  const channels = (c) => [1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16))
  const wanted = channels(hex)
  let n = 0
  for (const [c, count] of pixels) if (channels(c).every((v, i) => Math.abs(v - wanted[i]) < 24)) n += count
  return n
}

test('the published styles are valid, and name whom to thank', async () => {
  const { styles } = await (await fetch(`${base}/tiles/index.json`)).json()
  assert.deepEqual(styles.map((s) => s.id), ['map', 'coverage', 'gaps'])
  for (const { style } of styles) {
    for (const query of ['', '?kind=cer', '?minutes=30&scenario=planned', '?labels=no']) {
      const res = await fetch(style + query)
      const doc = await res.json()
      assert.deepEqual(validateStyleMin(structuredClone(doc)).map((e) => e.message), [], style + query)
      for (const s of Object.values(doc.sources)) {
        assert.match(s.attribution, /ISTAT/)
        assert.doesNotMatch(s.attribution, /OpenStreetMap/, 'nothing here is from there')
      }
      const again = await fetch(style + query, { headers: { 'If-None-Match': res.headers.get('etag') } })
      assert.equal(again.status, 304)
    }
  }
})

test('MapLibre draws a published style', async () => {
  const { page, context, faults, pixels } = await draws('maplibre', `${base}/styles/map.json`)
  await until('the classes, the boundaries and the markers', async () => {
    const p = await pixels()
    return seen(p) >= 4 && (p.get('#5b0fbe') ?? 0) > 50 && (p.get('#17324d') ?? 0) > 50
  })
  assert.match(await page.locator('.maplibregl-ctrl-attrib').textContent(), /ISTAT/)
  assert.deepEqual(faults(), [])
  await context.close()
})

test('MapLibre hatches what is not known', async () => {
  const { context, faults, pixels } = await draws('maplibre', `${base}/styles/coverage.json?kind=cer`)
  await until('the grey hatch', async () => near(await pixels(), '#8a8f98') > 200)
  assert.equal(seen(await pixels()), 0, 'colours of the scale where nothing is known')
  assert.deepEqual(faults(), [])
  await context.close()
})

for (const [name, program] of [['OpenLayers', 'openlayers'], ['MapLibre', 'maplibre']]) {
  test(`${name} draws the tiles that the landing page leads to`, async () => {
    const { page, context, faults, pixels } = await draws(program, `${base}/ogc/`)
    await until('the classes', async () => seen(await pixels()) >= 4)
    const walked = await page.evaluate(() => window.walked)
    assert.deepEqual(walked.map((u) => new URL(u).pathname), ['/ogc/', '/ogc/tiles', '/ogc/tiles/WebMercatorQuad'])
    assert.deepEqual(faults(), [])
    await context.close()
  })
}
