// Without a mouse: the list holds everything, the map answers keys.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { desktop, launch, mapColours, open, until } from './browser.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser.close())

const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim().slice(0, 60) ?? '')

test('skip links lead over header and map', async () => {
  const { page, context } = await open(browser, { viewport: desktop })
  await page.goto('/')
  await page.keyboard.press('Tab')
  assert.equal(await focused(page), 'Vai all\'elenco')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  assert.ok(await page.evaluate(() => document.getElementById('panel').contains(document.activeElement)))
  await context.close()
})

test('filters, list, detail and back by keyboard alone', async () => {
  const { page, wrong, context } = await open(browser, { viewport: desktop })
  await page.goto('/')
  await page.locator('input[name=kind]:checked').focus()
  await page.keyboard.press('ArrowRight')
  await page.waitForURL(/kind=casa_del_quartiere/)
  await until('focus to stay on the choice', () => page.evaluate(() => document.activeElement?.value === 'casa_del_quartiere'))
  await until('the live region to speak', async () => /\d+ aree scoperte, \d+ luoghi/.test(await page.locator('#live').innerText()))

  await page.locator('.gaps .row').first().focus()
  const outline = await page.locator('.gaps .row').first().evaluate((e) => getComputedStyle(e).outlineWidth)
  assert.equal(outline, '3px')
  const name = await page.locator('.gaps .row .name').first().innerText()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name, level: 2 }).waitFor()
  await until('focus on the heading', async () => (await focused(page)) === name)
  await page.keyboard.press('Escape')
  await page.locator('.gaps .row').first().waitFor()
  assert.ok(!page.url().includes('gap='))
  assert.deepEqual(wrong, [])
  await context.close()
})

test('arrows move the map, Enter opens what stands at its centre', async () => {
  const { page, context } = await open(browser, { viewport: desktop })
  await page.goto('/?territory=all&pos=7.6838,45.0768,12')
  await until('a map', async () => (await mapColours(page)).size > 20)
  const canvas = page.locator('#map canvas')
  await canvas.focus()
  assert.match(await canvas.getAttribute('aria-label'), /frecce/)
  await page.keyboard.press('Enter')
  await page.locator('h2.title').waitFor()
  assert.match(page.url(), /(place|cell)=/)
  await context.close()
})

test('motion is reduced for those who ask', async () => {
  const { page, context } = await open(browser, { reducedMotion: 'reduce' })
  await page.goto('/')
  await page.locator('.gaps .row').first().click()
  await page.locator('h2.title').waitFor()
  assert.equal(await page.locator('#column').evaluate((e) => getComputedStyle(e).transitionDuration), '0s')
  await context.close()
})
