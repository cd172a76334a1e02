// Hostile texts in a real browser: typed into every field of the form, read by a
// moderator and by everybody. No dialog opens, no script of theirs runs, nothing is
// asked of another host, the policy has nothing to refuse, and what was typed is
// shown as it was typed. One text of every twelfth kind, all 300 with ATLANTE_SOAK=1.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { launch, open, until } from './browser.mjs'
import { signedIn, PATIENCE } from './entry-person.mjs'
import { service } from './moderation-service.mjs'

const soak = process.env.ATLANTE_SOAK === '1'
const kinds = JSON.parse(readFileSync(new URL('../../cmd/atlante/testdata/hostile.json', import.meta.url)))
  .map(({ kind, texts }, k) => ({ kind, texts: texts.map((x) => (x.of ? x.of.repeat(x.times) : x)).filter((x) => typeof x === 'string'), k }))
  .filter((x) => soak || x.k % 12 === 1) // script, paths
  .map((x) => ({ ...x, texts: soak ? x.texts : [x.texts[(x.k * 4) % x.texts.length]] }))

// Four texts a person: that many anybody may send in within an hour.
const rounds = kinds
  .flatMap(({ kind, texts }) => [0, 4, 8, 12].map((n) => ({ kind: `${kind} ${n + 1}`, texts: texts.slice(n, n + 4) })))
  .filter((x) => x.texts.length > 0)
  .map((x, k) => ({ ...x, k }))

// The fields that hold words; the others are tried over HTTP, in hostiletext_test.go.
const fields = ['name', 'locality', 'address', 'operator', 'description', 'hours', 'person']

let s, browser
before(async () => {
  delete process.env.ATLANTE_MAIL // a service of its own: it believes where its readers say that they are
  s = await service({ ATLANTE_TRUSTED_PROXIES: '127.0.0.1' })
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await s?.stop()
})

/** A reader on a network of its own: limits stay out of the way. Half a screen: maps are drawn in software. */
const small = { width: 1000, height: 500 }
const from = (n) => ({ viewport: small, extraHTTPHeaders: { 'X-Forwarded-For': `10.${n >> 8}.${n & 255}.1` } })

/** Remembers dialogs and what the policy refuses on every page that follows. */
async function watch({ page, context, wrong }) {
  await context.addInitScript(() => {
    globalThis.refused = []
    document.addEventListener('securitypolicyviolation', (e) => globalThis.refused.push(`${e.violatedDirective} ${e.blockedURI}`))
  })
  page.on('dialog', (d) => {
    wrong.push(`dialog: ${d.message()}`)
    d.dismiss()
  })
}

/** Touches everything on the page as a reader might, and finds that nothing happened. */
async function calm({ page, wrong }, where) {
  const found = await page.evaluate(() => {
    for (const e of document.querySelectorAll('main, main *')) {
      for (const type of ['mouseover', 'mouseenter', 'focus', 'pointerover', 'toggle', 'load', 'error']) e.dispatchEvent(new Event(type, { bubbles: type === 'mouseover' }))
    }
    const ours = (address) => !address || [`${location.origin}/`, 'data:,', 'blob:'].some((x) => address.startsWith(x))
    const foreign = [...document.querySelectorAll('script, iframe, object, embed, base, style, link')].filter((e) => {
      if (e.tagName === 'SCRIPT') return !ours(e.src) || (!e.src && !['application/json', 'application/ld+json'].includes(e.type))
      return e.tagName === 'LINK' ? !ours(e.href) : e.tagName !== 'STYLE' || !e.closest('head')
    })
    return { ran: globalThis.__hostile, refused: globalThis.refused, foreign: foreign.map((e) => e.outerHTML.slice(0, 200)) }
  })
  assert.equal(found.ran, undefined, `${where}: a script ran`)
  assert.deepEqual(found.refused ?? [], [], `${where}: the policy had something to refuse`)
  assert.deepEqual(found.foreign, [], where)
  // That a form was refused (422), a page not found (404) or a search too odd (400) is no fault of the page.
  assert.deepEqual(wrong.filter((w) => !/status of 4\d\d/.test(w)), [], where)
}

/** What stands in the fields of the form. */
const values = (page) => page.evaluate((names) => Object.fromEntries(names.map((n) => [n, document.getElementById(n)?.value])), fields)

/** Leading and trailing blanks go, and lines end as browsers say. */
const kept = (text) => text.replace(/\r\n?/g, '\n').replace(/^[\s\u0085]+|[\s\u0085]+$/g, '').slice(0, 4000)

// When the first form was opened, in the words of the service: later ones say the
// same, so that nobody waits for them to be old enough.
let opened
async function patience(page) {
  const now = await page.inputValue('input[name=began]')
  opened ??= { value: now, at: Date.now() }
  await page.evaluate((v) => (document.querySelector('input[name=began]').value = v), opened.value)
  await page.waitForTimeout(Math.max(0, opened.at + PATIENCE - Date.now()))
}

/** Sends what is in the form, and waits for the answer: a page that loads, and not only a new address. */
async function press(page, selector) {
  const answered = page.waitForEvent('load')
  await page.locator(selector).last().click()
  await answered
}

/** Types a text into all fields and saves the draft; gives what the fields held. */
async function draft(owner, text, email) {
  const { page } = owner
  await page.goto('/partecipa/nuova')
  await page.fill('#comune', 'Ceres')
  await page.locator('#points input').first().waitFor()
  await page.locator('details.more').evaluateAll((all) => all.forEach((d) => (d.open = true)))
  for (const name of fields) await page.fill(`#${name}`, text)
  const typed = await values(page)
  await page.check('input[name=kind][value=partner]')
  await page.fill('#email', email)
  await page.check('#person_public')
  await calm(owner, 'while typing')
  await press(page, 'button[value=save]')
  if (text.includes('\0')) { // no key writes it, and no database keeps it
    assert.match(await page.locator('main').innerText(), /caratteri non validi/)
    await calm(owner, 'what was refused')
    return {}
  }
  await same(page, typed, 'the draft')
  return { address: page.url(), typed }
}

