package road

import "atlante/geo"

// piece is a stretch of one way between two vertices: the nodes of the way from
// position First to Last. Until the vertices are numbered A and B are nodes.
type piece struct {
	a, b        int32
	way         int32
	first, last int32
	mm          int32 // length
}

// A coordinate outside the Earth, and speeds outside what moves on it, are
// refused: km/h.
const (
	slowest, fastest = 0.1, 1000
	maxMM            = 1 << 30 // of a piece: 1,074 km
)

// passage of the builder's mode.
func (b *builder) passage(w *Way) Passage {
	switch b.mode {
	case geo.ModeCar:
		return w.Car
	case geo.ModeFoot:
		return w.Foot
	}
	return Passage{}
}

// barred tells whether a node stops the builder's mode.
func (b *builder) barred(node int32) bool {
	n := &b.nodes[node]
	return b.mode == geo.ModeCar && n.NoCar || b.mode == geo.ModeFoot && n.NoFoot
}

// readWays chooses the ways of the mode, refuses absurd ones and counts how many
// ends of segments meet at each node.
func (b *builder) readWays() {
	b.meeting = make([]uint8, len(b.nodes))
	for i := range b.all {
		w := &b.all[i]
		if b.passage(w) == (Passage{Through: b.passage(w).Through}) {
			continue
		}
		if !b.sound(w) {
			b.report.Refused++
			continue
		}
		b.ways = append(b.ways, int32(i))
		for k := 1; k < len(w.Nodes); k++ {
			if w.Nodes[k] != w.Nodes[k-1] {
				b.meet(w.Nodes[k-1])
				b.meet(w.Nodes[k])
			}
		}
	}
	b.report.Ways = len(b.ways)
}

func (b *builder) meet(node int32) {
	if b.meeting[node] < 3 {
		b.meeting[node]++
	}
}

// sound tells whether a way joins known points of the Earth at possible speeds.
func (b *builder) sound(w *Way) bool {
	p, differs := b.passage(w), false
	for _, v := range []float32{p.Forward, p.Backward} {
		if v != 0 && !(v >= slowest && v <= fastest) {
			return false
		}
	}
	for k, at := range w.Nodes {
		if at < 0 || int(at) >= len(b.nodes) || !onEarth(b.nodes[at].Lon, b.nodes[at].Lat) {
			return false
		}
		differs = differs || k > 0 && at != w.Nodes[k-1]
	}
	return differs
}

func onEarth(lon, lat int32) bool {
	return lon >= -1_800_000_000 && lon <= 1_800_000_000 && lat >= -900_000_000 && lat <= 900_000_000
}

// cutWays cuts at crossings, barriers and ends of ways.
func (b *builder) cutWays() {
	b.pieces = make([]piece, 0, b.countPieces())
	for _, i := range b.ways {
		nodes := b.all[i].Nodes
		start, mm := 0, int64(0)
		for k := 1; k < len(nodes); k++ {
			if nodes[k] == nodes[k-1] {
				continue
			}
			from, to := &b.nodes[nodes[k-1]], &b.nodes[nodes[k]]
			mm += int64(Metres(from.Lon, from.Lat, to.Lon, to.Lat)*1000 + 0.5)
			if b.cuts(nodes, k) {
				b.pieces = append(b.pieces, piece{nodes[start], nodes[k], i, int32(start), int32(k), int32(min(mm, maxMM))})
				start, mm = k, 0
			}
		}
	}
}

// cuts tells whether a piece ends at position k of a way, which is not its first;
// repeated nodes at its end are one.
func (b *builder) cuts(nodes []int32, k int) bool {
	if b.meeting[nodes[k]] != 2 || b.barred(nodes[k]) {
		return true
	}
	for _, later := range nodes[k+1:] {
		if later != nodes[k] {
			return false
		}
	}
	return true
}

func (b *builder) countPieces() int {
	count := 0
	for _, i := range b.ways {
		nodes := b.all[i].Nodes
		for k := 1; k < len(nodes); k++ {
			if nodes[k] != nodes[k-1] && b.cuts(nodes, k) {
				count++
			}
		}
	}
	return count
}

// micros is the time along a piece in the direction of its way and against it,
// in microseconds; -1 where that is not allowed.
func (b *builder) micros(p *piece) (forward, backward int64) {
	passage := b.passage(&b.all[p.way])
	return micros(p.mm, passage.Forward), micros(p.mm, passage.Backward)
}

// micros: a millimetre at 1 km/h takes 3,600 microseconds.
func micros(mm int32, kmh float32) int64 {
	if kmh == 0 {
		return -1
	}
	return int64(float64(mm)*3600/float64(kmh) + 0.5)
}

// inner counts the points between the ends of a piece, repeated ones once.
func (b *builder) inner(p *piece) int {
	count := -1
	nodes := b.all[p.way].Nodes
	for k := p.first + 1; k <= p.last; k++ {
		if nodes[k] != nodes[k-1] {
			count++
		}
	}
	return count
}
