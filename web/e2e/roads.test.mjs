// From the estimate to roads: the open page says that its data are old; after it is
// loaded again the model, the sentence on a gap and the legend are others, and what
// becomes of it if the nearest place closes is one click away. The network is
// synthetic, and whatever shows a figure says so.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { desktop, launch, open, phone, until } from './browser.mjs'
import { importRoads, ownService } from './own-service.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pictures = process.env.ATLANTE_PICTURES // a folder for pictures, to be looked at
const program = process.env.ATLANTE_BIN
const skip = program ? false : 'ATLANTE_BIN names the built program; .ci/browser sets it'
const synthetic = /rete sintetica, solo per prove/i

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

const visit = (options = {}) => open(browser, { baseURL: service.url, viewport: desktop, reducedMotion: 'reduce', ...options })
const list = async (path) => (await (await fetch(`${service.url}/api/v1${path}`)).json()).items

async function picture(page, name) {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.waitForTimeout(2500)
  for (const [size, viewport] of Object.entries({ desktop, phone })) {
    await page.setViewportSize(viewport)
    await page.waitForTimeout(800)
    await page.screenshot({ path: `${pictures}/roads-${name}-${size}.png` })
  }
  await page.setViewportSize(desktop)
}

/** As when the reader comes back to the tab. */
const comeBack = (page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

test('from the estimate to roads, before the eyes of a reader', { skip, timeout: 900_000 }, async (t) => {
  const before = await list('/gaps?kind=portineria&limit=200')
  const gap = before.find((g) => g.zone === 8)
  const { page, wrong } = await visit()

  await t.test('with the estimate', async () => {
    await page.goto('/', { waitUntil: 'networkidle' })
    assert.match(await page.locator('.sentence').innerText(), /\(stima; importa le strade per tempi reali\)\.$/)
    await picture(page, 'estimate-map')
    await page.getByRole('link', { name: 'importa le strade per tempi reali' }).click()
    await page.waitForURL(/calibrazione#importa/)
    assert.match(await page.locator('main').innerText(), /atlante import roads FILE\.osm\.pbf/)
    await page.goto(`/?gap=${gap.id}`, { waitUntil: 'networkidle' })
    assert.equal(await page.locator('.reason').innerText(), gap.reason_it)
    assert.match(gap.reason_it, /circa \d+ minuti.*secondo una stima senza strade/)
    assert.match(await page.locator('#legendtitle').innerText(), /stima senza strade/)
    assert.match(await page.locator('.panel .tag').first().innerText(), /provvisoria/)
    assert.equal(await page.locator('#synthetic').innerText(), '')
    await picture(page, 'estimate-gap')
  })

  await importRoads(service)
  const now = await service.publication()
  assert.equal(now.model, 'roads')
  assert.equal(now.synthetic, true)

  await t.test('the open page says so, and is another when it is loaded again', async () => {
    await page.bringToFront()
    await comeBack(page)
    await page.getByText('I dati sono stati ricalcolati.').waitFor()
    assert.equal(await page.locator('.reason').innerText(), gap.reason_it)
    await page.getByRole('button', { name: 'Aggiorna la pagina' }).click()
    await until('another sentence', async () => (await page.locator('.reason').innerText()) !== gap.reason_it)
    const reason = await page.locator('.reason').innerText()
    assert.match(reason, /a \d+ minuti.*su una rete stradale sintetica/)
    assert.match(await page.locator('#legendtitle').innerText(), synthetic)
    assert.match(await page.locator('#synthetic').innerText(), synthetic)
    assert.match(await page.locator('#onmap').innerText(), synthetic)
    assert.match(await page.locator('#attribution').innerText(), /strade: rete sintetica/)
    assert.match(await page.locator('.panel .tag').first().innerText(), /di prova/)
    await picture(page, 'gap')
  })

  await t.test('what is second is one click away', async () => {
    const closes = page.locator('p.closes')
    assert.match(await closes.innerText(), /^Se questo chiude, il più vicino diventa .+ metà dei residenti impiega allora almeno \d+ minuti/)
    const name = await closes.getByRole('link').first().innerText()
    await closes.getByRole('link').first().click()
    await page.getByRole('heading', { name, level: 2 }).waitFor()
    await page.goto('/', { waitUntil: 'networkidle' })
    assert.match(await page.locator('.sentence').innerText(), synthetic)
    await picture(page, 'map')
    const title = await page.locator('#legendtitle').innerText()
    await page.getByRole('checkbox', { name: 'se chiude il più vicino' }).check()
    await page.waitForURL(/closes=1/)
    await until('another legend', async () => (await page.locator('#legendtitle').innerText()) !== title)
    assert.match(await page.locator('#legendtitle').innerText(), /se chiude il luogo più vicino/)
    await picture(page, 'closes')
  })

  await t.test('a cell tells its second place', async () => {
    const { cells } = await (await fetch(`${service.url}/api/v1/gaps/${gap.id}`)).json()
    await page.goto(`/?cell=${cells[0]}`, { waitUntil: 'networkidle' })
    assert.match(await page.locator('.row.chosen').innerText(), /se chiude: \d+\smin, da «.+»/)
    await picture(page, 'cell')
  })

  await t.test('the history of an area, and of one that is there no more', async () => {
    await page.goto(`/aree/${gap.id}`)
    const story = page.locator('.history')
    assert.match(await story.locator('table').innerText(), /stima senza strade[\s\S]*rete sintetica, solo per prove/)
    assert.match(await story.innerText(), /I residenti dell'area sono .+ sintetica, le cifre sono solo per prove\./)
    await picture(page, 'history')
    const after = new Set((await list('/gaps?kind=portineria&limit=200')).map((g) => g.id))
    const lost = before.find((g) => !after.has(g.id))
    assert.ok(lost, 'no area has ended')
    assert.equal((await page.goto(`/aree/${lost.id}`)).status(), 410)
    assert.match(await page.locator('main').innerText(), /non risulta più scoperta, o è diventata un'altra/)
    wrong.splice(0, wrong.length, ...wrong.filter((w) => !w.includes('410')))
  })

  await t.test('where the times come from', async () => {
    await page.goto('/calibrazione')
    const text = await page.locator('main').innerText()
    assert.match(text, /montagna\s+in auto\s+[+−]?[\d,]+\s%\s+±\s[\d,]+\s%\s+[\d.]+/)
    assert.match(text, /Tutta la montagna\s+[\d.]+\s+[\d,]+\s%/)
    assert.match(text, /non sono stati confrontati con un altro motore/)
    assert.match(text, new RegExp(now.roads.checksum))
    await picture(page, 'calibration')
    await page.goto('/calibrazione?lang=en')
    assert.match(await page.locator('main').innerText(), /not validated against another routing engine/)
  })

  const pages = ['/', `/?gap=${gap.id}`, `/aree/${gap.id}`, '/calibrazione', '/zone', '/zone/8', '/comuni', '/comuni/001072', '/metodo', '/?kind=cer']
  await t.test('every page with figures says that the network is synthetic, on paper and in tables too', async () => {
    for (const path of pages) {
      for (const [lang, says] of [['it', synthetic], ['en', /synthetic network, for trials only/i]]) {
        const body = await (await fetch(`${service.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)).text()
        assert.match(body.replace(/<head>.*<\/head>/s, ''), says, path)
      }
    }
    for (const path of ['/zone.csv', '/comuni.csv']) {
      const [head, row] = (await (await fetch(service.url + path)).text()).split('\r\n')
      assert.match(head, /RETE SINTETICA, SOLO PER PROVE$/)
      assert.match(row, /rete sintetica, solo per prove$/)
    }
    await page.goto('/zone/8')
    await page.emulateMedia({ media: 'print' })
    assert.ok(await page.locator('#synthetic p').isVisible())
    await page.emulateMedia({ media: 'screen' })
  })

  // The pages that are others with roads than without; the others are looked at in pages.test.mjs.
  const others = ['/', `/?gap=${gap.id}`, `/aree/${gap.id}`, '/calibrazione']
  await t.test('for everybody: axe, 360 pixels, without scripts', async () => {
    for (const path of others) {
      await page.goto(path)
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }))
      const bad = violations.filter((v) => ['serious', 'critical'].includes(v.impact))
      assert.deepEqual(bad.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' ')}`), [], path)
    }
    const small = await visit({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false })
    for (const path of others) {
      await small.page.goto(path)
      const over = await small.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(over <= 0, `${path}: ${over} pixels too wide`)
    }
    await small.context.close()
  })
  await t.test('back to the estimate: nothing warns any more, but the history does not forget', async () => {
    await service.change('import', 'roads', '--estimate')
    await page.goto('/', { waitUntil: 'networkidle' })
    assert.match(await page.locator('.sentence').innerText(), /\(stima; importa le strade per tempi reali\)\.$/)
    assert.equal(await page.locator('#synthetic').innerText(), '')
    await page.goto(`/aree/${gap.id}`)
    assert.match(await page.locator('.history table').innerText(), /rete sintetica, solo per prove[\s\S]*stima senza strade/)
  })
  assert.deepEqual(wrong, [])
})
