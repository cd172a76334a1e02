// Reads the pixels of a screenshot: 8-bit RGB or RGBA, not interlaced, which is
// what Chromium writes.
import { inflateSync } from 'node:zlib'

export function decode(png) {
  let at = 8
  let width = 0, height = 0, channels = 0
  const data = []
  while (at < png.length) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') {
      width = body.readUInt32BE(0)
      height = body.readUInt32BE(4)
      if (body[8] !== 8 || ![2, 6].includes(body[9]) || body[12] !== 0) throw new Error('unexpected PNG')
      channels = body[9] === 6 ? 4 : 3
    }
    if (type === 'IDAT') data.push(body)
    at += length + 12
  }
  return { width, height, channels, pixels: unfilter(inflateSync(Buffer.concat(data)), width, height, channels) }
}

function unfilter(raw, width, height, channels) {
  const row = width * channels
  const out = Buffer.alloc(row * height)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)]
    for (let i = 0; i < row; i++) {
      const left = i >= channels ? out[y * row + i - channels] : 0
      const up = y > 0 ? out[(y - 1) * row + i] : 0
      const corner = y > 0 && i >= channels ? out[(y - 1) * row + i - channels] : 0
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]
      out[y * row + i] = raw[y * (row + 1) + 1 + i] + predicted
    }
  }
  return out
}

function paeth(a, b, c) {
  const p = a + b - c
  const [da, db, dc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)]
  return da <= db && da <= dc ? a : db <= dc ? b : c
}

/** How many pixels have each colour, by "#rrggbb". */
export function colours(png) {
  const { pixels, channels } = decode(png)
  const count = new Map()
  for (let i = 0; i < pixels.length; i += channels) {
    const hex = '#' + pixels.toString('hex', i, i + 3)
    count.set(hex, (count.get(hex) ?? 0) + 1)
  }
  return count
}
