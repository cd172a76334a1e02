// A service of its own for a test that changes its data: a private cluster, the
// starting set, no network.
import { execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { until } from './browser.mjs'
import { fewTiles, freePort, startingSet } from './start.mjs'

const run = promisify(execFile)

/** What the program of a test is called with; it refuses variables of ours that it does not know. */
const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ATLANTE_'))), ATLANTE_OFFLINE: '1' }

/** Starts a program and waits until it is ready. Gives its address, its folder, a way to run commands on its data, and to stop it. */
export async function ownService(program) {
  const folder = await mkdtemp(join(tmpdir(), 'atlante-own-'))
  await chmod(folder, 0o755)
  const data = join(folder, 'd')
  startingSet(data)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(program, ['serve', '--addr', `127.0.0.1:${port}`, '--data-dir', data], { env: { ...env, ...fewTiles }, stdio: 'ignore' })
  const publication = async () => (await fetch(`${url}/api/v1/publication`)).json()
  const service = {
    url,
    folder,
    publication,
    /** Runs a command that needs no data. */
    tool: (...args) => run(program, args, { env }),
    /** Runs a command on the data, and waits for the figures that come of it. */
    async change(...args) {
      const before = (await publication()).id
      await run(program, [...args, '--data-dir', data], { env })
      await until('another publication', async () => (await publication()).id > before, 300)
    },
    async stop() {
      if (child.exitCode === null) {
        const gone = new Promise((done) => child.once('exit', done))
        child.kill('SIGINT')
        await gone
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
  try {
    await until('the service', async () => (await fetch(`${url}/readyz`).catch(() => null))?.ok, 180)
  } catch (err) {
    await service.stop()
    throw err
  }
  return service
}

/** Draws a synthetic network and imports it. */
export async function importRoads(service) {
  const file = join(service.folder, 'torino.osm.pbf')
  await service.tool('dev', 'network', '--size', 'torino', '--out', file)
  await service.change('import', 'roads', file)
}
