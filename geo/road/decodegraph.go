package road

import (
	"bytes"
	"crypto/sha256"
	"io"
	"math"

	"atlante/geo"
)

// first allocation, in elements, however many are declared.
const firstRoom = 1 << 12

func (r *reader) graph() *Graph {
	for i := range len(magic) {
		if r.byte() != magic[i] {
			r.fail("non è un grafo di questa versione", "this is no graph of this version")
			return nil
		}
	}
	g := &Graph{Mode: r.mode()}
	nodes := int(r.unsigned(math.MaxInt32 - 1))
	edges := int(r.unsigned(math.MaxInt32 / 2))
	points := int(r.unsigned(math.MaxInt32 / 2))
	r.nodes(g, nodes)
	g.Edges, g.Shape = room(g.Edges, edges), room(g.Shape, 2*points)
	for len(g.Edges) < edges && r.err == nil {
		g.Edges = room(g.Edges, edges)
		r.edge(g, points)
	}
	if r.err == nil && len(g.Shape) != 2*points {
		r.fail("i punti delle strade non tornano", "the points of the roads do not add up")
	}
	r.end()
	return g
}

func (r *reader) mode() geo.Mode {
	switch r.byte() {
	case 'c':
		return geo.ModeCar
	case 'f':
		return geo.ModeFoot
	}
	r.fail("modo di viaggio sconosciuto", "unknown mode of travel")
	return ""
}

// room makes space for one more element of a list of a declared length, doubling
// it: never more than twice what has arrived.
func room[T any](list []T, declared int) []T {
	if len(list) < cap(list) {
		return list
	}
	grown := make([]T, len(list), min(declared, max(2*cap(list), firstRoom)))
	copy(grown, list)
	return grown
}

func (r *reader) nodes(g *Graph, count int) {
	var lon, lat int32
	for len(g.Lon) < count && r.err == nil {
		lon, lat = r.point(lon, lat)
		g.Lon, g.Lat = append(room(g.Lon, count), lon), append(room(g.Lat, count), lat)
	}
}

// edge reads one more, with its points.
func (r *reader) edge(g *Graph, points int) {
	e, before := Edge{}, Edge{}
	if len(g.Edges) > 0 {
		before = g.Edges[len(g.Edges)-1]
	}
	e.From = r.node(g, before.From)
	e.To = r.node(g, e.From)
	e.There, e.Back = r.cost(), r.cost()
	e.Metres = math.Float32frombits(uint32(r.byte()) | uint32(r.byte())<<8 | uint32(r.byte())<<16 | uint32(r.byte())<<24)
	flags := r.byte()
	e.Winter, e.Snaps = flags&flagWinter != 0, flags&flagSnaps != 0
	switch {
	case r.err != nil:
	case flags&^flagsKnown != 0, e.There == Closed && e.Back == Closed, e.Winter && e.Snaps,
		!(e.Metres >= 0 && e.Metres <= math.MaxFloat32):
		r.fail("tratto di strada impossibile", "impossible edge")
	case e.From == before.From && e.To < before.To && len(g.Edges) > 0:
		r.fail("tratti di strada non in ordine", "edges out of order")
	}
	e.ShapeFrom = int32(len(g.Shape) / 2)
	inner := int(r.unsigned(uint64(points - len(g.Shape)/2)))
	if r.err != nil {
		return
	}
	lon, lat := g.Lon[e.From], g.Lat[e.From]
	for i := 0; i < inner && r.err == nil; i++ {
		lon, lat = r.point(lon, lat)
		g.Shape = append(room(g.Shape, 2*points), lon)
		g.Shape = append(room(g.Shape, 2*points), lat)
	}
	e.ShapeTo = int32(len(g.Shape) / 2)
	g.Edges = append(g.Edges, e)
}

// node so many after another one.
func (r *reader) node(g *Graph, from int32) int32 {
	n := uint64(from) + r.unsigned(math.MaxInt32)
	if n >= uint64(len(g.Lon)) {
		r.fail("nodo che non c'è", "a node that is not there")
		return 0
	}
	return int32(n)
}

// end checks the sum, and that nothing follows.
func (r *reader) end() {
	if r.err != nil {
		return
	}
	r.sum.Write(r.block[:r.next])
	rest := io.MultiReader(bytes.NewReader(r.block[r.next:]), r.r)
	var told [sha256.Size + 1]byte
	n, err := io.ReadFull(rest, told[:])
	switch {
	case err == nil:
		r.fail("altri dati dopo la fine", "more data after the end")
	case n < sha256.Size || err != io.ErrUnexpectedEOF:
		r.cut(err)
	case !bytes.Equal(told[:n], r.sum.Sum(nil)):
		r.fail("i dati sono danneggiati (la somma di controllo non torna)", "the data are damaged (their checksum differs)")
	}
}
