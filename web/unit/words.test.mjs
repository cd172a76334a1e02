import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { load } from './bundle.mjs'

let say, reached
before(async () => {
  ;({ say } = await load('src/map/config.ts'))
  ;({ reached } = await load('src/map/touch.ts'))
})

const words = { residents: '{n} residenti', minutes: '{n} min', unknown: 'non si sa', unreachable: 'nessuna strada', yes: 'servito' }

test('numbers are written as the language does', () => {
  assert.equal(say(words, 'residents', 1234, 'it'), '1.234 residenti')
  assert.equal(say(words, 'residents', 1234, 'en'), '1,234 residenti')
  assert.equal(say(words, 'missing', 1, 'it'), 'missing')
})

test('the state of a cell in words', () => {
  const config = { kind: 'portineria', byArea: false, lang: 'it' }
  assert.equal(reached({ minutes_portineria: 31, state_portineria: 'ok' }, config, words), '31 min')
  assert.equal(reached({ state_portineria: 'unreachable' }, config, words), 'nessuna strada')
  assert.equal(reached({ state_portineria: 'unknown' }, config, words), 'non si sa')
  assert.equal(reached({ served_cer: 'yes' }, { kind: 'cer', byArea: true, lang: 'it' }, words), 'servito')
})
