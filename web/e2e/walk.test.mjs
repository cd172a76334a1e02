// A planner with ten minutes before a meeting with the mayors of a valley.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { desktop, launch, mapColours, open, until } from './browser.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser.close())

/** "246.132" as a number. */
const number = (text) => Number(text.replace(/\D/g, ''))

const beyond = async (page) =>
  number(/: ([\d.]+) \(/.exec(await page.locator('.sentence').innerText())?.[1] ?? 'no figure in the sentence')

test('a planner’s walk', async () => {
  const { page, wrong, context } = await open(browser, { viewport: desktop, reducedMotion: 'no-preference' })
  await page.goto('/')
  await page.getByRole('radio', { name: 'Case del Quartiere' }).check()
  await page.waitForURL(/kind=casa_del_quartiere/)
  await page.getByRole('radio', { name: 'Portinerie di comunità' }).check()
  await page.waitForURL(/kind=portineria/)
  await page.getByRole('radio', { name: '45 min' }).check()
  await page.waitForURL(/minutes=45/)
  const within45 = await beyond(page)
  await page.getByRole('radio', { name: '30' }).check()
  await page.waitForURL(/minutes=30/)
  await until('more people are beyond 30 minutes than beyond 45', async () => (await beyond(page)) > within45)
  assert.match(
    await page.locator('.sentence').innerText(),
    /^Nei 143 comuni montani vivono 310\.023 persone: [\d.]+ \([\d,]+\s%\) sono oltre 30 minuti in auto dalla Portineria di comunità più vicina \(stima; importa le strade per tempi reali\)\.$/,
  )

  await page.getByRole('combobox', { name: 'Zona' }).selectOption('7')
  await page.waitForURL(/zone=7/)
  const worst = page.locator('.gaps .row').first()
  const name = await worst.locator('.name').innerText()
  assert.match(name, /Lanzo/)
  await worst.click()
  await page.getByRole('heading', { name, level: 2 }).waitFor()
  const reason = await page.locator('.reason').innerText()
  assert.match(reason, /minuti/)
  assert.match(reason, /più vicin/)
  const facts = page.locator('.facts')
  assert.match(await facts.innerText(), /Residenti oltre la soglia/)
  await facts.getByText('come si calcola').first().click()
  await facts.locator('details[open] p').first().waitFor()
  await until('the gap on the map', async () => (await mapColours(page)).size > 20)

  const comune = page.locator('article .inline a').first()
  const comuneName = await comune.innerText()
  await comune.click()
  await page.getByRole('heading', { name: comuneName, level: 1 }).waitFor()
  assert.match(page.url(), /\/comuni\/\d{6}/)
  assert.match(await page.locator('.summary').innerText(), new RegExp(`A ${comuneName} `))
  await page.goBack()
  await page.getByRole('heading', { name, level: 2 }).waitFor()

  const before = await page.locator('article').innerText()
  await page.getByRole('link', { name: 'con le aperture previste' }).click()
  await page.waitForURL(/scenario=planned/)
  await until('the gap to change', async () => (await page.locator('article').innerText()) !== before)
  const after = await page.locator('article').innerText()
  const closed = after.includes('non risulta più scoperta')
  const minutes = (text) => number(/(\d+)\smin\b/.exec(text.split('Tempo mediano')[1] ?? '')?.[1] ?? '')
  assert.ok(closed || minutes(after) <= minutes(before), 'planned openings made the gap worse')
  assert.deepEqual(wrong, [])
  await context.close()
})

test('Back gives the list back, with its filters and where it was scrolled to', async () => {
  const { page, context } = await open(browser, { viewport: desktop, reducedMotion: 'no-preference' })
  await page.goto('/?kind=casa_del_quartiere&territory=inner')
  const column = page.locator('#column')
  await page.locator('.gaps .row').nth(20).scrollIntoViewIfNeeded()
  const scrolled = await column.evaluate((e) => e.scrollTop)
  assert.ok(scrolled > 300)
  await page.locator('.gaps .row').nth(20).click()
  await page.locator('h2.title').waitFor()
  await page.goBack()
  await page.locator('.gaps .row').nth(20).waitFor()
  await until('the scroll to come back', async () => Math.abs((await column.evaluate((e) => e.scrollTop)) - scrolled) < 5)
  assert.ok(await page.locator('input[name=kind][value=casa_del_quartiere]').isChecked())
  assert.ok(await page.locator('input[name=territory][value=inner]').isChecked())
  await context.close()
})

test('search forgives typos and finds addresses', async () => {
  const { page, context } = await open(browser, { viewport: desktop, reducedMotion: 'no-preference' })
  await page.goto('/')
  await page.getByRole('searchbox').pressSequentially('Pinerlo', { delay: 30 })
  await page.waitForURL(/q=Pinerlo/)
  assert.equal(await page.getByRole('searchbox').inputValue(), 'Pinerlo')
  await page.getByRole('link', { name: /^Pinerolo/ }).click()
  await page.getByRole('heading', { name: 'Pinerolo', level: 2 }).waitFor()
  await page.goto('/?q=Mirafiori+Sud')
  const found = page.getByRole('link', { name: /Mirafiori Sud/ })
  await found.first().waitFor()
  await context.close()
})

test('what one opens while typing stays open', async () => {
  const { page, context } = await open(browser, { viewport: desktop, reducedMotion: 'no-preference' })
  await page.goto('/')
  const name = await page.locator('.gaps .row .name').first().innerText()
  // In one breath, before the pause after which a search begins.
  await page.evaluate(() => {
    const q = document.getElementById('q')
    q.value = 'Susa'
    q.dispatchEvent(new Event('input', { bubbles: true }))
    document.querySelector('.gaps .row').click()
  })
  await page.getByRole('heading', { name, level: 2 }).waitFor()
  await page.waitForTimeout(700)
  assert.ok(await page.getByRole('heading', { name, level: 2 }).isVisible())
  await context.close()
})

test('the state is in the address: a copy of it shows the same', async () => {
  const { page, context } = await open(browser, { viewport: desktop, reducedMotion: 'no-preference' })
  await page.goto('/')
  await page.getByRole('radio', { name: 'aree interne' }).check()
  await page.waitForURL(/territory=inner/)
  await page.getByLabel('con le aperture previste').check()
  await page.waitForURL(/scenario=planned/)
  const told = await page.locator('.sentence').innerText()
  const copy = await context.newPage()
  await copy.goto(page.url())
  assert.equal(await copy.locator('.sentence').innerText(), told)
  await context.close()
})

test('moving the map moves the address, and a reload looks there again', async () => {
  const { page, context } = await open(browser, { viewport: desktop, reducedMotion: 'no-preference' })
  await page.goto('/?pos=7.3,45.3,10')
  await until('a map', async () => (await mapColours(page)).size > 20)
  await page.locator('#map canvas').focus()
  await page.keyboard.press('ArrowRight')
  await until('the address to follow', () => !page.url().includes('pos=7.3,45.3,10'))
  const [, lon] = /pos=([\d.]+),/.exec(page.url())
  assert.ok(Number(lon) > 7.3)
  await context.close()
})
