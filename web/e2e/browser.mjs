// Chromium for the tests and the pictures: Debian's, headless, drawing WebGL in
// software. Nothing is downloaded.
import { chromium } from 'playwright-core'
import { colours } from './png.mjs'

export const base = process.env.ATLANTE_URL ?? 'http://127.0.0.1:8080'

/** Desktop and phone, as in the pictures of docs/screenshots. */
export const desktop = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
]

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args })
}

/** What is not about its size, or about motion, is tested in a smaller window and without: maps are drawn in software. */
const usual = { width: 1200, height: 760 }

/** A page of its own, in Italian unless told, that remembers all that went wrong. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: usual, locale: 'it-IT', baseURL: base, reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(90_000) // a machine may be busy; what must be quick is measured elsewhere
  const page = await context.newPage()
  const wrong = []
  page.on('console', (m) => {
    if (m.type() === 'error') wrong.push(`console: ${m.text()}`)
  })
  page.on('pageerror', (e) => wrong.push(`error: ${e.message}`))
  page.on('request', (r) => {
    const url = new URL(r.url())
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== new URL(options.baseURL ?? base).origin) wrong.push(`leaves: ${r.url()}`)
  })
  return { page, context, wrong }
}

/** The colours of the legend, in order, with their words; the hatch is not among them. */
export function legend(page) {
  return page.locator('#legend li:has(rect[fill])').evaluateAll((rows) =>
    rows.map((li) => ({ colour: li.querySelector('rect').getAttribute('fill'), label: li.textContent.trim() })),
  )
}

/** How many pixels of the map have each colour. */
export async function mapColours(page) {
  const box = await page.locator('#map').boundingBox()
  const right = { x: box.x + box.width * 0.3, y: box.y, width: box.width * 0.65, height: box.height }
  return colours(await page.screenshot({ clip: right }))
}

/** Waits for a condition that must be looked at again and again. */
export async function until(what, holds, seconds = 90) {
  const end = Date.now() + seconds * 1000
  for (;;) {
    if (await holds()) return
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`)
    await new Promise((r) => setTimeout(r, 250))
  }
}
