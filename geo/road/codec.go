package road

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"math"

	"atlante/geo"
)

// The file of a graph: the magic word with its version, the mode, three counts,
// nodes, edges with their points, SHA-256 of all that. Whole numbers are varints,
// coordinates differences to the point before, so that a number takes one to
// three bytes. Arcs and index follow from the edges and are made again.
const magic = "ATLROAD\x01"

// What an edge's byte of flags holds.
const (
	flagWinter = 1 << iota
	flagSnaps
	flagsKnown = flagWinter | flagSnaps
)

// WriteTo writes the graph in the form that Read takes; the number is the bytes
// written. Equal graphs give equal bytes.
func (g *Graph) WriteTo(w io.Writer) (int64, error) {
	out := &writer{sum: sha256.New()}
	out.w = bufio.NewWriterSize(io.MultiWriter(w, out.sum), 1<<16)
	out.bytes([]byte(magic))
	out.bytes([]byte{modeByte(g.Mode)})
	out.count(len(g.Lon))
	out.count(len(g.Edges))
	out.count(len(g.Shape) / 2)
	var lon, lat int32
	for i := range g.Lon {
		out.point(g.Lon[i], g.Lat[i], lon, lat)
		lon, lat = g.Lon[i], g.Lat[i]
	}
	from := int32(0)
	for i := range g.Edges {
		out.edge(g, &g.Edges[i], from)
		from = g.Edges[i].From
	}
	if out.err == nil {
		out.err = out.w.Flush()
	}
	if out.err != nil {
		return out.n, out.err
	}
	n, err := w.Write(out.sum.Sum(nil))
	return out.n + int64(n), err
}

func modeByte(m geo.Mode) byte {
	switch m {
	case geo.ModeCar:
		return 'c'
	case geo.ModeFoot:
		return 'f'
	}
	return '-'
}

// writer keeps the first error; n counts what was given to it.
type writer struct {
	w       *bufio.Writer
	sum     hash.Hash
	scratch [binary.MaxVarintLen64]byte
	n       int64
	err     error
}

func (w *writer) bytes(p []byte) {
	if w.err == nil {
		var n int
		n, w.err = w.w.Write(p)
		w.n += int64(n)
	}
}

func (w *writer) unsigned(v uint64) { w.bytes(binary.AppendUvarint(w.scratch[:0], v)) }
func (w *writer) signed(v int64)    { w.bytes(binary.AppendVarint(w.scratch[:0], v)) }
func (w *writer) count(n int)       { w.unsigned(uint64(n)) }

func (w *writer) point(lon, lat, beforeLon, beforeLat int32) {
	w.signed(int64(lon) - int64(beforeLon))
	w.signed(int64(lat) - int64(beforeLat))
}

func (w *writer) cost(c uint32) {
	if c == Closed {
		c = 0
	}
	w.unsigned(uint64(c))
}

func (w *writer) edge(g *Graph, e *Edge, from int32) {
	w.count(int(e.From - from))
	w.count(int(e.To - e.From))
	w.cost(e.There)
	w.cost(e.Back)
	w.bytes(binary.LittleEndian.AppendUint32(w.scratch[:0], math.Float32bits(e.Metres)))
	flags := byte(0)
	if e.Winter {
		flags |= flagWinter
	}
	if e.Snaps {
		flags |= flagSnaps
	}
	w.bytes(append(w.scratch[:0], flags))
	w.count(int(e.ShapeTo - e.ShapeFrom))
	lon, lat := g.Lon[e.From], g.Lat[e.From]
	for k := e.ShapeFrom; k < e.ShapeTo; k++ {
		w.point(g.Shape[2*k], g.Shape[2*k+1], lon, lat)
		lon, lat = g.Shape[2*k], g.Shape[2*k+1]
	}
}
