import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { createExpression, latest, validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { load } from './bundle.mjs'

let style, cellColour, splitSelected, light
before(async () => {
  ;({ style } = await load('src/map/style.ts'))
  ;({ cellColour } = await load('src/map/cells.ts'))
  ;({ splitSelected } = await load('src/map/state.ts'))
  ;({ light } = await load('src/map/tokens.ts'))
})

const classes = [
  { max: 15, colour: '#fdeecb' },
  { max: 30, colour: '#f9c978' },
  { max: 45, colour: '#e8923c' },
  { max: 60, colour: '#b8541c' },
  { max: null, colour: '#6e260e' },
]

function state(more = {}) {
  return {
    kind: 'portineria',
    byArea: false,
    closes: false,
    gapTerritory: 'mountain',
    comuni: ['001072'],
    staleBefore: '2025-01-01',
    tiles: { territory: '/tiles/zones/{z}/{x}/{y}.mvt', coverage: '/tiles/cells/{z}/{x}/{y}.mvt' },
    colours: { unknown: '#8a8f98', unreachable: '#2b0b06', served: '#2f7d5b', notServed: '#d9c9a8', gap: '#5b0fbe' },
    gaps: [{ id: 'g-portineria-1', text: 'Val d’Ala: Balme', residents: '99 residenti', rank: 1, at: [7.2, 45.3] }],
    bounds: [6.6, 44.7, 8.1, 45.6],
    selected: '',
    origin: 'http://localhost',
    fonts: { 'Titillium Web 400': ['/a.woff2'], 'Titillium Web 600': ['/b.woff2'] },
    ...more,
  }
}

const states = {
  travel: state(),
  'by area': state({ kind: 'cer', byArea: true }),
  everything: state({ comuni: null, gapTerritory: 'inner', selected: 'gap:g-portineria-1' }),
  'a comune open': state({ selected: 'comune:001072' }),
}

for (const [name, s] of Object.entries(states)) {
  test(`the style is valid: ${name}`, () => {
    const errors = validateStyleMin(structuredClone(style(s, light, classes)))
    assert.deepEqual(errors.map((e) => e.message), [])
  })
}

test('same state, same style, and the state stays as it was', () => {
  const s = state()
  const before = structuredClone(s)
  assert.deepEqual(style(s, light, classes), style(s, light, classes))
  assert.deepEqual(s, before)
})

/** Evaluates the colour of a cell as MapLibre does. */
function colourOf(s, properties) {
  const made = createExpression(cellColour(s, classes), { ...latest.paint_fill['fill-color'], type: 'string' })
  assert.equal(made.result, 'success', JSON.stringify(made.value))
  return made.value.evaluate({ zoom: 10 }, { type: 3, properties })
}

test('cells take the colour of their class, limits inclusive', () => {
  const cases = { 0: 0, 15: 0, 16: 1, 30: 1, 31: 2, 45: 2, 46: 3, 60: 3, 61: 4, 9999: 4 }
  for (const [minutes, i] of Object.entries(cases)) {
    const got = colourOf(state(), { minutes_portineria: Number(minutes), state_portineria: 'ok' })
    assert.equal(got, classes[i].colour, `${minutes} minutes`)
  }
})

test('unreachable is no class of minutes', () => {
  assert.equal(colourOf(state(), { state_portineria: 'unreachable' }), '#2b0b06')
})

test('if the nearest closes, cells take the colour of their second', () => {
  const s = state({ closes: true })
  const two = { minutes_portineria: 10, second_portineria: 50, state_portineria: 'ok' }
  assert.equal(colourOf(state(), two), classes[0].colour)
  assert.equal(colourOf(s, two), classes[3].colour)
  assert.equal(colourOf(s, { minutes_portineria: 10, state_portineria: 'ok' }), '#2b0b06', 'without a second there is no way')
  assert.deepEqual(validateStyleMin(structuredClone(style(s, light, classes))).map((e) => e.message), [])
})

test('kinds by area are served or not served', () => {
  const s = state({ kind: 'cer', byArea: true })
  assert.equal(colourOf(s, { served_cer: 'yes' }), '#2f7d5b')
  assert.equal(colourOf(s, { served_cer: 'no' }), '#d9c9a8')
})

/** Which layers of cells draw a feature. */
function drawn(s, properties) {
  return style(s, light, classes)
    .layers.filter((l) => l['source-layer'] === 'cells' && l.type === 'fill')
    .filter((l) => {
      const f = createExpression(l.filter, { type: 'boolean', 'property-type': 'data-constant', expression: { interpolated: false, parameters: ['zoom', 'feature'] } })
      assert.equal(f.result, 'success', JSON.stringify(f.value))
      return f.value.evaluate({ zoom: 10 }, { type: 3, properties })
    })
    .map((l) => l.id)
}

test('unknown is hatched, nobody’s cells and other comuni are not drawn', () => {
  const cell = { residents: 10, comune: '001072', state_portineria: 'ok', minutes_portineria: 20 }
  assert.deepEqual(drawn(state(), cell), ['cells'])
  assert.deepEqual(drawn(state(), { ...cell, state_portineria: 'unknown' }), ['cells-unknown'])
  assert.deepEqual(drawn(state(), { ...cell, residents: 0 }), [])
  assert.deepEqual(drawn(state(), { ...cell, comune: '001272' }), [])
  assert.deepEqual(drawn(state({ comuni: null }), { ...cell, comune: '001272' }), ['cells'])
  assert.deepEqual(drawn(state(), { ...cell, state_portineria: 'unreachable' }), ['cells'])
  assert.deepEqual(drawn(state(), { ...cell, state_portineria: 'walk_only' }), ['cells', 'cells-walk'], 'its class, with a mark')
  assert.deepEqual(drawn(state({ kind: 'cer', byArea: true }), { ...cell, served_cer: 'unknown' }), ['cells-unknown'])
})

test('the hatch of unknown is a picture, never a colour of the scale', () => {
  const layer = style(state(), light, classes).layers.find((l) => l.id === 'cells-unknown')
  assert.deepEqual(layer.paint, { 'fill-pattern': 'unknown' })
})

test('gaps stand above the cells, their names above everything', () => {
  const ids = style(state(), light, classes).layers.map((l) => l.id)
  assert.ok(ids.indexOf('gaps') > ids.indexOf('cells'))
  assert.equal(ids.at(-1), 'gap-names')
})

test('what is selected', () => {
  assert.deepEqual(splitSelected('gap:g-casa_del_quartiere-12'), ['gap', 'g-casa_del_quartiere-12'])
  assert.deepEqual(splitSelected(''), ['', ''])
})
