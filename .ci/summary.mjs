// Reads the output of `go test -json`: prints failures whole and, of the rest, what ran and how many tests used a real
// PostGIS (they log the name of their database). With --count only the three numbers. In CI a skipped test is a failure.
import { readFileSync } from 'node:fs'

const counting = process.argv[2] === '--count'
const lines = readFileSync(process.argv.at(-1), 'utf8').split('\n').filter((l) => l.startsWith('{'))
const output = new Map()
const postgis = new Set()
const result = { pass: [], fail: [], skip: [] }
const packages = new Map()

for (const event of lines.map((l) => JSON.parse(l))) {
  const key = `${event.Package ?? event.ImportPath} ${event.Test ?? ''}`
  if (event.Output) {
    output.set(key, (output.get(key) ?? '') + event.Output)
    if (event.Test && /PostGIS database |PostgreSQL cluster /.test(event.Output)) postgis.add(`${event.Package} ${event.Test.split('/')[0]}`)
  }
  if (!(event.Action in result)) continue
  if (event.Test) result[event.Action].push(key)
  else packages.set(event.Package, event)
}

const failedPackages = [...packages.values()].filter((p) => p.Action === 'fail')
if (counting) {
  console.log(result.pass.length, result.fail.length, result.skip.length)
  process.exit(0)
}
for (const key of result.fail) console.log(`FAIL ${key}\n${output.get(key) ?? ''}`)
for (const p of failedPackages) console.log(output.get(`${p.Package} `) ?? `FAIL ${p.Package}`)
for (const [key, text] of output) if (/\[build failed\]|cannot find|undefined:|syntax error/.test(text) && failedPackages.length > 0) console.log(key, text)
for (const [name, p] of [...packages].filter(([, p]) => p.Action === 'pass').sort()) console.log(`ok    ${name}  ${p.Elapsed}s`)
for (const key of result.skip) console.log(`SKIP  ${key} ${(output.get(key) ?? '').split('\n').find((l) => /_test.go|shared.go|geotest.go/.test(l))?.trim() ?? ''}`)
console.log(`Go: ${result.pass.length} passed, ${result.fail.length} failed, ${result.skip.length} skipped; ${postgis.size} tests ran against a real PostGIS`)
if (process.env.CI === 'true' && (result.skip.length > 0 || postgis.size === 0)) {
  console.log('In CI every test must run, and some against PostGIS.')
  process.exit(1)
}
