// Open data: filters that answer at once, addresses that can be copied, the map
// inside a page of another host, and nothing else of ours there.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { base, launch, open, until } from './browser.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser.close())

test('a filter changes counts and addresses, and stands in the address of the page', async () => {
  const { page, wrong, context } = await open(browser)
  await page.goto('/dati')
  const form = page.locator('#narrow')
  await form.getByLabel('Tipo di luogo').selectOption('portineria')
  await page.locator('#places .count', { hasText: 'su' }).waitFor()
  await form.getByLabel('Comune').selectOption('001272')
  await page.locator('#places a[href*="comune=001272"]').first().waitFor()
  assert.match(page.url(), /kind=portineria.*comune=001272/)
  const href = await page.locator('#places .file').first().getAttribute('href')
  const items = (await (await fetch(base + href)).json()).features
  assert.match(await page.locator('#places .count').innerText(), new RegExp(`^${items.length} su`))
  assert.match(await page.locator('#live').innerText(), /Filtri applicati: \d+ luoghi/)
  assert.match(await page.locator('#embed-code').innerText(), /embed\?kind=portineria/)
  await page.locator('[data-clear]').click()
  await page.waitForURL((url) => !url.search.includes('kind'))
  assert.deepEqual(wrong, [])
  await context.close()
})

test('without JavaScript the same by a button, and nothing to copy is offered', async () => {
  const { page, context } = await open(browser, { javaScriptEnabled: false })
  await page.goto('/dati')
  assert.equal(await page.locator('.copy:visible').count(), 0)
  await page.locator('#narrow').getByLabel('Zona').selectOption('7')
  await page.getByRole('button', { name: 'Filtra' }).click()
  assert.match(page.url(), /zone=7/)
  assert.match(await page.locator('.chosen').innerText(), /zona 7 · Ciriacese/)
  assert.equal(await page.locator('#comuni .count').innerText(), '40 su 312')
  await context.close()
})

test('an address is copied as it stands', async () => {
  const { page, wrong, context } = await open(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.goto('/dati')
  await page.locator('[data-copy="way-ogc"]').click()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${base}/ogc/`)
  assert.equal(await page.locator('#live').innerText(), 'Copiato')
  assert.deepEqual(wrong, [])
  await context.close()
})

test('the map stands inside a page of another host without cookies; no other page does', async () => {
  let inside = ''
  const host = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'text/html')
    answer.end(`<!doctype html><title>altrove</title>${inside}`)
  })
  await new Promise((done) => host.listen(20000 + Math.floor(Math.random() * 10000), 'localhost', done))
  const elsewhere = `http://localhost:${host.address().port}/`
  const context = await browser.newContext({ locale: 'it-IT' })
  try {
    const page = await context.newPage()
    const reader = await open(browser)
    await reader.page.goto('/dati?kind=portineria')
    inside = await reader.page.locator('#embed-code').innerText()
    await reader.context.close()
    await page.goto(elsewhere)
    const frame = page.frameLocator('iframe')
    await frame.locator('#map canvas').waitFor({ timeout: 30_000 })
    assert.match(await frame.locator('.sentence').innerText(), /Portineria/)
    assert.deepEqual(await context.cookies(), [])
    inside = `<iframe src="${base}/zone"></iframe>`
    await page.goto(elsewhere)
    await until('the refusal', async () => page.frames().length === 2 && page.frames()[1].url().startsWith('chrome-error:'))
  } finally {
    await context.close()
    host.close()
  }
})
