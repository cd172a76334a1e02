// The pages of signing in, all of them: asking for a link, what is wrong with an
// address, the mail that was sent, the button, who is in, and the link that is dead.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, open } from './browser.mjs'
import { look } from './entry-person.mjs'
import { service } from './moderation-service.mjs'

let s, browser
before(async () => {
  delete process.env.ATLANTE_MAIL // a service of its own: its limits are those of one address
  s = await service()
  browser = await launch()
  s.atlante('user', 'add', 'chi@example.org', '--role', 'planner')
})
after(async () => {
  await browser?.close()
  await s?.stop()
})

for (const lang of ['it', 'en']) {
  test(`everybody can sign in (${lang})`, async () => {
    const { page, context, wrong } = await open(browser, { baseURL: s.url, locale: lang })
    await page.goto('/accedi?to=/mie-schede')
    await look(`signin-ask-${lang}`, page)

    await page.locator('#email').fill('chi@')
    await page.locator('main form button').click()
    const summary = page.getByRole('alert')
    await summary.waitFor()
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'alert')
    assert.equal(await page.inputValue('#email'), 'chi@')
    const [said] = (await page.locator('#email').getAttribute('aria-errormessage')).split(' ')
    assert.equal(await page.locator(`#${said}`).count(), 1, 'what is wrong is tied to the field')
    await look(`signin-error-${lang}`, page)
    wrong.length = 0 // the browser notes the 422

    await page.locator('#email').fill('chi@example.org')
    await page.locator('main form button').click()
    await page.waitForURL(/sent=1/)
    await look(`signin-sent-${lang}`, page)

    const [link] = (await s.mailTo('chi@example.org')).links
    await page.goto(link)
    await look(`signin-button-${lang}`, page)
    await page.locator('main form button').click()
    await page.waitForURL(/mie-schede/)
    await page.goto('/accedi')
    await look(`signin-in-${lang}`, page)

    assert.deepEqual(wrong, [])
    assert.equal((await page.goto(link)).status(), 410)
    await look(`signin-dead-${lang}`, page)
    await context.close()
  })
}
