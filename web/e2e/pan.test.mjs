// Panning over the Alps on a slow machine: no part of the map stays blank.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { base, launch } from './browser.mjs'
import { foreign } from './foreign.mjs'

const seconds = process.env.ATLANTE_SOAK ? 60 : 8
const slower = 4 // times: a cheap laptop, or a phone
const most = 250 // ms

let browser
let host
before(async () => {
  browser = await launch()
  host = await foreign('pan')
})
after(async () => {
  await browser.close()
  host.close()
})

test('no tile in view is blank for long while the map is panned', { timeout: 300_000 }, async (t) => {
  const { page, context, faults } = await host.opens(browser, 'pan', `${base}/styles/map.json`, { viewport: { width: 1024, height: 768 } })
  await page.waitForFunction(() => window.drawn)
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower })
  const seen = await page.evaluate((ms) => window.pan(ms), seconds * 1000)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  const worst = Math.max(0, ...seen.blank)
  const at = (list, q) => [...list].sort((a, b) => a - b)[Math.floor(q * (list.length - 1))] ?? 0
  t.diagnostic(`${seen.frames} frames in ${seconds} s; ${seen.waited.length} tiles: there after ${at(seen.waited, 0.5).toFixed(0)} ms (half), ${at(seen.waited, 1).toFixed(0)} ms (all); blank for at most ${worst.toFixed(0)} ms, ${seen.blank.filter((b) => b > 0).length} at all`)
  if (process.env.ATLANTE_PICTURES) {
    mkdirSync(process.env.ATLANTE_PICTURES, { recursive: true })
    await page.screenshot({ path: `${process.env.ATLANTE_PICTURES}/pan.png` })
  }
  assert.ok(seen.waited.length > seconds, `only ${seen.waited.length} tiles came into view`)
  assert.deepEqual([...seen.faults, ...faults()], [])
  // Beside other tests a frame alone may take longer than what people are promised.
  const limit = process.env.ATLANTE_SOAK ? most : Math.max(most, (4 * seconds * 1000) / seen.frames)
  assert.ok(worst <= limit, `a tile was blank for ${worst} ms`)
  await context.close()
})
