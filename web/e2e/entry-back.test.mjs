// Nothing that was typed is lost: going away and back, loading again, errors, a
// button that means something else. A draft is one draft whatever one does.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { desktop, launch, open, phone, until } from './browser.mjs'
import { confirm, fillIn, PATIENCE, send, signedIn } from './entry-person.mjs'
import { service } from './moderation-service.mjs'

let s, browser, admin
before(async () => {
  delete process.env.ATLANTE_MAIL // a service of its own: its limits are those of one address
  s = await service()
  browser = await launch()
  s.atlante('user', 'add', 'amministra@example.org', '--role', 'admin')
  admin = await signedIn(browser, s, 'amministra@example.org')
})
after(async () => {
  await browser?.close()
  await s?.stop()
})

const visit = (options = {}) => open(browser, { baseURL: s.url, viewport: phone, ...options })
const words = 'Due righe che non vanno perse.'

/** All that was typed stands in the form. */
async function whole(page, name) {
  assert.deepEqual(
    await page.evaluate(() => Object.fromEntries(['comune', 'address', 'name', 'description', 'hours', 'email', 'phone'].map((id) => [id, document.getElementById(id).value]))),
    { comune: 'Ceres', address: 'Via Roma 3', name, description: words, hours: 'lunedì', email: 'torna@example.org', phone: '0123 55555' },
  )
  for (const id of ['licence', 'privacy', 'phone_public']) assert.ok(await page.isChecked(`#${id}`), id)
  assert.ok(await page.isChecked('input[name=kind][value=partner]'))
}

async function fillAll(page, name) {
  await page.goto('/partecipa/nuova?name=' + encodeURIComponent(name))
  await page.fill('#comune', 'Ceres')
  await page.fill('#address', 'Via Roma 3')
  await page.check('input[name=kind][value=partner]')
  await page.locator('summary', { hasText: 'Altre cose utili' }).click()
  await page.fill('#hours', 'lunedì')
  await page.fill('#email', 'torna@example.org')
  await page.fill('#phone', '0123 55555')
  for (const id of ['licence', 'privacy', 'phone_public']) await page.check(`#${id}`)
  await page.fill('#description', words)
}

const drafts = async (page) => {
  await page.goto('/partecipa')
  return page.locator('.drafts a.btn').count()
}

for (const wait of [0, 3500]) {
  test(`away after ${wait} ms and back: the same draft with everything in it`, async () => {
    const { page, context } = await visit()
    await fillAll(page, `Amici che tornano ${wait}`)
    await page.waitForTimeout(wait)
    await page.locator('.bar nav a').first().click()
    await page.waitForURL((url) => url.pathname === '/')
    await page.goBack()
    await page.locator('#entryform').waitFor()
    await until('the description to be back', async () => (await page.inputValue('#description')) === words, 5)
    await whole(page, `Amici che tornano ${wait}`)
    await until('the draft to be known', async () => (await page.inputValue('input[name=draft]')) !== '', 10)
    const draft = await page.inputValue('input[name=draft]')
    assert.match(page.url(), new RegExp(`draft=${draft}`))
    await page.locator('#saved').evaluate((e) => (e.textContent = ''))
    await page.locator('#hours').press('End')
    await page.locator('#hours').pressSequentially(' mattina')
    await until('the draft to be saved again', async () => /Bozza salvata alle/.test(await page.locator('#saved').innerText()), 20)
    await page.reload()
    await until('the hours to be there', async () => (await page.inputValue('#hours')) === 'lunedì mattina', 5)
    assert.equal(await page.inputValue('input[name=draft]'), draft)
    assert.equal(await page.inputValue('#description'), words)
    assert.ok(await page.isChecked('#licence'), 'the licence was ticked')
    assert.equal(await drafts(page), 1)
    await context.close()
  })
}

