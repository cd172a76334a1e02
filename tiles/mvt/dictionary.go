package mvt

import "math"

// dictionary gives each value of a layer its number in the tile, in the order of first use.
//
// What it buys: a tile hashes nothing, encodes nothing and clears nothing. Values come as numbers of what [Values] holds
// encoded, and each has a slot that says in which tile it was last used, and as what; a slot of another tile is simply
// out of date.
type dictionary struct {
	slots []slot
	keys  []slot
	epoch uint32
	used  []ValueID // values of this tile
	names []uint16  // keys of this tile, by their place in the schema
	tags  []byte    // of the feature in the making
	n     int       // of them used
}

type slot struct{ epoch, number uint32 }

// begin forgets the tile before.
func (d *dictionary) begin(keys, values int) {
	if d.epoch == math.MaxUint32 {
		d.slots, d.keys, d.epoch = nil, nil, 0
	}
	d.epoch++
	d.used, d.names, d.n = d.used[:0], d.names[:0], 0
	if len(d.slots) <= values {
		d.slots = make([]slot, values+1+values/8)
	}
	if len(d.keys) < keys {
		d.keys = make([]slot, keys)
		d.tags = make([]byte, keys*2*5)
	}
}

// encode writes the tags of a feature: for each value that is not absent the numbers of its key and of itself.
func (d *dictionary) encode(values []ValueID) {
	b, n, epoch, slots, keys := d.tags, 0, d.epoch, d.slots, d.keys[:len(values)]
	for k, id := range values {
		if id == 0 {
			continue
		}
		key := &keys[k]
		if key.epoch != epoch {
			*key = slot{epoch, uint32(len(d.names))}
			d.names = append(d.names, uint16(k))
		}
		if key.number < 0x80 { // as good as always, so that the processor need not wait for how long it is
			b[n] = byte(key.number)
			n++
		} else {
			n = put(b, n, key.number)
		}
		s := &slots[id]
		if s.epoch != epoch {
			*s = slot{epoch, uint32(len(d.used))}
			d.used = append(d.used, id)
		}
		n = put(b, n, s.number)
	}
	d.n = n
}
