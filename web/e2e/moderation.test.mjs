// A moderator's quarter of an hour: asks for a change, approves what comes back,
// compares and approves a change, merges, rejects, restores. Every page with axe,
// on a phone and without scripts.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { desktop, launch, open, phone, until } from './browser.mjs'
import { service } from './moderation-service.mjs'
import { colours } from './png.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pictures = process.env.ATLANTE_PICTURES // a folder for pictures of every page, to be looked at

let s, browser, moderator, owner
before(async () => {
  s = await service()
  browser = await launch()
  s.atlante('user', 'add', 'moderatrice@example.org', '--role', 'zone_moderator', '--zone', '7')
  s.atlante('user', 'add', 'presidente@lavalle.example', '--role', 'planner') // known, and no moderator
  moderator = await signedIn('moderatrice@example.org')
  owner = await signedIn('presidente@lavalle.example', { javaScriptEnabled: false }) // the plain form: nothing saves itself meanwhile
})
after(async () => {
  await browser?.close()
  await s?.stop()
})

/** A browser whose reader has signed in by the link of a mail. */
async function signedIn(email, options = {}) {
  const it = await open(browser, { baseURL: s.url, ...options })
  await it.page.goto('/accedi?to=/mie-schede')
  await it.page.getByLabel(/indirizzo/i).fill(email)
  await it.page.locator('main form button').click()
  await it.page.goto((await s.mailTo(email)).links[0])
  await it.page.locator('main form button').click()
  await it.page.waitForURL((url) => !url.pathname.startsWith('/accedi'))
  return it
}

/** The owner sends an entry in; gives its id. */
async function send({ name, email, point }) {
  const { page } = owner
  await page.goto('/partecipa/nuova')
  await page.locator('#comune').fill('Ceres')
  await page.locator('#address').fill('Piazza Municipio 1')
  if (point) {
    await page.locator('#locate').click()
    await page.locator('input[name=point]').first().check()
  }
  await page.getByRole('radio', { name: /portineria/i }).check()
  await page.locator('#name').fill(name)
  await page.locator('#email').fill(email)
  await page.locator('#licence').check()
  await page.locator('#privacy').check()
  await page.waitForTimeout(3500) // faster than that nobody fills it in
  await page.locator('.buttons button[value=submit]').last().click()
  const distinct = page.locator('#duplicates button[value=submit]')
  await until('the entry to be sent', async () => /inviata/.test(page.url()) || (await distinct.count()) > 0).catch(async (err) => {
    throw new Error(`${err.message}: ${page.url()} ${await page.locator('main').innerText()}`)
  })
  if (await distinct.count()) await distinct.click()
  await page.waitForURL(/inviata/)
  return new URL(page.url()).searchParams.get('draft')
}

/** The owner saves what is in the form of an entry. */
async function saveOwn() {
  const saved = owner.page.waitForNavigation()
  await owner.page.locator('button[value=save]').last().click()
  await saved
}

