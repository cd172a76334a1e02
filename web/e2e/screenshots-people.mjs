// The pictures of those who keep the atlas: a partner who puts herself on the map
// and changes her entry, a moderator with a full desk. A service of its own, with
// the mail that signs them in.
import { existsSync, mkdirSync } from 'node:fs'
import { desktop, launch, open, phone, until } from './browser.mjs'
import { confirm, fillIn, send, signedIn } from './entry-person.mjs'
import { service } from './moderation-service.mjs'
import { colours } from './png.mjs'

const boundaries = `${process.env.ATLANTE_SHARED_DATA ?? new URL('../../../shared/data', import.meta.url).pathname}/istat_comuni_p001.geojson`

const folder = new URL('../../docs/screenshots/', import.meta.url).pathname

/** Both sizes of a page, with what is at stake in sight. */
async function take(page, name, { at, map } = {}) {
  for (const viewport of [desktop, phone]) {
    await page.setViewportSize(viewport)
    if (map) await drawn(page, map)
    await page.evaluate(() => scrollTo(0, 0))
    if (at) await page.locator(at).first().evaluate((e) => scrollTo(0, e.getBoundingClientRect().top - 12))
    await page.waitForTimeout(300)
    const file = `${name}-${viewport.width}x${viewport.height}.png`
    await page.screenshot({ path: folder + file })
    console.log(`docs/screenshots/${file}`)
  }
  await page.setViewportSize(desktop)
}

/** The map is there, and four looks in a row show the same. */
async function drawn(page, selector) {
  const map = page.locator(selector)
  await map.locator('canvas').waitFor({ timeout: 30_000 })
  let last = ''
  let calm = 0
  await until(`${selector} to be drawn`, async () => {
    await page.waitForTimeout(700)
    const seen = colours(await map.screenshot())
    const now = JSON.stringify([...seen])
    calm = now === last && seen.size > 40 ? calm + 1 : 0
    last = now
    return calm === 3
  })
}

/** The moderator asks for a link, reads her mail, presses the button. */
async function signIn(browser, s) {
  const desk = await open(browser, { baseURL: s.url, reducedMotion: 'reduce' })
  await desk.page.goto('/accedi?to=/moderazione')
  await desk.page.getByLabel(/indirizzo/i).fill('moderatrice@example.org')
  await take(desk.page, 'signin')
  await desk.page.locator('main form button').click()
  await desk.page.waitForURL(/sent=1/)
  await take(desk.page, 'signin-sent')
  const mail = await s.mailTo('moderatrice@example.org')
  await desk.page.goto(mail.links[0])
  await take(desk.page, 'signin-button')
  await confirm(desk.page, mail)
  return desk
}

/** Opens the map of the form, and moves the pin by keys. */
async function movePin(page, key, times) {
  await page.locator('#pin button').first().click()
  await page.locator('.pinhandle').waitFor({ timeout: 30_000 })
  for (let i = 0; i < times; i++) await page.locator('.pinhandle').press(key)
}

/** A partner looks first, fills in the form, puts her pin, and confirms. */
async function add(browser, s) {
  const { page, context } = await open(browser, { baseURL: s.url, reducedMotion: 'reduce' })
  await page.goto('/partecipa')
  await take(page, 'partner-start')
  await page.goto('/partecipa?q=Portineria')
  await take(page, 'partner-look')
  await fillIn(page, { name: 'Portineria della Stura', email: 'ciao@stura.example', kind: 'portineria', address: 'Piazza Municipio 1' })
  await page.fill('#description', 'Pacchi, pratiche e un caffè per chi abita nelle borgate.')
  await page.check('input[name=areas][value=inclusion]')
  await page.fill('#phone', '0123 456789')
  await page.check('#phone_public')
  await page.locator('#points input').first().check()
  await take(page, 'partner-form')
  await movePin(page, 'Shift+ArrowRight', 1)
  await take(page, 'partner-pin', { at: '#pin', map: '#pin' })
  await take(page, 'partner-contacts', { at: '#contacts-title' })
  const id = await send(page)
  await take(page, 'partner-sent')
  await confirm(page, await s.mailTo('ciao@stura.example'))
  return { page, context, id }
}

