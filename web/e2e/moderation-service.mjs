// A service with a mailbox for the tests of moderation: the one that runs when it
// has a mailbox (ATLANTE_MAIL, a folder of .eml files), else one of its own.
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { base, until } from './browser.mjs'
import { freePort, startingSet } from './start.mjs'

const bin = process.env.ATLANTE_BIN ?? new URL('../../bin/atlante', import.meta.url).pathname

// The program refuses variables of ours that it does not know, as those of the tests are.
const others = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ATLANTE_')))

/** Gives its address, a way to run commands on its data, to read mails, and to stop it. settings are more variables of its environment. */
export async function service(settings = {}) {
  if (process.env.ATLANTE_MAIL) return over(base, process.env.ATLANTE_DATA, process.env.ATLANTE_MAIL, async () => {})
  const dir = mkdtempSync(join(tmpdir(), 'atlante-moderation-'))
  chmodSync(dir, 0o755)
  startingSet(join(dir, 'd'))
  const [web, smtp] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${web}`
  const env = { ...others, ATLANTE_OFFLINE: '1', ATLANTE_SMTP: `smtp://127.0.0.1:${smtp}`, ATLANTE_MAIL_FROM: 'Atlante <atlante@example.org>', ...settings }
  const children = [
    spawn(bin, ['dev', 'mail', '--addr', `127.0.0.1:${smtp}`, '--out', join(dir, 'mail')], { env, stdio: 'ignore' }),
    spawn(bin, ['serve', '--addr', `127.0.0.1:${web}`, '--data-dir', join(dir, 'd'), '--public-url', url], { env, stdio: 'ignore' }),
  ]
  const stop = async () => {
    for (const child of children.reverse()) {
      if (child.exitCode !== null) continue
      const gone = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await gone
    }
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    await until('the service of the test to be ready', async () => (await fetch(`${url}/readyz`).catch(() => null))?.ok, 120)
  } catch (err) {
    await stop()
    throw err
  }
  return over(url, join(dir, 'd'), join(dir, 'mail'), stop)
}

function over(url, data, mails, stop) {
  const seen = new Set(readdirSync(mails, { withFileTypes: false }).filter((f) => f.endsWith('.eml')))
  return {
    url,
    stop,
    atlante: (...args) => execFileSync(bin, [...args, '--data-dir', data], { encoding: 'utf8', env: others }),
    /** The next mail to an address that says something, with the links in it. */
    async mailTo(address, says = '') {
      let found
      await until(`a mail to ${address}`, async () => {
        for (const name of readdirSync(mails).filter((f) => f.endsWith('.eml') && !seen.has(f)).sort()) {
          const text = plain(readFileSync(join(mails, name), 'utf8'))
          if (!text.toLowerCase().includes(address.toLowerCase()) || !text.includes(says)) continue
          seen.add(name)
          found = { text, links: [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map((m) => m[0]) }
          return true
        }
        return false
      })
      return found
    },
  }
}

/** Quoted-printable taken apart, enough for our own mails. */
function plain(raw) {
  const bytes = raw.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
