// From the landing page to a set of tiles, by the relations of its links and nothing else.

/** Every address that was asked, for the test to look at. */
const walked = (window.walked = [])

export const rel = (links, name) => links.find((l) => l.rel === name && (!l.type || l.type.includes('json'))).href

export async function follow(url) {
  walked.push(url)
  const res = await fetch(url, { headers: { Accept: 'application/json' } })
  if (!res.ok) throw new Error(`${url}: ${res.status}`)
  return res.json()
}

/** The description of the tiles in the grid that all programs know, with its address. */
export async function tileset(root) {
  const landing = await follow(root)
  const { tilesets } = await follow(rel(landing.links, 'http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector'))
  const url = rel(tilesets.find((t) => t.tileMatrixSetURI.endsWith('/WebMercatorQuad')).links, 'self')
  return { url, about: await follow(url) }
}

/** Where the program begins, as its page was told. */
export const at = () => new URLSearchParams(location.search).get('at')

/** The steps of the scale of minutes that these programs paint. */
export const steps = [[15, '#fdeecb'], [30, '#f9c978'], [45, '#e8923c'], [60, '#b8541c'], [Infinity, '#6e260e']]