/** She moves her pin and gives another name, and meets another window of hers. */
async function change({ page, context, id }) {
  await page.goto(`/mie-schede/${id}`)
  const second = await context.newPage()
  await second.goto(`/mie-schede/${id}`)
  await page.locator('summary', { hasText: 'Altre cose utili' }).click()
  await page.fill('#hours', 'martedì e giovedì 9-12')
  await page.fill('#name', 'Portineria delle borgate')
  await movePin(page, 'Shift+ArrowUp', 3)
  await page.getByRole('button', { name: 'Che cosa cambia?' }).click()
  await page.locator('#review').waitFor()
  await take(page, 'entry-review')
  await take(page, 'entry-save', { at: '#saving-title' })
  await page.getByRole('button', { name: 'Salva le modifiche' }).click()
  await page.getByText('Salvato.').waitFor()
  await take(page, 'entry-saved')
  await second.fill('#description', 'Pacchi, pratiche, ripetizioni e un caffè.')
  await second.locator('summary', { hasText: 'Altre cose utili' }).click()
  await second.fill('#hours', 'martedì 9-12')
  await second.getByRole('button', { name: 'Salva le modifiche' }).click()
  await second.getByRole('heading', { name: 'Due versioni della stessa scheda' }).waitFor()
  await take(second, 'entry-conflict')
  await second.close()
  await page.goto('/mie-schede')
  await take(page, 'entries')
}

/** What else waits for the moderator: a new entry, one that is there already, a claim. */
async function others(browser, s) {
  const { page, context } = await open(browser, { baseURL: s.url })
  for (const entry of [
    { name: 'Amici della Valle Grande', email: 'info@vallegrande.example', comune: 'Cantoira' },
    { name: 'Portineria di Stura', email: 'ciao@doppione.example', phone: '0123 456789', kind: 'portineria', address: 'Piazza Municipio 1' },
  ]) {
    await fillIn(page, entry)
    await page.fill('#phone', entry.phone ?? '')
    await page.locator('#points input').first().check()
    await page.locator('button[value=submit]').last().click()
    const distinct = page.locator('#duplicates button[value=submit]')
    await Promise.race([page.waitForURL(/inviata/), distinct.waitFor()])
    if (await distinct.isVisible()) await distinct.click()
    await page.waitForURL(/inviata/)
    await confirm(page, await s.mailTo(entry.email))
    await context.clearCookies()
  }
  const found = await (await fetch(`${s.url}/api/v1/places?q=Casa+nel+Parco&limit=1`)).json()
  await page.goto(`/luoghi/${found.items[0].id}/reclama`)
  await page.fill('#text', 'Sono la presidente: l’indirizzo è quello del nostro sito.')
  await page.fill('#email', 'presidente@parco.example')
  await page.waitForTimeout(3500)
  await page.getByRole('button', { name: 'Invia' }).click()
  await page.waitForURL(/sent=1/)
  await confirm(page, await s.mailTo('presidente@parco.example'))
  await context.close()
}

/** The queue, what changed with its map, what is wrong with a step, a merge. */
async function moderate({ page }, id) {
  await page.goto('/moderazione')
  await take(page, 'moderation-queue')
  await page.goto(`/moderazione/${id}`)
  await page.locator('#compare-sketch').scrollIntoViewIfNeeded()
  await take(page, 'moderation-entry', { map: '#compare-map' })
  await take(page, 'moderation-decide', { at: '#where', map: '#compare-map' })
  await page.goto('/moderazione')
  await page.getByRole('link', { name: /Portineria di Stura/ }).click()
  await take(page, 'moderation-new', { map: '#compare-map' })
  await page.getByRole('link', { name: /È un doppione/ }).click()
  await page.locator('.row').first().click()
  await page.locator('.summary').waitFor()
  await take(page, 'moderation-merge')
}

mkdirSync(folder, { recursive: true })
const s = await service()
const browser = await launch()
try {
  if (existsSync(boundaries)) s.atlante('import', 'comuni', boundaries)
  s.atlante('user', 'add', 'moderatrice@example.org', '--role', 'admin')
  const desk = await signIn(browser, s)
  const owner = await add(browser, s)
  await desk.page.goto(`/moderazione/${owner.id}`)
  await desk.page.locator('#decide').getByRole('button', { name: 'Approva', exact: true }).click()
  await desk.page.getByText('Approvata: Portineria della Stura.').waitFor()
  await change(owner)
  await others(browser, s)
  await moderate(desk, owner.id)
} finally {
  await browser.close()
  await s.stop()
}