test('a draft is saved while one types on, and says so where it is seen', async () => {
  const { page, context } = await visit()
  await page.goto('/partecipa/nuova')
  const typing = page.locator('#name').pressSequentially('Un nome lungo che si scrive piano piano', { delay: 200 })
  await until('the draft to be saved while typing', async () => /Bozza salvata/.test(await page.locator('#saved').innerText()), 7)
  assert.ok((await page.inputValue('#name')).length < 39, 'it was saved only once all was typed')
  const box = await page.locator('#saved').boundingBox()
  assert.ok(box.y + box.height <= phone.height, `out of sight at ${box.y}`)
  await typing
  await context.close()
})

test('another window’s words are not written over by Back', async () => {
  const { page, context } = await visit()
  await page.goto('/partecipa/nuova')
  await page.fill('#name', 'Una bozza in due finestre')
  await until('the draft to be saved', async () => /draft=/.test(page.url()))
  const other = await context.newPage()
  await page.locator('.bar nav a').first().click()
  await page.waitForURL((url) => url.pathname === '/')
  await other.goto('/partecipa')
  await other.locator('.drafts a').first().click()
  for (const text of ['prima', 'seconda']) {
    await other.fill('#description', text)
    await other.getByRole('button', { name: 'Salva la bozza' }).click()
    await other.waitForURL(/saved=1/)
  }
  await page.goBack()
  await page.locator('#entryform').waitFor()
  assert.equal(await page.inputValue('#description'), 'seconda')
  await context.close()
})

test('after errors Back never asks to send a form again, and the answer to a mended comune is not a riddle', async () => {
  const { page, context } = await visit()
  await fillIn(page, { name: 'Sbagliata e poi giusta', email: 'giusta@example.org', comune: 'Ceress', address: 'Piazza Municipio 1' })
  await page.locator('button[value=submit]').last().click()
  await page.locator('#faults').waitFor()
  assert.doesNotMatch(await page.locator('main').innerText(), /spunta la casella/i)
  await page.fill('#comune', 'Ceres')
  await page.waitForTimeout(PATIENCE)
  await page.locator('button[value=submit]').last().click()
  await page.waitForURL(/inviata/)
  await page.goBack()
  await page.locator('main').waitFor({ timeout: 5000 })
  assert.match(page.url(), /partecipa/)
  assert.doesNotMatch(await page.title(), /ERR_|error/i)
  assert.match(await page.locator('main').innerText(), /Ti abbiamo scritto/)
  assert.equal(await drafts(page), 0)
  await context.close()
})

