/** Makes texts comparable, as the server does: no case, no accents, no signs. */
export function fold(s: string): string {
  return s
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** What is not empty, with commas between. */
export function line(...parts: string[]): string {
  return parts.map((p) => p.trim()).filter(Boolean).join(', ')
}

/** A text with its {names} filled in. */
export function fill(text: string | undefined, values: Record<string, string>): string {
  return (text ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}

/** Longitude and latitude in degrees. */
export type LonLat = [number, number]

/** "lon,lat" with the six decimals that the server writes; null for what is none. */
export function readPoint(s: string): LonLat | null {
  const [lon, lat] = s.split(',').map(Number)
  return s !== '' && Number.isFinite(lon) && Number.isFinite(lat) ? [lon!, lat!] : null
}

export function writePoint([lon, lat]: LonLat): string {
  return `${lon.toFixed(6)},${lat.toFixed(6)}`
}

/** Metres between two points, on a sphere. */
export function metres(a: LonLat, b: LonLat): number {
  const rad = Math.PI / 180
  const x = (b[0] - a[0]) * rad * Math.cos(((a[1] + b[1]) / 2) * rad)
  const y = (b[1] - a[1]) * rad
  return Math.hypot(x, y) * 6371008.8
}

const WINDS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const

/** Which of eight winds b lies in, seen from a. */
export function wind(a: LonLat, b: LonLat): string {
  const x = (b[0] - a[0]) * Math.cos((a[1] * Math.PI) / 180)
  const turn = Math.atan2(x, b[1] - a[1]) / (Math.PI / 4)
  return WINDS[(Math.round(turn) + 8) % 8]!
}

/** A text with the names of a list filled in. */
export const listed = (text: string | undefined, names: string[]) => fill(text, { n: names.join(', ') })

/** Coordinates as people write them: 45,31340 N 7,38970 E. */
export function degrees([lon, lat]: LonLat): string {
  const text = `${lat.toFixed(5)} N ${lon.toFixed(5)} E`
  return document.documentElement.lang === 'it' ? text.replaceAll('.', ',') : text
}
