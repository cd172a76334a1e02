package cache

// MaxLayers is how many layers a key has room for.
const MaxLayers = 8

// Encoding is how the bytes of an answer are packed.
type Encoding uint8

// The encodings. What is packed with gzip at the first asking is also what
// composites are joined from.
const (
	Gzip Encoding = iota
	Brotli
	Identity
)

// String is the name of the encoding in HTTP; identity is "identity".
func (e Encoding) String() string {
	return [...]string{"gzip", "br", "identity"}[e]
}

// Key says what the bytes of an answer depend on, and nothing else. It carries the
// versions of the snapshot that the bytes are made from: so bytes that were begun
// before a change have another key than those that are asked for after it, and no
// race can put the ones in the place of the others. One layer packed with gzip and
// the answer with that layer alone are the same bytes and the same key.
type Key struct {
	Encoding Encoding
	Planned  bool   // the scenario, for layers that depend on it
	Z        uint8  // zoom, column and row of the tile
	Layers   uint16 // a bit for each, in the order of the catalogue
	Stored   uint16 // those of them that the store makes, not we: the same features in other bytes
	X, Y     uint32
	Lineage  uint64           // of what: versions of another one are others
	Versions [MaxLayers]int64 // of this tile, by layer; 0 for those that are not in it
}

// Has tells whether the i-th layer of the catalogue is in the answer.
func (k Key) Has(i int) bool { return k.Layers&(1<<i) != 0 }

// Only is the key of one layer of a composite, packed with gzip.
func (k Key) Only(i int) Key {
	versions := k.Versions[i]
	k.Encoding, k.Layers, k.Stored, k.Versions = Gzip, 1<<i, k.Stored&(1<<i), [MaxLayers]int64{}
	k.Versions[i] = versions
	return k
}

// In is the key of the same answer in another encoding.
func (k Key) In(e Encoding) Key {
	k.Encoding = e
	return k
}
