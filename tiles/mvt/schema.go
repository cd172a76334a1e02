package mvt

import "encoding/binary"

// The fields of the messages, as number<<3 | wire type: Mapbox Vector Tile Specification 2.1, vector_tile.proto.
const (
	tileLayers = 3<<3 | 2

	layerVersion  = 15 << 3
	layerName     = 1<<3 | 2
	layerFeatures = 2<<3 | 2
	layerKeys     = 3<<3 | 2
	layerValues   = 4<<3 | 2
	layerExtent   = 5 << 3

	featureID       = 1 << 3
	featureTags     = 2<<3 | 2
	featureType     = 3 << 3
	featureGeometry = 4<<3 | 2
)

// Schema is what all tiles of a layer share: its name and the keys of its attributes. Immutable.
type Schema struct {
	head []byte   // version and name
	keys [][]byte // the field keys of a layer, of each key
}

// extent is how every layer ends: 4096 units to the tile.
var extent = binary.AppendUvarint([]byte{layerExtent}, 4096)

// NewSchema makes the schema of a layer. A key that comes twice would be a mistake of the caller: tags are given by the
// place of their key.
func NewSchema(layer string, keys []string) *Schema {
	s := &Schema{head: field([]byte{layerVersion, 2}, layerName, layer)}
	for _, k := range keys {
		s.keys = append(s.keys, field(nil, layerKeys, k))
	}
	return s
}

func field(dst []byte, tag byte, s string) []byte {
	return append(binary.AppendUvarint(append(dst, tag), uint64(len(s))), s...)
}

// size is how many bytes n takes as a varint.
func size(n int) int {
	k := 1
	for ; n >= 0x80; n >>= 7 {
		k++
	}
	return k
}

// put writes n as a varint at b[i] and gives the place behind it; a byte must stand there, and is lost. Numbers of one
// byte and of two take the same way: which it will be, the processor could only guess.
func put(b []byte, i int, n uint32) int {
	if n < 1<<14 {
		second := (0x7f - n) >> 31 // 1 for numbers of two bytes
		b[i+1] = byte(n >> 7)
		b[i] = byte(n&0x7f | second<<7)
		return i + 1 + int(second)
	}
	for ; n >= 0x80; n >>= 7 {
		b[i] = byte(n) | 0x80
		i++
	}
	b[i] = byte(n)
	return i + 1
}

// zigzag puts the sign last, so that small numbers stay short on both sides of zero.
func zigzag(n int32) uint32 { return uint32(n<<1) ^ uint32(n>>31) }
