/** The quiet colours of the map: white, one blue, ink. Colour belongs to the data. */
export interface Tokens {
  around: string
  land: string
  outside: string
  line: string
  zoneLine: string
  ink: string
  halo: string
  blue: string
  quiet: string
}

export const light: Tokens = {
  around: '#dbe2e9',
  land: '#ffffff',
  outside: '#eff2f5',
  line: '#8b99a7',
  zoneLine: '#2f475e',
  ink: '#17324d',
  halo: '#ffffff',
  blue: '#0066cc',
  quiet: '#455b71',
}
