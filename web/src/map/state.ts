import type { Config } from './config'

/** What of the page the style depends on. */
export type StyleState = Pick<
  Config,
  'kind' | 'byArea' | 'closes' | 'gapTerritory' | 'comuni' | 'staleBefore' | 'tiles' | 'colours' | 'gaps' | 'selected' | 'bounds'
> & {
  /** Scheme and host that the addresses of the tiles start with. */
  origin: string
  /** Font files by name, from our own host. */
  fonts: Record<string, string[]>
}

export const FONT = 'Titillium Web 400'
export const STRONG = 'Titillium Web 600'

/** "gap:g-portineria-3" taken apart. */
export function splitSelected(selected: string): [string, string] {
  const colon = selected.indexOf(':')
  return colon < 0 ? ['', ''] : [selected.slice(0, colon), selected.slice(colon + 1)]
}
