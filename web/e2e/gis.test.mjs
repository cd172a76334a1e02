// Programs of others draw the map from the service's own links: OpenLayers from the
// landing page of /ogc, MapLibre from a published style. They stand in a page of
// another origin, so that what they are allowed to read is tried as well.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { build } from 'vite'
import { base, launch, open, until } from './browser.mjs'
import { colours } from './png.mjs'

const classes = ['#fdeecb', '#f9c978', '#e8923c', '#b8541c', '#6e260e']

let browser
let host
before(async () => {
  browser = await launch()
  host = await serve({ openlayers: await bundle('openlayers'), maplibre: await bundle('maplibre') })
})
after(async () => {
  await browser.close()
  host.server.close()
})

/** One of the small programs beside this test, with all that it imports. */
async function bundle(name) {
  const { output } = await build({
    root: new URL('..', import.meta.url).pathname,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    worker: { format: 'es' },
    build: { write: false, target: 'es2022', minify: false, assetsInlineLimit: 1e8, modulePreload: false, rolldownOptions: { input: `e2e/gis-${name}.mjs` } },
  })
  return new Map(output.map((o) => ['/' + o.fileName, o.type === 'chunk' ? o.code : o.source]))
}

/** Serves the programs on another origin of the loopback, each on a page of its own. */
async function serve(programs) {
  const files = new Map()
  for (const [name, made] of Object.entries(programs)) {
    const entry = [...made.keys()].find((f) => f.includes(`gis-${name}`) && f.endsWith('.js'))
    const sheets = [...made.keys()].filter((f) => f.endsWith('.css')).map((f) => `<link rel="stylesheet" href="${f}">`)
    files.set(`/${name}`, `<!doctype html><meta charset="utf-8">${sheets.join('')}<style>html,body,#map{margin:0;height:100%}</style><div id="map"></div><script type="module" src="${entry}"></script>`)
    for (const [path, content] of made) files.set(path, content)
  }
  const server = createServer((req, res) => {
    const path = new URL(req.url, 'http://here').pathname
    const type = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html'
    res.writeHead(files.has(path) ? 200 : path === '/favicon.ico' ? 204 : 404, { 'Content-Type': type }).end(files.get(path) ?? '')
  })
  for (;;) {
    const port = 20000 + Math.floor(Math.random() * 10000)
    const listening = await new Promise((done) => {
      server.once('error', () => done(false)).listen(port, '127.0.0.1', () => done(true))
    })
    if (listening) return { server, origin: `http://127.0.0.1:${port}` }
  }
}

/** Opens a program; it reads the service's address from the query. */
async function draws(name, address) {
  const { page, context, wrong } = await open(browser, { viewport: { width: 640, height: 480 } })
  await page.goto(`${host.origin}/${name}?at=${encodeURIComponent(address)}`)
  const expected = ['leaves: ' + host.origin, 'leaves: ' + base]
  const faults = () => wrong.filter((w) => !expected.some((e) => w.startsWith(e)))
  return { page, context, faults, pixels: async () => colours(await page.screenshot()) }
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
