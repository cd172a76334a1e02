package synthetic

import "math"

// anchors are nodes that lanes may branch off from, in squares of a hundred
// metres or more, so that the closest to a spot is found at once.
type anchors struct {
	nodes   []int32
	squares map[[2]int32][]int32
}

const squareMetres = 200

func square(p spot) [2]int32 {
	return [2]int32{int32(math.Floor(p.x / squareMetres)), int32(math.Floor(p.y / squareMetres))}
}

func (a *anchors) add(s *sheet, nodes ...int32) {
	if a.squares == nil {
		a.squares = map[[2]int32][]int32{}
	}
	for _, n := range nodes {
		q := square(s.at(n))
		a.squares[q] = append(a.squares[q], n)
	}
	a.nodes = append(a.nodes, nodes...)
}

// nearest is the closest node to a spot that is at least so far and at most so
// far from it, in metres; -1 when there is none. Of equally close ones it is the
// first that was added.
func (a *anchors) nearest(s *sheet, p spot, least, most float64) (int32, float64) {
	best, found := int32(-1), most
	middle := square(p)
	for ring := int32(0); float64(ring-1)*squareMetres <= found; ring++ {
		for dx := -ring; dx <= ring; dx++ {
			step := 2 * ring // only the rim of the square
			if dx == -ring || dx == ring || ring == 0 {
				step = 1
			}
			for dy := -ring; dy <= ring; dy += step {
				for _, n := range a.squares[[2]int32{middle[0] + dx, middle[1] + dy}] {
					d := s.at(n).to(p)
					if d >= least && (d < found || d == found && n < best) {
						best, found = n, d
					}
				}
			}
		}
	}
	return best, found
}
