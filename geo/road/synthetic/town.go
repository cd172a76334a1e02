package synthetic

import (
	"cmp"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"

	"atlante/geo"
)

// town is a comune while it is drawn.
type town struct {
	geo.Comune
	seat    spot
	axis    float64 // the direction in which its streets run
	rand    *rand.Rand
	hub     int32   // the junction at its seat
	mains   []int32 // junctions of its main streets: roads from elsewhere end there
	anchors anchors // nodes from which its own lanes may branch off
	// firstWay and lastWay bound the streets of its seat among the ways.
	firstWay, lastWay int
}

// settle makes towns of comuni, by code. Each has randomness of its own, so that
// what is drawn in one does not depend on the others.
func settle(comuni []geo.Comune, seed uint64) []*town {
	out := make([]*town, len(comuni))
	for i, c := range comuni {
		h := fnv.New64a()
		h.Write([]byte(c.ID))
		out[i] = &town{Comune: c, seat: spotOf(c.Seat), rand: rand.New(rand.NewPCG(seed, h.Sum64()))}
		out[i].axis = out[i].rand.Float64() * math.Pi
	}
	slices.SortFunc(out, func(a, b *town) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// reach is how far from the seat its own land goes, in metres, were it round.
func (t *town) reach() float64 { return 1000 * math.Sqrt(t.AreaKm2/math.Pi) }

// gate is the junction of a main street at which a road from a spot arrives.
func (t *town) gate(s *sheet, from spot) int32 {
	toward := from.minus(t.seat).unit()
	best, most := t.hub, math.Inf(-1)
	for _, n := range t.mains {
		at := s.at(n).minus(t.seat)
		if score := at.dot(toward) - 1.5*math.Abs(at.dot(toward.left())); score > most {
			best, most = n, score
		}
	}
	return best
}

// big tells whether people call it a town.
func (t *town) big() bool { return t.Residents >= 15000 }
