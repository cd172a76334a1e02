package mvt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"math"
	"sync"
)

// ValueID stands for a value of [Values]; 0 is the absent value.
type ValueID uint32

// Values are values of attributes, each held once and in the bytes in which a tile lists it. Once they are
// arranged they are only ever added; whoever reads an older length is not disturbed.
// The zero value is ready for use.
type Values struct {
	mu    sync.Mutex
	data  []byte   // the field values of a layer (number 4), one after the other
	ends  []uint32 // of value i+1: where it ends in data
	table []uint32 // open addressing by hash: numbers of values, 0 where free
	seed  maphash.Seed
	buf   []byte
}

// NewValues makes an empty set.
func NewValues() *Values { return new(Values) }

// fill: the table grows when more than fill parts of 8 are taken.
const fill = 5

// ID gives the number of a value: nil, string, int64, float64 or bool. The same value has the same number. Other types,
// NaN (which equals nothing) and more than 4 GiB of values are errors.
func (v *Values) ID(x any) (ValueID, error) {
	if x == nil {
		return 0, nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	var err error
	if v.buf, err = appendValue(v.buf[:0], x); err != nil {
		return 0, err
	}
	if len(v.ends)*8 >= len(v.table)*fill {
		v.grow()
	}
	slot := v.find(v.buf)
	if v.table[slot] == 0 {
		if len(v.data)+len(v.buf) > math.MaxUint32 {
			return 0, errors.New("the values of the tiles are more than 4 GiB")
		}
		v.data = append(v.data, v.buf...)
		v.ends = append(v.ends, uint32(len(v.data)))
		v.table[slot] = uint32(len(v.ends))
	}
	return ValueID(v.table[slot]), nil
}

// Arrange numbers the values anew, in the order in which rows use them first, and changes the rows; those that none of
// them uses come last. Nobody may be reading, and numbers given before are good no more but in the rows.
//
// What it buys: what stands together in a tile lies together in memory, so that the processor has the slots and the bytes
// of a tile's values at hand, however many others there are. That is little with one territory, and a fifth of a tile
// with 50 times the data, about as much as Italy has.
func (v *Values) Arrange(rows iter.Seq[[]ValueID]) {
	v.mu.Lock()
	defer v.mu.Unlock()
	anew := make([]ValueID, len(v.ends)+1)
	data, ends := make([]byte, 0, len(v.data)*17/16), make([]uint32, 0, len(v.ends)*17/16) // some room for later ones
	number := func(id ValueID) ValueID {
		if id != 0 && anew[id] == 0 {
			data = append(data, v.bytes(uint32(id))...)
			ends = append(ends, uint32(len(data)))
			anew[id] = ValueID(len(ends))
		}
		return anew[id]
	}
	for row := range rows {
		for i, id := range row {
			row[i] = number(id)
		}
	}
	for id := range anew {
		number(ValueID(id))
	}
	v.data, v.ends = data, ends
	for i, id := range v.table {
		v.table[i] = uint32(anew[id])
	}
}

// Len is the number of values.
func (v *Values) Len() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.ends)
}

// Bytes is how much memory the values take.
func (v *Values) Bytes() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return cap(v.data) + 4*cap(v.ends) + 4*cap(v.table)
}

// read gives the values as they are now. What is added later lies behind them.
func (v *Values) read() (data []byte, ends []uint32) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.data, v.ends
}

// find gives the slot that holds the value of these bytes, or the free one where it belongs.
func (v *Values) find(b []byte) int {
	mask := len(v.table) - 1
	for i := int(maphash.Bytes(v.seed, b)) & mask; ; i = (i + 1) & mask {
		if id := v.table[i]; id == 0 || bytes.Equal(v.bytes(id), b) {
			return i
		}
	}
}

func (v *Values) bytes(id uint32) []byte {
	start := uint32(0)
	if id > 1 {
		start = v.ends[id-2]
	}
	return v.data[start:v.ends[id-1]]
}

func (v *Values) grow() {
	if len(v.table) == 0 {
		v.seed = maphash.MakeSeed()
	}
	v.table = make([]uint32, max(64, 2*len(v.table)))
	for id := 1; id <= len(v.ends); id++ {
		v.table[v.find(v.bytes(uint32(id)))] = uint32(id)
	}
}

// appendValue appends the field values of a layer (number 4) that holds the message of one value: string 1, double 3,
// uint 5, sint 6, bool 7. Whole numbers take the shorter of the two: uint, or sint below zero.
func appendValue(dst []byte, x any) ([]byte, error) {
	var m [12]byte
	b := m[:0]
	switch x := x.(type) {
	case string:
		head := 1 + len(binary.AppendUvarint(b, uint64(len(x))))
		dst = binary.AppendUvarint(append(dst, layerValues), uint64(head+len(x)))
		dst = binary.AppendUvarint(append(dst, 1<<3|2), uint64(len(x)))
		return append(dst, x...), nil
	case float64:
		if math.IsNaN(x) {
			return dst, errors.New("not a number is no value of a tile")
		}
		if x == 0 {
			x = 0 // -0 equals 0
		}
		b = binary.LittleEndian.AppendUint64(append(b, 3<<3|1), math.Float64bits(x))
	case int64:
		if x < 0 {
			b = binary.AppendVarint(append(b, 6<<3), x)
		} else {
			b = binary.AppendUvarint(append(b, 5<<3), uint64(x))
		}
	case bool:
		b = append(b, 7<<3, 0)
		if x {
			b[1] = 1
		}
	default:
		return dst, fmt.Errorf("a %T is no value of a tile: string, int64, float64 or bool is", x)
	}
	return append(append(dst, layerValues, byte(len(b))), b...), nil
}
