// The pictures of roads in docs/screenshots, at both sizes: a synthetic network in
// a service of its own, with the real boundaries where they are at hand.
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { desktop, launch, mapColours, open, phone, until } from './browser.mjs'
import { importRoads, ownService } from './own-service.mjs'

const folder = new URL('../../docs/screenshots/', import.meta.url).pathname
const boundaries = `${process.env.ATLANTE_SHARED_DATA ?? new URL('../../../shared/data', import.meta.url).pathname}/istat_comuni_p001.geojson`

/** Two looks at the map in a row show the same. */
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
const service = await ownService(process.env.ATLANTE_BIN ?? new URL('../../bin/atlante', import.meta.url).pathname)
const browser = await launch()
try {
  if (existsSync(boundaries)) await service.change('import', 'comuni', boundaries)
  await importRoads(service)
  const ask = async (path) => (await fetch(`${service.url}/api/v1${path}`)).json()
  const gaps = (await ask('/gaps?kind=portineria&zone=7&limit=50')).items
  const gap = gaps[0]
  // One that was there with the estimate already, and is another now.
  let told = gap
  for (const g of gaps) {
    const { moments } = await ask(`/gaps/${g.id}/history`)
    if (moments[0].residents !== moments.at(-1).residents) {
      told = g
      break
    }
  }
  const { cells } = await ask(`/gaps/${gap.id}`)
  for (const { name, path, map, at } of [
    { name: 'roads-map', path: '/', map: true },
    { name: 'roads-gap', path: `/?gap=${gap.id}`, map: true },
    { name: 'roads-cell', path: `/?cell=${cells[0]}`, map: true },
    { name: 'roads-history', path: `/aree/${told.id}`, at: '#storia' },
    { name: 'roads-calibration', path: '/calibrazione' },
  ]) {
    for (const [size, viewport] of Object.entries({ desktop, phone })) {
      const small = size === 'phone'
      const { page, context } = await open(browser, { baseURL: service.url, viewport, isMobile: small, hasTouch: small, reducedMotion: 'reduce' })
      await page.goto(path + (small && map ? `${path.includes('?') ? '&' : '?'}view=map` : ''), { waitUntil: 'networkidle' })
      if (map) await settled(page)
      if (at) await page.locator(at).evaluate((e) => scrollTo(0, e.getBoundingClientRect().top - 12))
      const file = `${name}-${viewport.width}x${viewport.height}.png`
      await page.screenshot({ path: folder + file })
      console.log(`docs/screenshots/${file}`)
      await context.close()
    }
  }
} finally {
  await browser.close()
  await service.stop()
}
