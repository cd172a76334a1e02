package export

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	flatbuffers "github.com/google/flatbuffers/go"

	"atlante/geo/feature"
)

// fgbMagic begins a file: version 3 of the format, patch 0.
var fgbMagic = []byte{'f', 'g', 'b', 3, 'f', 'g', 'b', 0}

// flatGeobuf writes the format of flatgeobuf.org. The header, which comes first,
// counts the features, and an index stands before them: so they wait in a
// temporary file, and of each only its box and place are in memory (48 bytes).
// Where all have a geometry they are ordered along a Hilbert curve and indexed;
// else they come in the order in which they were written, without an index.
type flatGeobuf struct {
	table
	out    io.Writer
	spool  *Spool
	w      *bufio.Writer // into the spool
	b      *flatbuffers.Builder
	values []byte
	items  []fgbItem
	at     uint64
	extent box
	bare   bool // some feature has no geometry
}

// fgbItem is a feature in the temporary file.
type fgbItem struct {
	box
	at          uint64
	size, along uint32 // bytes; place along the curve
}

func newFlatGeobuf(w io.Writer, t table) (Writer, error) {
	s, err := NewSpool(t.options.Dir, t.options.MaxBytes)
	if err != nil {
		return nil, err
	}
	return &flatGeobuf{table: t, out: w, spool: s, w: bufio.NewWriterSize(s, 64<<10),
		b: flatbuffers.NewBuilder(4 << 10), extent: emptyBox()}, nil
}

func (x *flatGeobuf) Write(f feature.Feature) error {
	s, err := shape(f)
	if err != nil {
		return err
	}
	if x.values, err = x.properties(x.values[:0], f); err != nil {
		return err
	}
	item := fgbItem{box: emptyBox(), at: x.at}
	x.b.Reset()
	var geometry flatbuffers.UOffsetT
	if s == nil {
		x.bare = true
	} else {
		item.box = boxOf(s)
		x.extent = x.extent.with(item.box)
		if geometry, err = fgbGeometry(x.b, s); err != nil {
			return fmt.Errorf("geometry of %s: %w", f.ID, err)
		}
	}
	fgbFeature(x.b, geometry, x.values)
	bytes := x.b.FinishedBytes()
	item.size = uint32(len(bytes))
	x.at += uint64(item.size)
	x.items = append(x.items, item)
	_, err = x.w.Write(bytes)
	return err
}

// properties are the known values: the number of the column, then the value.
func (x *flatGeobuf) properties(b []byte, f feature.Feature) ([]byte, error) {
	le := binary.LittleEndian
	for i, v := range f.Values {
		if v == nil {
			continue
		}
		b = le.AppendUint16(b, uint16(i))
		switch v := v.(type) {
		case string:
			b = append(le.AppendUint32(b, uint32(len(v))), v...)
		case int64:
			b = le.AppendUint64(b, uint64(v))
		case float64:
			b = le.AppendUint64(b, math.Float64bits(v))
		case bool:
			b = append(b, 0)
			if v {
				b[len(b)-1] = 1
			}
		case time.Time:
			s := moment(x.collection.Fields[i].Type, v)
			b = append(le.AppendUint32(b, uint32(len(s))), s...)
		default:
			return nil, fmt.Errorf("%s of %s: %T is none of the types of a field", x.collection.Fields[i].Name, f.ID, v)
		}
	}
	return b, nil
}

func (x *flatGeobuf) Close() error {
	defer x.Discard()
	if err := x.w.Flush(); err != nil {
		return err
	}
	indexed := !x.bare && len(x.items) > 0
	if indexed {
		x.order()
	}
	w := bufio.NewWriterSize(x.out, 64<<10)
	w.Write(fgbMagic)
	w.Write(x.header(indexed))
	if indexed {
		writeFGBIndex(w, x.items)
	}
	if err := x.copy(w); err != nil {
		return err
	}
	return w.Flush()
}

// order sorts the features along the curve, last point first as the format has it.
func (x *flatGeobuf) order() {
	for i, item := range x.items {
		x.items[i].along = hilbertOf(item.box, x.extent)
	}
	slices.SortFunc(x.items, func(a, b fgbItem) int {
		return cmp.Or(cmp.Compare(b.along, a.along), cmp.Compare(a.at, b.at))
	})
}

func (x *flatGeobuf) copy(w io.Writer) error {
	var b []byte
	for _, i := range x.items {
		b = slices.Grow(b[:0], int(i.size))[:i.size]
		if _, err := x.spool.ReadAt(b, int64(i.at)); err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return nil
}

func (x *flatGeobuf) Discard() {
	_ = x.spool.Close() // it has no name any more: this removes it
}
