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

// A phone, which is what a slow processor is found in, and in the soak a laptop's window.
// Beside other tests a frame takes as long as they let it: there tiles are counted, not timed.
const screens = [{ name: 'a phone', viewport: { width: 390, height: 844 } }]
if (process.env.ATLANTE_SOAK) screens.push({ name: 'a laptop', viewport: { width: 1024, height: 768 } })

for (const { name, viewport } of screens) {
  test(`every tile in view comes${process.env.ATLANTE_SOAK ? ', and none is blank for long,' : ''} while the map is panned on ${name}`, { timeout: 300_000 }, async (t) => {
    const { page, context, faults } = await host.opens(browser, 'pan', `${base}/styles/map.json`, { viewport })
    await page.waitForFunction(() => window.drawn)
    const cdp = await context.newCDPSession(page)
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower })
    const seen = await page.evaluate((ms) => window.pan(ms), seconds * 1000)
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    const worst = Math.max(0, ...seen.blank)
    t.diagnostic(told(seen, worst))
    if (process.env.ATLANTE_PICTURES) {
      mkdirSync(process.env.ATLANTE_PICTURES, { recursive: true })
      await page.screenshot({ path: `${process.env.ATLANTE_PICTURES}/pan-${name.replace(/ /g, '-')}.png` })
    }
    assert.ok(seen.waited.length > seconds / 2, `only ${seen.waited.length} tiles came into view`)
    assert.deepEqual([...seen.faults, ...faults()], [])
    assert.equal(seen.missing, 0, 'tiles in view that never came')
    if (process.env.ATLANTE_SOAK) assert.ok(worst <= most, `a tile was blank for ${worst} ms, and ${most} are allowed`)
    await context.close()
  })
}

function told(seen, worst) {
  const at = (q) => ([...seen.waited].sort((a, b) => a - b)[Math.floor(q * (seen.waited.length - 1))] ?? 0).toFixed(0)
  return `${seen.frames} frames in ${seconds} s; ${seen.waited.length} tiles: there after ${at(0.5)} ms (half), ${at(1)} ms (all); blank for at most ${worst.toFixed(0)} ms, ${seen.blank.filter((b) => b > 0).length} at all; but for the backdrop ${Math.max(0, ...seen.alone).toFixed(0)} ms; ${seen.asked} tiles asked for`
}
