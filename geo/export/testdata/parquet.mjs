// Reads a GeoParquet file with hyparquet and prints what a test compares: the
// metadata "geo", the schema, the rows. Geometries come as the reader decodes them.
//
//   node parquet.mjs FOLDER_OF_NODE_MODULES FILE
import { openSync, readSync, fstatSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [modules, file] = process.argv.slice(2)
const { parquetMetadataAsync, parquetReadObjects } = await import(pathToFileURL(`${modules}/hyparquet/src/index.js`))

const descriptor = openSync(file)
const source = {
  byteLength: fstatSync(descriptor).size,
  slice(start, end = this.byteLength) {
    const bytes = new Uint8Array(end - start)
    readSync(descriptor, bytes, 0, bytes.length, start)
    return bytes.buffer
  },
}
const metadata = await parquetMetadataAsync(source)
const rows = await parquetReadObjects({ file: source, metadata })
const known = Object.fromEntries(metadata.key_value_metadata.map(({ key, value }) => [key, value]))
const plain = (_, v) => {
  if (typeof v === 'bigint') return Number(v)
  return v
}
console.log(JSON.stringify({
  known,
  geo: JSON.parse(known.geo),
  groups: metadata.row_groups.length,
  columns: metadata.schema.slice(1).map(({ name, type, converted_type, logical_type }) => ({ name, type: type ?? 'group', as: logical_type?.type ?? converted_type ?? '' })),
  rows,
}, plain))
