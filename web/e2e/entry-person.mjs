// What a partner does in a browser, for the tests of its pages.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { open } from './browser.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pictures = process.env.ATLANTE_PICTURES // a folder for pictures of every page, to be looked at

/** Faster than this no person fills the form, and the service asks to wait. */
export const PATIENCE = 3200

/** Opens the link of a mail and presses its one button. */
export async function confirm(page, mail) {
  await page.goto(mail.links[0])
  await page.locator('main form button').click()
  try {
    await page.waitForURL((url) => !url.pathname.startsWith('/accedi'))
  } catch (err) {
    throw new Error(`still at ${page.url().split('#')[0]}: ${await page.locator('main').innerText()}`, { cause: err })
  }
}

/** A browser of somebody who is known, signed in by the link of a mail. */
export async function signedIn(browser, s, email, options = {}) {
  const it = await open(browser, { baseURL: s.url, ...options })
  await it.page.goto('/accedi?to=/mie-schede')
  await it.page.getByLabel(/indirizzo/i).fill(email)
  await it.page.locator('main form button').click()
  await confirm(it.page, await s.mailTo(email, '/accedi/')) // moderators have other mails too
  return it
}

/** A filled form, without a word about the point. */
export async function fillIn(page, { name, email, comune = 'Ceres', kind = 'partner', address = '' }) {
  await page.goto('/partecipa/nuova')
  await page.fill('#comune', comune)
  await page.fill('#address', address)
  await page.check(`input[name=kind][value=${kind}]`)
  await page.fill('#name', name)
  await page.fill('#email', email)
  await page.check('#licence')
  await page.check('#privacy')
  await page.waitForTimeout(PATIENCE)
}

/** Sends what is filled in; gives the id of the entry. */
export async function send(page) {
  await page.locator('button[value=submit]').last().click()
  await page.waitForURL(/\/partecipa\/inviata/)
  return new URL(page.url()).searchParams.get('draft')
}

/** Looks at the page as it is: axe, labels, no sideways scrolling down to 400 % zoom; a picture when asked for. */
export async function look(name, page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }))
  const bad = violations.filter((v) => ['serious', 'critical'].includes(v.impact))
  assert.deepEqual(bad.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' ')}`), [], name)
  const before = page.viewportSize()
  for (const viewport of [{ width: 320, height: 512 }, { width: 390, height: 844 }, { width: 1440, height: 900 }]) {
    await page.setViewportSize(viewport)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(over <= 0, `${name}: ${over} pixels too wide at ${viewport.width}`)
    const small = await page.evaluate(thumbs)
    if (viewport.width === 390) assert.deepEqual(small, [], `${name}: too small for a thumb`)
    if (pictures && viewport.width > 320) {
      await page.evaluate(() => scrollTo(0, 0))
      await page.screenshot({ path: `${pictures}/entry-${name}-${viewport.width}x${viewport.height}.png`, fullPage: viewport.width === 390 })
    }
  }
  await page.setViewportSize(before)
}

/** Buttons and fields of the page that are lower than 44 pixels, their labels counted. */
function thumbs() {
  const out = []
  for (const e of document.querySelectorAll('main button, main .btn, main input:not([type=hidden]), main select, main textarea, main summary')) {
    const target = e.closest('label') ?? e
    const { width, height } = target.getBoundingClientRect()
    const hidden = e.closest('[aria-hidden=true], [hidden]') || (width === 0 && height === 0)
    if (!hidden && height < 43.5) out.push(`${e.tagName} ${e.getAttribute('name') ?? ''} ${e.textContent.trim().slice(0, 30)} ${Math.round(height)}`)
  }
  return out
}
