package road

import (
	"bufio"
	"crypto/sha256"
	"hash"
	"io"
	"math"

	"atlante/geo"
)

// Read a graph that WriteTo has written. What is cut off, damaged or says what no
// graph says is geo.ErrInvalid. Memory is taken as the bytes arrive, a small
// multiple of them, whatever counts they declare; an error of r is returned as
// it is.
func Read(r io.Reader) (*Graph, error) {
	in := &reader{r: bufio.NewReaderSize(r, 1<<16), sum: sha256.New()}
	g := in.graph()
	if in.err != nil {
		return nil, in.err
	}
	g.addArcs()
	g.addIndex()
	return g, nil
}

// reader keeps the first error; after one it reads zeros.
type reader struct {
	r       *bufio.Reader
	sum     hash.Hash
	pending []byte // read and not yet summed
	err     error
}

func (r *reader) fail(it, en string) {
	if r.err == nil {
		r.err = geo.Invalid("grafo stradale: %s; importare di nuovo le strade / road graph: %s; import the roads again", it, en)
	}
}

// cut turns the end of the bytes into our error.
func (r *reader) cut(err error) {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		r.fail("i dati finiscono prima del previsto", "the data end too early")
	} else if r.err == nil {
		r.err = err
	}
}

func (r *reader) settle() {
	r.sum.Write(r.pending)
	r.pending = r.pending[:0]
}

func (r *reader) byte() byte {
	if r.err != nil {
		return 0
	}
	b, err := r.r.ReadByte()
	if err != nil {
		r.cut(err)
		return 0
	}
	if r.pending = append(r.pending, b); len(r.pending) == 1<<12 {
		r.settle()
	}
	return b
}

// unsigned reads a varint up to a limit.
func (r *reader) unsigned(limit uint64) uint64 {
	v := uint64(0)
	for shift := 0; r.err == nil; shift += 7 {
		b := r.byte()
		if shift == 63 && b > 1 {
			r.fail("numero troppo grande", "number too large")
			break
		}
		if v |= uint64(b&0x7f) << shift; b&0x80 == 0 {
			break
		}
	}
	if v > limit {
		r.fail("numero troppo grande", "number too large")
	}
	if r.err != nil {
		return 0
	}
	return v
}

func (r *reader) difference(from int32) int32 {
	v := r.unsigned(math.MaxUint64)
	d := int64(v>>1) ^ -int64(v&1)
	if d < -1<<32 || d > 1<<32 || int64(from)+d != int64(int32(int64(from)+d)) {
		r.fail("coordinate fuori dalla Terra", "coordinates outside the Earth")
		return 0
	}
	return from + int32(d)
}

func (r *reader) point(beforeLon, beforeLat int32) (lon, lat int32) {
	lon, lat = r.difference(beforeLon), r.difference(beforeLat)
	if !onEarth(lon, lat) {
		r.fail("coordinate fuori dalla Terra", "coordinates outside the Earth")
	}
	return lon, lat
}

func (r *reader) cost() uint32 {
	if c := uint32(r.unsigned(maxCost)); c > 0 {
		return c
	}
	return Closed
}