/** Looks at the page as it is now: axe, width, picture. */
async function look(name, page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }))
  const bad = violations.filter((v) => ['serious', 'critical'].includes(v.impact))
  assert.deepEqual(bad.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' ')}`), [], name)
  for (const viewport of [phone, desktop]) {
    await page.setViewportSize(viewport)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(over <= 0, `${name}: ${over} pixels too wide at ${viewport.width}`)
    if (pictures) await page.screenshot({ path: `${pictures}/moderation-${name}-${viewport.width}x${viewport.height}.png` })
  }
}

const decide = (page, name) => page.locator('#decide, .message').getByRole('button', { name, exact: true })

/** Unfolds a step, fills it in and takes it. */
async function step(page, name, text, reason) {
  const box = page.locator('.decision', { has: page.locator('summary', { hasText: name }) })
  if ((await box.getAttribute('open')) === null) await box.locator('summary').click()
  if (reason) await box.getByLabel('Motivo').selectOption({ label: reason })
  await box.locator('textarea').fill(text)
  await box.getByRole('button', { name, exact: true }).click()
}

test('who is nobody signs in first; who moderates nothing reads why not', async () => {
  const { page, context } = await open(browser, { baseURL: s.url })
  await page.goto('/moderazione?what=entry')
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/accedi?to=%2Fmoderazione%3Fwhat%3Dentry')
  await context.close()
  const answer = await owner.page.goto('/moderazione')
  assert.equal(answer.status(), 403)
  assert.match(await owner.page.locator('main').innerText(), /è di chi modera le schede/)
  owner.wrong.length = 0 // the browser notes the 403 that was asked for
})

test('an empty queue says so kindly', async () => {
  await moderator.page.goto('/moderazione')
  assert.match(await moderator.page.locator('main').innerText(), /Non aspetta niente/)
  await look('empty', moderator.page)
})

let first
/** Seconds until a place stands in the vector tile over it. */
async function inItsTile(id) {
  const began = Date.now()
  const { lon, lat } = await (await fetch(`${s.url}/api/v1/places/${id}`)).json()
  const [z, n] = [14, 2 ** 14]
  const x = Math.floor(((lon + 180) / 360) * n)
  const y = Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * n)
  await until('the place in its tile', async () => {
    const tile = await fetch(`${s.url}/tiles/places/${z}/${x}/${y}.mvt`)
    return tile.status === 200 && Buffer.from(await tile.arrayBuffer()).includes(id)
  })
  return (Date.now() - began) / 1000
}

test('asks for a change, gets the answer, approves: it is on the map', async () => {
  const { page } = moderator
  first = await send({ name: 'Portineria del ponte', email: 'segreta@lavalle.example', point: true })
  await page.goto('/moderazione')
  await look('queue', page)
  await page.getByRole('link', { name: /Portineria del ponte/ }).click()
  assert.match(await page.locator('main').innerText(), /segreta@lavalle\.example\s*privato/)
  await look('new', page)
  await decide(page, 'Prendi in carico').click()
  await page.getByText('Presa in carico: Portineria del ponte.').waitFor()

  await step(page, 'Chiedi una modifica', '')
  await page.getByRole('alert').getByRole('link', { name: /Scrivi/ }).waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'trouble')
  await look('fault', page)
  moderator.wrong.length = 0 // and the 422
  await step(page, 'Chiedi una modifica', 'Manca la descrizione: che cosa si trova lì?')
  await page.getByText('Modifica chiesta: Portineria del ponte.').waitFor()

  assert.match((await s.mailTo('presidente@lavalle.example')).text, /./)
  await owner.page.goto(`/mie-schede/${first}`)
  assert.match(await owner.page.locator('main').innerText(), /Manca la descrizione: che cosa si trova lì\?/)
  await owner.page.locator('#description').fill('Pacchi, pratiche, un caffè.')
  await saveOwn()

  await page.goto(`/moderazione/${first}`)
  assert.match(await page.locator('main').innerText(), /Pacchi, pratiche, un caffè\./)
  await decide(page, 'Approva').click()
  await page.getByText('Approvata: Portineria del ponte.').waitFor()
  const seconds = await inItsTile(first)
  assert.ok(seconds <= 5, `in its tile after ${seconds} s`)
  await page.goto(`/luoghi/${first}`)
  const text = await page.locator('main').innerText()
  assert.match(text, /Portineria del ponte/)
  assert.doesNotMatch(text, /segreta@lavalle/)
})

test('a change side by side, with the map; the public revision comes back', async () => {
  const { page } = moderator
  await owner.page.goto(`/mie-schede/${first}`)
  await owner.page.locator('#name').fill('Portineria del ponte nuovo')
  await saveOwn()

  await page.goto('/moderazione')
  await page.getByRole('link', { name: /modifica/ }).click()
  const row = page.getByRole('row', { name: /Nome/ })
  assert.match((await row.innerText()).replace(/\s+/g, ' '), /Nome cambiato Portineria del ponte Portineria del ponte nuovo/)
  assert.equal(await page.getByRole('row').count(), 2, 'only the head and what has changed are open')
  await page.locator('#compare-sketch svg').scrollIntoViewIfNeeded()
  const map = page.locator('#compare-map')
  await map.locator('canvas').waitFor()
  await until('the map to be drawn', async () => colours(await map.screenshot()).size > 40)
  await look('change', page)
  await decide(page, 'Approva').click()
  await page.getByText('Approvata: Portineria del ponte nuovo.').waitFor()

  await page.goto(`/moderazione/${first}`)
  await page.getByText(/^\d+ revisioni$/).click()
  await look('history', page)
  await page.getByRole('link', { name: 'revisione 2', exact: true }).last().click()
  await page.getByRole('heading', { name: /revisione 2/ }).waitFor()
  await look('revision', page)
  await page.goBack()
  const approved = page.locator('.history li', { hasText: 'Portineria del ponte' })
  assert.equal(await approved.count(), 0, 'the list tells which fields changed, not what they said')
  await page.locator('details', { hasText: /revisioni/ }).last().evaluate((d) => { d.open = true })
  await page.getByRole('link', { name: /Rimetti la revisione/ }).first().click()
  await page.getByRole('heading', { name: /Rimettere la revisione/ }).waitFor()
  await look('restore', page)
  await page.getByLabel('Perché la rimetti').fill('Il nome di prima era giusto')
  await page.getByLabel(/Ho guardato il confronto/).check()
  await page.getByRole('button', { name: /Rimetti la revisione/ }).click()
  await page.getByText(/Revisione rimessa/).waitFor()
  await page.goto(`/luoghi/${first}`)
  await page.getByRole('heading', { level: 1, name: 'Portineria del ponte', exact: true }).waitFor()
})

test('two moderators at once: the second reads what happened, and loses no word', async () => {
  const { page } = moderator
  const id = await send({ name: 'Sportello della stazione', email: 'sportello@altrove.example' })
  await page.goto(`/moderazione/${id}`)
  const other = await moderator.context.newPage()
  await other.goto(`/moderazione/${id}`)
  await decide(other, 'Prendi in carico').click()
  await other.getByText('Presa in carico').waitFor()
  await other.close()
  await step(page, 'Respingi', 'Parole scritte con cura', 'non riusciamo a verificarla')
  await page.getByRole('heading', { name: /Nel frattempo la scheda è cambiata/ }).waitFor()
  assert.equal(await page.locator('#reject-text').inputValue(), 'Parole scritte con cura')
  await look('conflict', page)
  moderator.wrong.length = 0 // the 409
  await page.locator('.decision', { hasText: 'Respingi' }).getByRole('button', { name: 'Respingi' }).click()
  await page.getByText('Respinta: Sportello della stazione.').waitFor()
})

test('a duplicate is merged, side by side first', async () => {
  const { page } = moderator
  const id = await send({ name: 'Portineria ponte', email: 'altra@lavalle.example', point: true })
  await page.goto(`/moderazione/${id}`)
  await look('twins', page)
  await page.getByRole('link', { name: /È un doppione/ }).click()
  await page.getByRole('searchbox').fill('ponte')
  await page.getByRole('button', { name: 'Cerca' }).click()
  await look('search', page)
  await page.locator('[role=status] .row').first().click()
  assert.match(await page.locator('.summary').innerText(), /«Portineria ponte» sparisce/)
  await look('merge', page)
  await page.getByLabel(/Ho guardato tutte e due/).check()
  await page.getByRole('button', { name: 'Unisci per sempre' }).click()
  await page.getByText('Unita: Portineria ponte.').waitFor()
  const answer = await page.goto(`/moderazione/${id}`)
  assert.equal(answer.status(), 200)
  await page.getByRole('link', { name: 'Apri quella che resta' }).waitFor()
  await look('merged', page)
})

test('without JavaScript the same: a sketch, forms, the next of the queue', async () => {
  const id = await send({ name: 'Banco della Stura', email: 'banco@stura.example', point: true })
  const state = await moderator.context.storageState()
  const { page, context } = await open(browser, { baseURL: s.url, javaScriptEnabled: false, storageState: state, viewport: phone })
  await page.goto(`/moderazione/${id}`)
  assert.ok(await page.locator('#compare-sketch .waits').isVisible())
  await page.getByRole('link', { name: 'Che cosa decidi' }).click()
  await step(page, 'Respingi', 'Ci vediamo lunedì', 'altro')
  assert.equal(new URL(page.url()).pathname, '/moderazione')
  await page.getByText('Respinta: Banco della Stura.').waitFor()
  await context.close()
})

let emporio // decided in the next test: who sends in more within an hour is asked to wait
test('an entry without a point gets one from the moderator before it is approved: the pin is seen, and the button too', async () => {
  const { page } = moderator
  emporio = await send({ name: 'Emporio di Voragno', email: 'emporio@voragno.example' })
  await page.setViewportSize(desktop)
  await page.goto(`/moderazione/${emporio}`)
  await page.locator('#point summary').click()
  const canvas = page.locator('#point canvas')
  await canvas.waitFor()
  await until('all of the form in sight', async () => {
    const { y, height } = await page.getByRole('button', { name: 'Salva il punto' }).boundingBox()
    return y > 0 && y + height <= desktop.height
  }, 10)
  const box = await canvas.boundingBox()
  await canvas.click({ position: { x: box.width / 2, y: box.height / 2 } })
  const pin = page.locator('.pinhandle')
  assert.equal(await pin.evaluate((e) => getComputedStyle(e).backgroundColor), 'rgba(0, 0, 0, 0)', 'a button of the browser')
  await pin.focus()
  for (let i = 0; i < 12; i++) await page.keyboard.press('Shift+ArrowUp')
  await until('the pin in its picture', async () => {
    const [p, c] = [await pin.boundingBox(), await canvas.boundingBox()]
    return p.y >= c.y - 4 && p.y + p.height <= c.y + c.height
  }, 5)
  await look('place', page)
  await page.getByLabel('Da dove lo sai').fill('Sentiti al telefono')
  await page.getByRole('button', { name: 'Salva il punto' }).click()
  await page.getByText('Punto messo: Emporio di Voragno.').waitFor()
  assert.match(await page.locator('main').innerText(), /punto esatto · 45,\d+ N 7,\d+ E/)
})

test('by keyboard: skip to the decision, unfold, write, send', async () => {
  const { page } = moderator
  await page.goto(`/moderazione/${emporio}`)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#decide')
  await page.keyboard.press('Enter')
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement.textContent.startsWith('Respingi'))) break
  }
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('non esiste')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Ha chiuso nel 2024.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('Respinta: Emporio di Voragno.').waitFor()
})

test('in English too, and no page has reported an error', async () => {
  const { page } = moderator
  await page.goto('/moderazione?lang=en')
  assert.match(await page.locator('main').innerText(), /Nothing waits/)
  await page.goto(`/moderazione/${first}?lang=en`)
  assert.match(await page.locator('main').innerText(), /What you decide/)
  assert.deepEqual(moderator.wrong, [])
  assert.deepEqual(owner.wrong, [])
})
