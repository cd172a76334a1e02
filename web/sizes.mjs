// Weighs what a page makes a browser load, gzipped, against the budgets.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const budgets = [
  { page: 'map page, all scripts', entries: ['src/home.ts', 'src/map/atlas.ts'], worker: true, kilobytes: 500 },
  { page: 'first page before the map', entries: ['src/home.ts'], worker: false, kilobytes: 60 },
  { page: 'the form before its map', entries: ['src/entry.ts'], worker: false, kilobytes: 60 },
  { page: 'the map inside other pages, before it', entries: ['src/embed.ts'], worker: false, kilobytes: 60 },
  { page: 'open data', entries: ['src/data.ts'], worker: false, kilobytes: 60 },
  { page: 'other pages', entries: ['src/page.ts'], worker: false, kilobytes: 60 },
]

const manifest = JSON.parse(readFileSync('dist/manifest.json', 'utf8'))
const weigh = (file) => gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length

/** The scripts of an entry and all that it imports at once. */
function scripts(name, seen = new Set()) {
  const entry = manifest[name]
  if (!entry) throw new Error(`${name} is not in the manifest`)
  if (!entry.file.endsWith('.js') || seen.has(entry.file)) return seen
  seen.add(entry.file)
  for (const other of entry.imports ?? []) scripts(other, seen)
  return seen
}

let over = false
for (const { page, entries, worker, kilobytes } of budgets) {
  const files = new Set(entries.flatMap((e) => [...scripts(e)]))
  if (worker) {
    const found = Object.values(manifest).flatMap((e) => e.assets ?? []).filter((f) => f.endsWith('.js'))
    if (found.length === 0) throw new Error('the worker of the map is not in the manifest')
    for (const f of found) files.add(f)
  }
  const total = [...files].reduce((sum, f) => sum + weigh(f), 0) / 1000
  const fits = total < kilobytes
  over ||= !fits
  console.log(`${fits ? 'ok  ' : 'OVER'} ${page}: ${total.toFixed(1)} of ${kilobytes} kB`)
}
process.exit(over ? 1 : 0)
