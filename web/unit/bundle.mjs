// Bundles a TypeScript module of src/ so that Node can import it in a test.
import { build } from 'vite'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = new URL('..', import.meta.url).pathname

export async function load(entry) {
  const outDir = await mkdtemp(join(tmpdir(), 'atlante-unit-'))
  try {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      ssr: { noExternal: true },
      build: { ssr: entry, outDir, emptyOutDir: true, target: 'node20', rolldownOptions: { output: { entryFileNames: 'out.mjs' } } },
    })
    return await import(pathToFileURL(join(outDir, 'out.mjs')).href)
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}
