// The map draws what the legend says.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { desktop, launch, legend, mapColours, open, until } from './browser.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser.close())

test('the map is painted in the classes of the legend', async () => {
  const { page, wrong, context } = await open(browser, { viewport: desktop })
  await page.goto('/?territory=all')
  const classes = (await legend(page)).filter((c) => c.label.includes('min'))
  assert.equal(classes.length, 5)
  await until('four classes on the map', async () => {
    const seen = await mapColours(page)
    return classes.filter((c) => (seen.get(c.colour) ?? 0) > 30).length >= 4
  })
  assert.deepEqual(wrong, [])
  await context.close()
})

test('gaps and their names are drawn', async () => {
  const { page, wrong, context } = await open(browser, { viewport: desktop })
  await page.goto('/')
  const gap = await page.evaluate(() => JSON.parse(document.getElementById('map-config').textContent).colours.gap)
  await until('the outline of gaps', async () => ((await mapColours(page)).get(gap) ?? 0) > 100)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('what nobody knows is a grey hatch on white, no colour of the scale', async () => {
  const { page, wrong, context } = await open(browser, { viewport: desktop })
  await page.goto('/?kind=cer&zone=8')
  const rows = await legend(page)
  const unknown = await page.evaluate(() => JSON.parse(document.getElementById('map-config').textContent).colours.unknown)
  assert.ok(!rows.some((r) => r.colour === unknown), 'unknown has a colour of the scale')
  await until('hatched cells', async () => ((await mapColours(page)).get(unknown) ?? 0) > 50)
  const seen = await mapColours(page)
  for (const r of rows) assert.ok((seen.get(r.colour) ?? 0) < 5, `${r.label} in a zone where nothing is known`)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('planned openings repaint the map', async () => {
  const { page, context } = await open(browser, { viewport: desktop })
  await page.goto('/?pos=7.68,45.35,10&territory=all')
  const [near] = await legend(page)
  await until('a map', async () => (await mapColours(page)).size > 20)
  const before = (await mapColours(page)).get(near.colour) ?? 0
  await page.getByLabel('con le aperture previste').check()
  await until('more of the nearest class around Rivarolo', async () => ((await mapColours(page)).get(near.colour) ?? 0) > before + 50)
  assert.match(page.url(), /scenario=planned/)
  await context.close()
})

test('a click opens what lies under it, and the address says it', async () => {
  const { page, wrong, context } = await open(browser, { viewport: desktop })
  await page.goto('/?territory=all&pos=7.6838,45.0768,13')
  await until('a map', async () => (await mapColours(page)).size > 20)
  const box = await page.locator('#map').boundingBox()
  await until('the place at the centre', async () => {
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    return page.url().includes('place=')
  })
  await page.getByRole('heading', { name: /Porta Palazzo/ }).waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H2')
  await page.mouse.click(box.x + box.width / 2 + 160, box.y + box.height / 2 + 90)
  await page.getByRole('heading', { name: 'Una cella di Torino' }).waitFor()
  assert.match(page.url(), /cell=89/)
  await page.reload()
  await page.getByRole('heading', { name: 'Una cella di Torino' }).waitFor()
  assert.deepEqual(wrong, [])
  await context.close()
})

test('pointing says what is there; a click far out opens the comune', async () => {
  const { page, wrong, context } = await open(browser, { viewport: desktop })
  await page.goto('/?territory=all&pos=7.72,44.85,9.4')
  await until('a map', async () => (await mapColours(page)).size > 20)
  const box = await page.locator('#map').boundingBox()
  const at = [box.x + box.width / 2, box.y + box.height / 2]
  const tip = page.locator('.tip')
  await until('a note beside the pointer', async () => {
    await page.mouse.move(at[0] + 3, at[1])
    await page.mouse.move(...at)
    return tip.isVisible()
  })
  const name = await tip.locator('strong').innerText()
  await page.mouse.click(...at)
  await page.getByRole('heading', { name, level: 2 }).waitFor()
  assert.match(page.url(), /comune=001\d{3}/)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('the map without WebGL says so, and the list stays', async () => {
  const { page, context } = await open(browser, { viewport: desktop })
  await page.addInitScript(() => {
    const real = HTMLCanvasElement.prototype.getContext
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return /webgl/.test(kind) ? null : real.call(this, kind, ...rest)
    }
  })
  await page.goto('/')
  await page.getByText('non riesce a disegnare la mappa').first().waitFor()
  assert.ok((await page.locator('.gaps .row').count()) > 10)
  await context.close()
})
