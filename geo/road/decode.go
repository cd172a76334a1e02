package road

import (
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
	in := &reader{r: r, sum: sha256.New(), block: make([]byte, 0, 1<<16)}
	g := in.graph()
	if in.err != nil {
		return nil, in.err
	}
	g.addArcs()
	g.addIndex()
	return g, nil
}

// reader keeps the first error; whoever reads many numbers looks at it.
type reader struct {
	r     io.Reader
	sum   hash.Hash
	block []byte // read; up to next it is used
	next  int
	err   error
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

func (r *reader) byte() byte {
	if r.next == len(r.block) && !r.refill() {
		return 0
	}
	r.next++
	return r.block[r.next-1]
}

// refill adds what was used to the sum and reads on.
func (r *reader) refill() bool {
	if r.err != nil {
		return false
	}
	r.sum.Write(r.block[:r.next])
	r.next = 0
	n, err := io.ReadAtLeast(r.r, r.block[:cap(r.block)], 1)
	if r.block = r.block[:n]; n == 0 {
		r.cut(err)
	}
	return n > 0
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
