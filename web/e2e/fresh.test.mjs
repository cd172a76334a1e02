// A page that stays open while the data change: it says so, and never mixes old
// figures with a new map. It needs a service of its own, whose data it changes.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { launch, until } from './browser.mjs'
import { ownService } from './own-service.mjs'

const program = process.env.ATLANTE_BIN
const skip = program ? false : 'ATLANTE_BIN names the built program; .ci/browser sets it'

let browser, service
before(async () => {
  if (skip) return
  browser = await launch()
  service = await ownService(program)
})
after(async () => {
  await browser?.close()
  await service?.stop()
})

async function publish(name) {
  const file = join(service.folder, `${name}.csv`)
  await writeFile(file, `tipo,nome,comune\nportineria,${name},Ceres\n`)
  await service.change('import', 'places', file)
}

/** As when the reader comes back to the tab. */
const comeBack = (page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

test('an open page says when its data are old, and loads the new ones on demand', { skip, timeout: 400_000 }, async () => {
  const context = await browser.newContext({ locale: 'it-IT', baseURL: service.url, viewport: { width: 1200, height: 800 } })
  const map = await context.newPage()
  const figures = await context.newPage()
  await map.goto('/?zone=7', { waitUntil: 'networkidle' })
  await figures.goto('/zone/7')
  for (const page of [map, figures]) {
    await comeBack(page)
    await page.waitForTimeout(300)
    assert.equal(await page.locator('#fresh').innerText(), '')
  }
  const refused = []
  map.on('response', (r) => r.url().includes('.mvt') && refused.push(r.status()))
  const before = await map.locator('.sentence').innerText()
  await publish('Portineria nuova')

  await comeBack(figures)
  await figures.getByText('I dati sono stati ricalcolati.').waitFor()

  // Looking closer asks for tiles: none of them is newer than the panel, and the bar says why.
  await map.bringToFront()
  await map.getByRole('button', { name: 'Ingrandisci' }).click()
  await map.getByText('I dati sono stati ricalcolati.').waitFor()
  await until('tiles to be asked for', () => refused.length > 0)
  assert.ok(refused.every((s) => s === 409), refused.join(' '))
  assert.equal(await map.locator('.sentence').innerText(), before)

  await until('the address to follow', () => map.url().includes('pos='))
  await map.getByRole('button', { name: 'Aggiorna la pagina' }).click()
  await until('other figures', async () => (await map.locator('.sentence').innerText()) !== before)
  assert.match(map.url(), /zone=7.*pos=/)
  assert.equal(await map.locator('#fresh').innerText(), '')

  // Another choice fetches the panel anew: the map goes along, nothing is left to say.
  await publish('Portineria ancora')
  await map.getByRole('radio', { name: 'tutto' }).check()
  await map.waitForURL(/territory=all/)
  refused.length = 0
  await map.getByRole('button', { name: 'Ingrandisci' }).click()
  await until('tiles of the new version', async () => refused.includes(200))
  assert.ok(!refused.includes(409), refused.join(' '))
  assert.equal(await map.locator('#fresh').innerText(), '')
  await context.close()
})
