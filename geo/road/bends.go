package road

import (
	"math"
	"slices"
)

// Bends slows cars down where a road winds: 10 hairpins to a village are not
// driven at what the sign says. Every passage by car becomes the mean speed over
// its way, but for motorways, tunnels and ferries, which are as fast as they are
// built or sail. Call it once, when the places of the nodes are known; ways with
// nodes that are not there are left as they are.
//
// Method: headings between points every 20 m give the radius r of each bend, and
// √(Lateral·r) the speed in it; between bends cars speed up and slow down by
// Pickup. Both are comfort, not grip: the minimum radii of Italian roads (ministry
// decree 6792 of 2001: 19 m at 25 km/h, 45 m at 40, 118 m at 60) mean 2.4 to 2.7
// m/s² across, which is the most that a bend is built for.
func (p Profile) Bends(n Network) {
	if !(p.Lateral > 0) || !(p.Pickup > 0) {
		return
	}
	b := bends{lateral: p.Lateral, pickup: p.Pickup, network: n}
	for i := range n.Ways {
		w := &n.Ways[i]
		if len(w.Nodes) < 3 || !w.Car.Open() || w.Car.Through || !b.measure(w) {
			continue
		}
		forward := b.mean(float64(w.Car.Forward))
		w.Car.Backward = float32(b.mean(float64(w.Car.Backward)))
		w.Car.Forward = float32(forward)
	}
}

// stride between the points at which a road's heading is taken, in metres: long
// enough that a point drawn half a metre aside makes no bend.
const stride = 20

// longest way that is looked at, in metres.
const longest = 500_000

// bends of one way after another; the lists are used again.
type bends struct {
	network         Network
	lateral, pickup float64
	metres          float64   // of the way
	at              []float64 // x, y every stride, in metres
	most            []float64 // m/s at each of these points
	speed           []float64
}

// measure the speeds that a way's bends allow; false when it is too short for any.
func (b *bends) measure(w *Way) bool {
	if !b.walk(w) {
		return false
	}
	b.most = append(b.most[:0], math.Inf(1))
	for i := 2; i+2 < len(b.at); i += 2 {
		x1, y1 := b.at[i]-b.at[i-2], b.at[i+1]-b.at[i-1]
		x2, y2 := b.at[i+2]-b.at[i], b.at[i+3]-b.at[i+1]
		turn := math.Abs(math.Atan2(x1*y2-y1*x2, x1*x2+y1*y2))
		b.most = append(b.most, math.Sqrt(b.lateral*stride/turn))
	}
	b.most = append(b.most, math.Inf(1))
	return true
}

// walk puts a point every stride; false when the way is too short for a
// bend, or absurd.
func (b *bends) walk(w *Way) bool {
	b.at, b.metres = b.at[:0], 0
	nodes := b.network.Nodes
	for _, k := range w.Nodes {
		if k < 0 || int(k) >= len(nodes) {
			return false
		}
	}
	start := &nodes[w.Nodes[0]]
	sx, sy := scale(float64(start.Lat) / 1e7)
	next := 0.0
	for k := 1; k < len(w.Nodes); k++ {
		from, to := &nodes[w.Nodes[k-1]], &nodes[w.Nodes[k]]
		x, y := (float64(from.Lon)-float64(start.Lon))*sx, (float64(from.Lat)-float64(start.Lat))*sy
		dx, dy := (float64(to.Lon)-float64(from.Lon))*sx, (float64(to.Lat)-float64(from.Lat))*sy
		length := math.Hypot(dx, dy)
		if b.metres+length > longest {
			return false
		}
		for ; next < b.metres+length; next += stride {
			f := (next - b.metres) / length
			b.at = append(b.at, x+f*dx, y+f*dy)
		}
		b.metres += length
	}
	return len(b.at) >= 6
}

// mean speed over the way in km/h, where the road is driven at kmh when straight.
func (b *bends) mean(kmh float64) float64 {
	straight := kmh / 3.6
	if !(kmh > 0 && kmh <= fastest) || slices.Min(b.most) >= straight {
		return kmh
	}
	v := b.speed[:0]
	for _, most := range b.most {
		v = append(v, min(straight, most))
	}
	b.speed = v
	for i := 1; i < len(v); i++ {
		v[i] = min(v[i], math.Sqrt(v[i-1]*v[i-1]+2*b.pickup*stride))
	}
	time := 0.0
	for i := len(v) - 2; i >= 0; i-- {
		v[i] = min(v[i], math.Sqrt(v[i+1]*v[i+1]+2*b.pickup*stride))
		time += 2 * stride / (v[i] + v[i+1])
	}
	rest := b.metres - stride*float64(len(v)-1)
	return b.metres / (time + rest/straight) * 3.6
}
