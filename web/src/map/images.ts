import type { Config } from './config'
import type { Tokens } from './tokens'

/** Drawn at twice the size, to be sharp on dense screens. */
const RATIO = 2

export interface Picture {
  image: ImageData
  pixelRatio: number
}

function canvas(size: number): CanvasRenderingContext2D {
  const c = document.createElement('canvas')
  c.width = c.height = size * RATIO
  const ctx = c.getContext('2d', { willReadFrequently: true })
  if (!ctx) throw new Error('no canvas')
  ctx.scale(RATIO, RATIO)
  return ctx
}

function finish(ctx: CanvasRenderingContext2D): Picture {
  return { image: ctx.getImageData(0, 0, ctx.canvas.width, ctx.canvas.height), pixelRatio: RATIO }
}

/** Parallel lines that meet at the edges of the tile; `lean` 1 rises, -1 falls. */
function hatch(size: number, lean: 1 | -1, colour: string, width: number, ground: string | null): Picture {
  const ctx = canvas(size)
  if (ground) {
    ctx.fillStyle = ground
    ctx.fillRect(0, 0, size, size)
  }
  ctx.strokeStyle = colour
  ctx.lineWidth = width
  for (const shift of [-size, 0, size]) {
    ctx.beginPath()
    ctx.moveTo(shift - 2, lean > 0 ? size + 2 : -2)
    ctx.lineTo(shift + size + 2, lean > 0 ? -2 : size + 2)
    ctx.stroke()
  }
  return finish(ctx)
}

const BOX = 24

/** Dots that leave the colour below them in sight. */
function dots(size: number, radius: number, fill: string, halo: string): Picture {
  const ctx = canvas(size)
  for (const [x, y] of [[0.25, 0.25], [0.75, 0.75]] as const) {
    for (const [r, colour] of [[radius + 0.6, halo], [radius, fill]] as const) {
      ctx.beginPath()
      ctx.arc(x * size, y * size, r, 0, 2 * Math.PI)
      ctx.fillStyle = colour
      ctx.fill()
    }
  }
  return finish(ctx)
}

type Variant = 'open' | 'planned' | 'external'

/** The marker of a kind: ink with a white edge; planned ones are hollow, those beyond the border have a dot. */
function marker(path: string, variant: Variant, tokens: Tokens): Picture {
  const planned = variant === 'planned'
  const ctx = canvas(BOX + 4)
  ctx.translate(5, 5)
  ctx.scale(0.75, 0.75)
  const p = new Path2D(path)
  ctx.lineJoin = 'round'
  ctx.strokeStyle = tokens.halo
  ctx.lineWidth = 7
  ctx.stroke(p)
  ctx.fillStyle = planned ? tokens.halo : tokens.ink
  ctx.fill(p)
  if (planned) {
    ctx.strokeStyle = tokens.ink
    ctx.lineWidth = 3
    ctx.setLineDash([4, 2.5])
    ctx.stroke(p)
  }
  if (variant === 'external') {
    ctx.beginPath()
    ctx.arc(20, 3, 4.5, 0, 2 * Math.PI)
    ctx.fillStyle = tokens.halo
    ctx.fill()
    ctx.strokeStyle = tokens.ink
    ctx.lineWidth = 2.5
    ctx.stroke()
  }
  return finish(ctx)
}

function circle(size: number, radius: number, fill: string | null, stroke: string, width: number): Picture {
  const ctx = canvas(size)
  ctx.beginPath()
  ctx.arc(size / 2, size / 2, radius, 0, 2 * Math.PI)
  if (fill) {
    ctx.fillStyle = fill
    ctx.fill()
  }
  ctx.strokeStyle = stroke
  ctx.lineWidth = width
  ctx.stroke()
  return finish(ctx)
}

/** Makes the picture of a name that the style uses; null when it is none of ours. */
export function picture(name: string, config: Config, tokens: Tokens): Picture | null {
  switch (name) {
    case 'unknown':
      return hatch(8, 1, config.colours.unknown, 1.6, tokens.land)
    case 'provisional':
      return hatch(7, -1, config.colours.gap, 0.8, null)
    case 'walk':
      return dots(10, 1.1, tokens.ink, tokens.halo)
    case 'cluster':
      return circle(30, 12.5, tokens.ink, tokens.halo, 2.5)
    case 'ring':
      return circle(36, 15, null, tokens.ink, 1.4)
  }
  const [sort, kind, variant] = name.split(':')
  const found = config.markers.find((m) => m.kind === kind)
  if (sort !== 'place' || !found) return null
  return marker(found.path, variant === 'planned' || variant === 'external' ? variant : 'open', tokens)
}
