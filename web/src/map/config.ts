/** What the server hands to the map, in a script element of the page. */

/** West, south, east, north in degrees. */
export type Box = [number, number, number, number]

/** A step of the scale; `max` is null for the last. Minutes, inclusive. */
export interface Class {
  max: number | null
  colour: string
}

/** A kind with the outline of its marker, in a box of 24 by 24. */
export interface Marker {
  kind: string
  name: string
  path: string
}

/** The label of an underserved area; `at` is longitude, latitude. */
export interface GapLabel {
  id: string
  text: string
  residents: string
  rank: number
  at: [number, number]
}

export interface Config {
  lang: 'it' | 'en'
  kind: string
  byArea: boolean
  /** Cells show the minutes to the second nearest: what is left if the nearest closes. */
  closes: boolean
  minutes: number
  gapTerritory: string
  /** ISTAT codes of the comuni that the figures are about; null for all. */
  comuni: string[] | null
  staleBefore: string
  tiles: { territory: string; coverage: string }
  classes: Class[]
  colours: { unknown: string; unreachable: string; served: string; notServed: string; gap: string }
  markers: Marker[]
  gaps: GapLabel[]
  bounds: Box
  focus: Box | null
  selected: string
}

/** Reads a JSON script element of a document. */
export function readJSON<T>(from: ParentNode, id: string): T {
  const text = from.querySelector(`#${id}`)?.textContent
  if (!text) throw new Error(`#${id} is missing from the page`)
  return JSON.parse(text) as T
}

export type Words = Record<string, string>

/** A text with its {n} filled in, as the language writes numbers. */
export function say(words: Words, key: string, n: number | string, lang: string): string {
  const value = typeof n === 'number' ? n.toLocaleString(lang === 'en' ? 'en-GB' : 'it-IT', { useGrouping: true }) : n
  return (words[key] ?? key).replace('{n}', value)
}