async function same(page, typed, where) {
  const now = await values(page)
  for (const name of fields) assert.equal(kept(now[name]), kept(typed[name]), `${where}: ${name}`)
}

/** Sends a draft; fields that are refused say so beside what was typed, and get plain words. */
async function send(owner, typed, plain) {
  const { page } = owner
  const said = { ...typed }
  for (let n = 0; !/inviata/.test(page.url()); n++) {
    assert.ok(n < 4, `not sent: ${await page.locator('main').innerText()}`)
    await page.check('#licence')
    await page.check('#privacy')
    await patience(page)
    await press(page, 'button[value=submit]')
    if (/inviata/.test(page.url())) break
    await same(page, said, 'the form that came back')
    await calm(owner, 'the form that came back')
    const wrong = await page.locator('#faults a').evaluateAll((all) => all.map((a) => a.getAttribute('href').slice(1)))
    for (const name of wrong.filter((w) => fields.includes(w))) {
      said[name] = plain
      await page.fill(`#${name}`, plain)
    }
  }
  return { id: new URL(page.url()).searchParams.get('draft'), said }
}

/** The text stands on the page, in one piece, as text. */
async function says(page, text, where) {
  const found = await page.evaluate((t) => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) if (walk.currentNode.data.includes(t)) return true
    return false
  }, kept(text))
  assert.ok(found, `${where} does not say ${JSON.stringify(text).slice(0, 80)}`)
}

// Three rounds at a time: each has an owner, a moderator and a reader of its own.
test('hostile texts are texts', { concurrency: 3 }, async (t) => {
  let shown = 0
  let refused = 0
  const asked = rounds.map(({ kind, texts, k }) =>
    t.test(kind, async () => {
      const moderator = `moderatrice${k}@example.org`
      s.atlante('user', 'add', moderator, '--role', 'admin')
      const desk = await signedIn(browser, s, moderator, from(100 + k))
      await watch(desk)
      const owner = await signedIn(browser, s, await known(k), from(k))
      const anybody = await open(browser, { baseURL: s.url, ...from(200 + k) })
      await watch(owner)
      await watch(anybody)
      for (const [n, text] of texts.entries()) {
        const { typed } = await draft(owner, text, `info@ostile${k}x${n}.example`)
        if (!typed) {
          refused++
          continue
        }
        const { id, said } = await send(owner, typed, `Parola ${k} ${n} ${'abcdefghij'[n % 10].repeat(9)}`)
        await calm(owner, 'sent')
        await owner.page.goto(`/mie-schede/${id}`)
        await same(owner.page, said, 'one’s own entry')
        await calm(owner, 'one’s own entry')

        await desk.page.goto('/moderazione?what=entry')
        await says(desk.page, said.name, 'the queue')
        await calm(desk, 'the queue')
        await desk.page.goto(`/moderazione/${id}`)
        for (const name of fields) await says(desk.page, said[name], `the page of the moderator (${name})`)
        await calm(desk, 'the page of the moderator')
        await press(desk.page, 'form[action*="/approva"] button')

        await anybody.page.goto(`/luoghi/${id}`)
        for (const name of ['name', 'description', 'hours', 'operator', 'person']) await says(anybody.page, said[name], `the public page (${name})`)
        await calm(anybody, 'the public page')
        await anybody.page.goto(`/?place=${id}`)
        await says(anybody.page, said.name, 'the map')
        await until('the map to be drawn', async () => anybody.page.evaluate(() => Boolean(document.querySelector('#map canvas'))))
        await anybody.page.waitForTimeout(500)
        await calm(anybody, 'the map')
        for (const path of ['/', '/partecipa', '/comuni']) {
          await anybody.page.goto(`${path}?q=${encodeURIComponent(text.toWellFormed())}`.slice(0, 8000))
          await calm(anybody, `a search at ${path}`)
        }
        await anybody.page.goto(`/luoghi/${id}/segnala`)
        await anybody.page.fill('#text', text)
        await anybody.page.fill('#email', `vicina${k}@example.org`)
        await patience(anybody.page)
        await press(anybody.page, 'main form button')
        await calm(anybody, 'a report')
        shown++
      }
      for (const { context } of [desk, owner, anybody]) await context.close()
    }))
  await Promise.all(asked)
  t.diagnostic(`${shown} texts typed, moderated and read, ${refused} refused whole`)
})

test('the test itself would notice', async () => {
  const it = await open(browser, { baseURL: s.url, ...from(999) })
  await watch(it)
  for (const harm of [
    () => document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x onerror="window.__hostile=1">'),
    () => document.querySelector('main').insertAdjacentHTML('beforeend', '<iframe srcdoc="x"></iframe><script src="https://ostile.example/x.js"></script>'),
    () => void (globalThis.__hostile = 1),
    () => document.body.append(Object.assign(new Image(), { src: 'https://ostile.example/x.png' })),
    () => alert('ostile'),
  ]) {
    it.wrong.length = 0
    await it.page.goto('/partecipa')
    await calm(it, 'before')
    await it.page.evaluate(harm)
    await it.page.waitForTimeout(200)
    await assert.rejects(calm(it, 'after'), `not noticed: ${harm}`)
  }
  await it.context.close()
})

/** Somebody the service knows. */
async function known(k) {
  const email = `autore${k}@example.org`
  s.atlante('user', 'add', email, '--role', 'planner')
  return email
}