test('“all still true” does not throw away what was typed', async () => {
  const owner = await visit({ viewport: undefined })
  const { page } = owner
  await fillIn(page, { name: 'Sportello che cambia', email: 'cambia@example.org' })
  const id = await send(page)
  await confirm(page, await s.mailTo('cambia@example.org'))
  await admin.page.goto(`/moderazione/${id}`)
  await admin.page.locator('#decide').getByRole('button', { name: 'Approva', exact: true }).click()
  await admin.page.getByText('Approvata: Sportello che cambia.').waitFor()

  await page.goto(`/mie-schede/${id}`)
  const save = await page.getByRole('button', { name: 'Salva le modifiche' }).boundingBox()
  const attest = await page.getByRole('button', { name: /ancora tutto vero/ }).boundingBox()
  assert.ok(attest.y > save.y, 'the button stands above the one that saves')
  assert.deepEqual(await page.locator('main .btn-primary').allInnerTexts(), ['Salva le modifiche'])
  await page.fill('#description', words)
  await page.getByRole('button', { name: /ancora tutto vero/ }).click()
  await page.getByText(/non l'hai ancora salvato: Che cosa ci si trova/).waitFor()
  assert.equal(await page.inputValue('#description'), words)
  await page.locator('.bar nav a').first().click()
  await page.waitForURL((url) => url.pathname === '/')
  await page.goBack()
  await until('what was typed to be back', async () => (await page.inputValue('#description')) === words, 5)
  assert.match(await page.locator('#changes').innerText(), /Che cosa ci si trova/)
  await page.getByRole('button', { name: 'Salva le modifiche' }).click()
  await page.getByText('Salvato.').waitFor()
  await page.getByRole('button', { name: /ancora tutto vero/ }).click()
  await page.getByText('confermata oggi').waitFor()
  assert.equal(await page.inputValue('#description'), words)
  await owner.context.close()
})

test('a misspelt comune is mended by a tap, and the header of who is in stays two rows of whole words', async () => {
  const { page } = admin
  await page.setViewportSize(phone)
  await page.goto('/partecipa/nuova')
  await page.fill('#comune', 'Ceress')
  await page.locator('button[value=submit]').last().click()
  await page.locator('#comune-near').getByRole('button', { name: 'Ceres', exact: true }).click()
  assert.equal(await page.inputValue('#comune'), 'Ceres')
  assert.equal(await page.locator('#comune-near, #comune-fault').count(), 0)
  const rows = await page.locator('.bar a').evaluateAll((all) => all.map((a) => ({ text: a.textContent.trim(), top: Math.round(a.getBoundingClientRect().bottom / 20), height: a.getBoundingClientRect().height })))
  for (const { text, height } of rows) assert.ok(height < 50, `${text} is broken over two lines`)
  assert.ok((await page.locator('.bar').boundingBox()).height < 110, JSON.stringify(rows))
})

test('a point put on the map by hand is there again after Back from a mistake, and is sent', async () => {
  for (const viewport of [phone, desktop]) {
    const { page, context } = await visit({ viewport })
    const mail = `punto-${viewport.width}@example.org`
    await fillIn(page, { name: `Rifugio con il punto ${viewport.width}`, email: 'non è un indirizzo', comune: 'Balme', address: 'Via che non esiste 9' })
    await page.locator('#locate').click()
    await page.locator('#pin button').first().click()
    const canvas = page.locator('#pin canvas')
    await canvas.waitFor({ timeout: 30_000 })
    await canvas.click({ position: { x: 120, y: 90 } })
    await page.locator('.pinhandle').waitFor()
    const point = await page.inputValue('input[name=point]:checked')
    assert.match(point, /^7\.\d+,45\.\d+$/)
    await page.locator('button[value=submit]').last().click()
    await page.locator('#faults').waitFor()
    assert.equal(await page.inputValue('input[name=point]:checked'), point)
    await page.goBack()
    await page.locator('#entryform').waitFor()
    await until('the name to be back', async () => (await page.inputValue('#name')) !== '', 5)
    await page.waitForTimeout(1500) // what the browser puts back, and what the address leads to, have come
    assert.equal(await page.inputValue('input[name=point]:checked'), point, 'the point is lost by Back')
    await page.fill('#email', mail)
    const id = await send(page)
    await confirm(page, await s.mailTo(mail))
    await page.goto(`/mie-schede/${id}`)
    assert.equal(await page.inputValue('input[name=point]:checked'), point, 'the entry has come without its point')
    await context.close()
  }
})

test('without JavaScript the page starts at what is wrong, and a street not found is said', async () => {
  const { page, context } = await visit({ javaScriptEnabled: false })
  // The page is there a moment before it has scrolled.
  const inSight = (id) => until(`${id} in sight`, async () => {
    const box = await page.locator(id).boundingBox()
    return box.y >= 0 && box.y < phone.height - 60
  }, 5)
  await page.goto('/partecipa/nuova')
  await page.getByRole('button', { name: 'Invia la scheda' }).click()
  await inSight('#faults')
  await page.fill('#comune', 'Ceres')
  await page.fill('#address', 'Via che non esiste 9')
  await page.locator('#locate').click()
  await inSight('#nostreet')
  assert.match(await page.locator('#nostreet').innerText(), /Non troviamo questa via a Ceres/)
  await context.close()
})
