// What a service of a test starts from: a port, a data folder with the starting set, and settings.
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'

/** A port that nobody listens on, below those that the system gives to outgoing connections. */
export async function freePort() {
  for (;;) {
    const port = 20000 + Math.floor(Math.random() * 10000)
    const free = await new Promise((done) => {
      const probe = createServer().once('error', () => done(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)))
    })
    if (free) return port
  }
}

/** Makes a data folder: a copy of what a first start has made (.ci/browser keeps one), else nothing, and the service makes it. */
export function startingSet(data) {
  if (process.env.ATLANTE_BEGUN) execFileSync('cp', ['-a', process.env.ATLANTE_BEGUN, data])
}

/** In the environment of a service: few tiles are made in advance. All of them take a core more than a second, at every start. */
export const fewTiles = { ATLANTE_TILES_CACHE: '1' }
