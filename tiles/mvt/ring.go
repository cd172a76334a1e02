package mvt

// The commands of a geometry: Mapbox Vector Tile Specification 2.1, 4.3.1.
const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

// vertex is a position in units of a tile. Whole numbers of 64 bits: far from the tile they grow large, and the clipper
// multiplies them.
type vertex struct{ x, y int64 }

// ringBytes is the most that a ring of n vertices takes: three commands and two varints a vertex.
func ringBytes(n int) int { return 1 + 5 + 1 + 10*n }

// tidy drops vertices that repeat the one before, also around the end, and gives twice the area: positive when the ring
// runs clockwise as it is seen on the tile. Less than three vertices have none.
func tidy(r []vertex) ([]vertex, int64) {
	if len(r) == 0 {
		return r, 0
	}
	n, area, last := 0, int64(0), r[len(r)-1]
	for _, v := range r {
		if v != last {
			area += cross(last, v)
			r[n] = v
			n++
		}
		last = v
	}
	return r[:n], area
}

func cross(a, b vertex) int64 { return a.x*b.y - b.x*a.y }

// pen draws rings: every position is told as its distance from the one before.
type pen struct {
	b    []byte
	i    int
	x, y int64
}

// ring draws a closed ring from its first vertex, backwards if told.
func (p *pen) ring(r []vertex, backwards bool) {
	p.b[p.i] = 1<<3 | moveTo
	p.i++
	p.to(r[0])
	p.i = put(p.b, p.i, uint32(len(r)-1)<<3|lineTo)
	if backwards {
		for i := len(r) - 1; i > 0; i-- {
			p.to(r[i])
		}
	} else {
		for _, v := range r[1:] {
			p.to(v)
		}
	}
	p.b[p.i] = 1<<3 | closePath
	p.i++
}

func (p *pen) to(v vertex) {
	p.i = put(p.b, p.i, zigzag(int32(v.x-p.x)))
	p.i = put(p.b, p.i, zigzag(int32(v.y-p.y)))
	p.x, p.y = v.x, v.y
}

func abs(n int64) int64 { return max(n, -n) }
