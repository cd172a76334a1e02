package road

import (
	"math"

	"atlante/geo"
)

// Closed is the cost of an arc that nobody may take.
const Closed = math.MaxUint32

// Graph is the roads of one mode, ready to be searched: nodes in Hilbert order,
// chains of nodes of degree 2 contracted to one edge, arcs in compressed sparse
// rows. Costs are whole deciseconds. It does not change once it is made, and is
// safe for concurrent use.
type Graph struct {
	Mode     geo.Mode // ModeCar or ModeFoot
	Lon, Lat []int32  // by node: 1e-7 degrees, EPSG:4326
	Edges    []Edge   // in the order of From, then To
	Shape    []int32  // inner points of the edges: lon, lat, lon, lat … in 1e-7 degrees

	Leaving  Arcs // by the node that an arc starts from
	Arriving Arcs // by the node that an arc leads to: searched from the places backwards

	snaps snapIndex
}

// Edge is a chain of road between two nodes, both ways.
type Edge struct {
	From, To int32
	// There and Back are the costs From→To and To→From in deciseconds; Closed
	// where that is not allowed.
	There, Back uint32
	Metres      float32
	// ShapeFrom and ShapeTo bound its inner points in Graph.Shape, From to To,
	// counted in points (a pair of numbers each).
	ShapeFrom, ShapeTo int32
	Winter             bool // closed in winter
	// Snaps tells that points may be joined to the edge: it lies in the largest
	// strongly connected component of the roads that are open all year.
	Snaps bool
}

// Arcs are the arcs of a graph by node n: those from First[n] up to First[n+1].
// Parallel arcs are kept only where the quicker one is closed in winter.
type Arcs struct {
	First  []int32  // one more than there are nodes
	Node   []int32  // the other end
	Cost   []uint32 // deciseconds, at least 1
	Winter []bool   // closed in winter
}

// Snap is where a point is joined to the roads.
type Snap struct {
	Edge     int32
	Fraction float64 // of the edge's length, 0 at From and 1 at To
	Metres   float64 // from the point to the edge, as the crow flies
}

// End is one end of the edge of a snap and the deciseconds between both.
type End struct {
	Node int32
	Cost uint32 // Closed where that is not allowed
}
