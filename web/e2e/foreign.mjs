// Programs of others, each on a page of its own and on another origin of the
// loopback, so that what they are allowed to read of the service is tried as well.
import { createServer } from 'node:http'
import { build } from 'vite'
import { base, open } from './browser.mjs'

/** Serves the small programs gis-<name>.mjs beside this file. */
export async function foreign(...names) {
  const programs = {}
  for (const name of names) programs[name] = await bundle(name)
  const { server, origin } = await serve(programs)
  return { close: () => server.close(), opens: (browser, ...rest) => opens(browser, origin, ...rest) }
}

/** A program with all that it imports. */
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
async function opens(browser, origin, name, address, options = { viewport: { width: 640, height: 480 } }) {
  const { page, context, wrong } = await open(browser, options)
  const expected = ['leaves: ' + origin, 'leaves: ' + base]
  await page.goto(`${origin}/${name}?at=${encodeURIComponent(address)}`)
  return { page, context, faults: () => wrong.filter((w) => !expected.some((e) => w.startsWith(e))) }
}
