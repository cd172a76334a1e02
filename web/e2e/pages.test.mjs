// Every page: readable without scripts, at 360 pixels, in both languages, by
// everybody (axe), without a request to another host and without errors.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { base, launch, open, phone } from './browser.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser, pages
before(async () => {
  browser = await launch()
  const api = async (path) => (await (await fetch(`${base}/api/v1${path}`)).json()).items
  const [gap] = await api('/gaps?kind=portineria&zone=7&limit=1')
  const [place] = await api('/places?kind=portineria&limit=1')
  pages = ['/', '/?kind=cer', `/?gap=${gap.id}`, `/?place=${place.id}`, '/?comune=001072', '/?q=susa', '/zone', '/zone/7', '/zone/8?kind=cer',
    '/comuni', '/comuni/001072', '/comuni/001272', `/aree/${gap.id}`, `/luoghi/${place.id}`, '/metodo', '/calibrazione', '/limiti', '/dati', '/dati?kind=portineria&zone=7', '/embed?kind=portineria', '/non-esiste']
})
after(() => browser.close())

const narrow = { viewport: { width: 360, height: 740 } }

/** The pages with a map, which goes on loading, and is another on a phone. */
const mapped = (path) => path === '/' || path.startsWith('/?') || path.startsWith('/embed')

/** Opens pages one after the other in one window, and looks whether each is in its language, asks nobody else and reports nothing. */
async function look(t, paths, lang, then, options = {}) {
  const { page, wrong, context } = await open(browser, options)
  const size = page.viewportSize()
  for (const path of paths) {
    await t.test(path, async () => {
      await page.goto('about:blank') // what the one before still waits for is not this one's
      wrong.length = 0
      await page.setViewportSize(size)
      await page.goto(path + (path.includes('?') ? '&' : '?') + `lang=${lang}`, { waitUntil: 'load' })
      assert.equal(await page.locator('html').getAttribute('lang'), lang)
      await then(page)
      await page.waitForTimeout(mapped(path) && options.javaScriptEnabled !== false ? 1000 : 100)
      assert.deepEqual(wrong.filter((w) => path !== '/non-esiste' || !/404/.test(w)), [], path)
    })
  }
  await context.close()
}

async function axeFindsNothing(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }))
  const bad = violations.filter((v) => ['serious', 'critical'].includes(v.impact))
  assert.deepEqual(bad.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' ')}`), [])
}

async function fits(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(over <= 0, `${over} pixels too wide`)
}

/** What axe finds, and then whether the same page fits a narrow window. */
async function axeFindsNothingAndItFits(page) {
  await axeFindsNothing(page)
  await page.setViewportSize(narrow.viewport)
  await fits(page)
}

test('axe finds nothing serious or critical, no request leaves the machine, no page reports an error, at 360 pixels nothing scrolls sideways', (t) =>
  look(t, pages, 'it', axeFindsNothingAndItFits))

test('nor does a map that is opened at 360 pixels', (t) => look(t, pages.filter(mapped), 'it', fits, narrow))

test('nor is there any in English without scripts', (t) => look(t, pages, 'en', fits, { ...narrow, javaScriptEnabled: false }))

test('without JavaScript the filters are a form, and lists and details are pages', async () => {
  const { page, context } = await open(browser, { javaScriptEnabled: false })
  await page.goto('/')
  await page.getByLabel('con le aperture previste').check()
  await page.getByRole('radio', { name: 'aree interne' }).check()
  await page.getByRole('searchbox').fill('')
  await page.getByRole('button', { name: 'Cerca' }).click()
  assert.match(page.url(), /territory=inner/)
  assert.match(page.url(), /scenario=planned/)
  assert.match(await page.locator('.sentence').innerText(), /Con le aperture previste: nei \d+ comuni delle aree interne/)
  assert.match(await page.locator('.nomap').innerText(), /JavaScript/)
  const row = page.locator('.gaps .row').first()
  const name = await row.locator('.name').innerText()
  await row.click()
  await page.getByRole('heading', { name, level: 2 }).waitFor()
  await page.getByRole('link', { name: /Apri la pagina/ }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  assert.ok(await page.locator('figure svg path').count())
  await context.close()
})

test('English says it in English, and keeps to it', async () => {
  const { page, context } = await open(browser)
  await page.goto('/')
  await page.getByRole('link', { name: 'English' }).click()
  await page.waitForURL(/lang=en/)
  assert.match(await page.locator('.sentence').innerText(), /^In the 143 mountain comuni live 310,023 people: [\d,]+ \([\d.]+%\)/)
  await page.locator('.gaps .row').first().click()
  assert.match(await page.locator('.reason').innerText(), /residents of .+ are about \d+ minutes .+ by an estimate without roads/)
  assert.match(page.url(), /lang=en/)
  await context.close()
})

test('a browser that asks for English gets it, without an address that says so', async () => {
  const { page, context } = await open(browser, { locale: 'en-GB' })
  await page.goto('/zone')
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  await context.close()
})

test('numbers with comma and dot as Italians write them', async () => {
  const { page, context } = await open(browser)
  await page.goto('/zone?territory=all')
  const row = await page.getByRole('row', { name: /1 · Torino/ }).innerText()
  assert.match(row, /853\.196/)
  assert.match(await page.locator('tfoot').innerText(), /2\.204\.276/)
  await context.close()
})

test('a page for paper', async () => {
  const { page, context } = await open(browser, { viewport: phone })
  await page.goto('/zone/7')
  await page.emulateMedia({ media: 'print' })
  assert.ok(!(await page.locator('.top nav').first().isVisible()))
  assert.ok(await page.getByRole('heading', { level: 1 }).isVisible())
  await context.close()
})
