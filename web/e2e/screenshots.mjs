// The pictures of docs/screenshots: map, gap, comune, zone, open data and a table of the
// OGC API, at both sizes; or those whose names are given.
import { mkdir } from 'node:fs/promises'
import { base, desktop, launch, mapColours, open, phone, until } from './browser.mjs'

const folder = new URL('../../docs/screenshots/', import.meta.url).pathname
const answer = await fetch(`${base}/api/v1/gaps?kind=portineria&zone=7&limit=1`)
const [gap] = (await answer.json()).items
const comune = gap.comuni[0].istat

const pictures = [
  { name: 'map', path: '/', map: true },
  { name: 'gap', path: `/?gap=${gap.id}`, map: true },
  { name: 'comune', path: `/comuni/${comune}`, map: false },
  { name: 'zone', path: '/zone/7', map: false },
  { name: 'dati', path: '/dati', map: false },
  { name: 'dati-filtrati', path: '/dati?kind=casa_del_quartiere&zone=1&scenario=planned', map: false, at: '#scarica' },
  { name: 'dati-esempi', path: '/dati', map: false, at: '#esempi' },
  { name: 'dati-incorpora', path: '/dati?kind=portineria', map: false, at: '#incorpora' },
  { name: 'ogc-aree', path: '/ogc/collections/gaps/items?f=html&kind=portineria&territory=mountain', map: false },
].filter(({ name }) => process.argv.length < 3 || process.argv.includes(name))

/** The map has settled when two looks in a row show the same. */
async function settled(page) {
  let last = ''
  await until('the map to settle', async () => {
    await page.waitForTimeout(700)
    const now = JSON.stringify([...(await mapColours(page))].slice(0, 4000))
    const same = now === last && now.length > 400
    last = now
    return same
  })
}

await mkdir(folder, { recursive: true })
const browser = await launch()
for (const { name, path, map, at } of pictures) {
  for (const [size, viewport] of [['desktop', desktop], ['phone', phone]]) {
    const small = size === 'phone'
    const { page, context } = await open(browser, { viewport, isMobile: small, hasTouch: small, reducedMotion: 'reduce' })
    const view = small && map ? (path.includes('?') ? '&view=map' : '?view=map') : ''
    await page.goto(path + view, { waitUntil: 'networkidle' })
    if (map) await settled(page)
    if (at) await page.locator(at).evaluate((e) => scrollTo(0, e.getBoundingClientRect().top))
    const file = `${name}-${viewport.width}x${viewport.height}.png`
    await page.screenshot({ path: folder + file })
    console.log(`docs/screenshots/${file}`)
    await context.close()
  }
}
await browser.close()
