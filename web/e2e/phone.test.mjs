// An old phone with one bar of signal.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, mapColours, open, phone, until } from './browser.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser.close())

const small = { viewport: phone, hasTouch: true, isMobile: true }

test('the list comes first, and the map costs nothing until it is wanted', async () => {
  const { page, wrong, context } = await open(browser, small)
  const scripts = []
  page.on('response', (r) => r.url().endsWith('.js') && scripts.push(r.url()))
  await page.goto('/', { waitUntil: 'networkidle' })
  assert.ok(await page.locator('.gaps .row').first().isVisible())
  assert.ok(!scripts.some((s) => s.includes('atlas')), scripts.join(' '))
  await page.getByRole('button', { name: 'Mappa' }).click()
  await until('the map', async () => (await mapColours(page)).size > 20)
  assert.match(page.url(), /view=map/)
  await page.getByRole('button', { name: 'Elenco' }).click()
  assert.ok(await page.locator('.gaps .row').first().isVisible())
  assert.deepEqual(wrong, [])
  await context.close()
})

test('filters fill the screen and say how many results they leave', async () => {
  const { page, context } = await open(browser, small)
  await page.goto('/')
  assert.ok(!(await page.locator('input[name=territory]').first().isVisible()))
  await page.getByRole('button', { name: 'Filtri' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  const show = dialog.getByRole('button', { name: /Mostra/ })
  const before = await show.innerText()
  assert.equal(before, (await page.locator('#aree').innerText()).replace(/^(\d+) aree scoperte$/, 'Mostra $1 aree'))
  for (const heading of ['Filtri', 'Tipo di luogo', 'Entro', 'Territorio', 'Zona']) {
    assert.ok(await dialog.getByText(heading, { exact: true }).isVisible(), heading)
  }
  await dialog.getByRole('button', { name: 'Chiudi' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Filtri' }).click()
  await dialog.getByRole('radio', { name: 'Partner' }).check()
  await until('another number of results', async () => (await show.innerText()) !== before)
  await dialog.getByRole('radio', { name: 'aree interne' }).check()
  await page.waitForURL(/territory=inner/)
  await show.click()
  await dialog.waitFor({ state: 'hidden' })
  assert.match(page.url(), /kind=partner/)
  assert.match(await page.locator('.sentence').innerText(), /aree interne/)
  await page.getByRole('button', { name: 'Filtri' }).click()
  assert.ok(await page.locator('input[value=inner]').isChecked())
  await context.close()
})

test('a detail is a sheet of three heights over the map', async () => {
  const { page, wrong, context } = await open(browser, small)
  await page.goto('/')
  await page.locator('.gaps .row').first().tap()
  await page.locator('h2.title').waitFor()
  const sheet = page.locator('#column')
  const height = () => sheet.evaluate((e) => e.getBoundingClientRect().height)
  const handle = page.getByRole('button', { name: 'Altezza del pannello' })
  await handle.focus()
  await page.keyboard.press('ArrowDown')
  await page.waitForTimeout(300)
  const peek = await height()
  await page.keyboard.press('ArrowUp')
  await page.waitForTimeout(300)
  const half = await height()
  await page.keyboard.press('ArrowUp')
  await page.waitForTimeout(300)
  const full = await height()
  assert.ok(peek < half && half < full, `${peek} ${half} ${full}`)
  await handle.tap()
  await page.waitForTimeout(300)
  assert.equal(await height(), half)
  await page.getByRole('link', { name: /Elenco/ }).tap()
  await page.locator('.gaps .row').first().waitFor()
  assert.ok(!page.url().includes('view=map'), 'Back leads to the list it came from')
  assert.deepEqual(wrong, [])
  await context.close()
})

test('fingers find what they aim at', async () => {
  const { page, context } = await open(browser, small)
  await page.goto('/')
  await page.getByRole('button', { name: 'Filtri' }).click()
  for (const what of ['.phonebar button', '.chip span', '.segment span', '.filterdialog .btn', '.gaps .row']) {
    const box = await page.locator(what).first().boundingBox()
    assert.ok(box.height >= 44, `${what}: ${box.height}`)
  }
  await context.close()
})

test('at four times the size there is the list', async () => {
  const { page, context } = await open(browser, { viewport: { width: 360, height: 225 } })
  await page.goto('/?view=map')
  assert.ok(await page.locator('.sentence').isVisible())
  assert.ok(!(await page.locator('#map').isVisible()))
  await context.close()
})
