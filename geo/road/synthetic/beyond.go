package synthetic

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// outside is what lies beyond the border of the comuni that are given: comuni
// that do not exist, named so, with valleys of their own.
type outside struct {
	comuni  []geo.Comune
	valleys []geo.Valley
}

// The land beyond: Piemonte has 1,180 comuni in 25,400 km², 312 of them in the
// Città metropolitana di Torino.
const (
	pitch    = 4900.0 // metres between seats: about 21 km² each
	minimum  = 3600.0 // metres from a real seat
	poles    = 7      // larger towns, far from each other
	poleSize = 45000  // residents
)

// beyond makes the comuni of the land to the south and the east of the given
// ones, and chains of them up two valleys that begin at the border: the western
// and the north-western border is a ridge with no other ways.
func beyond(comuni []geo.Comune, seed uint64) outside {
	r := rand.New(rand.NewPCG(seed, 0xb0))
	var out outside
	hull := hullOf(comuni)
	for _, at := range lattice(r) {
		if inHull(hull, at) || nearestSeat(comuni, at) < minimum || ridge(at) {
			continue
		}
		out.add(at, r)
	}
	out.makePoles(comuni)
	out.makeValleys()
	for i, c := range []corridor{dora, durance} {
		out.follow(c, comuni, i, r)
	}
	return out
}

// lattice is a hexagonal lattice over the region, shaken.
func lattice(r *rand.Rand) []spot {
	low, high := spotOf(orb.Point{7.05, 44.15}), spotOf(orb.Point{8.75, 45.95})
	var out []spot
	for row, y := 0, low.y; y < high.y; row, y = row+1, y+pitch*math.Sqrt(3)/2 {
		for x := low.x + float64(row%2)*pitch/2; x < high.x; x += pitch {
			out = append(out, spot{x, y}.plus(polar(0.33*pitch*r.Float64(), 2*math.Pi*r.Float64())))
		}
	}
	return out
}

// ridge is the high land in the west and the north-west.
func ridge(p spot) bool {
	west := spotOf(orb.Point{7.75, 44.72})
	return p.x < west.x && p.y > west.y
}

// add makes a comune: mountains along the southern, south-western and northern
// rim, hills in the middle of the south-east, plain elsewhere.
func (o *outside) add(at spot, r *rand.Rand) *geo.Comune {
	c := geo.Comune{
		ID:   geo.ComuneID(fmt.Sprintf("9%05d", len(o.comuni)+1)),
		Name: fmt.Sprintf("Comune sintetico %d", len(o.comuni)+1),
		// Residents of Italian comuni spread about as a lognormal.
		Residents: min(25000, 40+int(1350*math.Exp(0.95*r.NormFloat64()))),
		AreaKm2:   21, SNAI: "C", MountainClass: "NM",
		Seat: orb.Point{originLon + at.x/eastPerDegree(), originLat + at.y/metresPerDegree},
	}
	lon, lat := c.Seat.Lon(), c.Seat.Lat()
	switch {
	case lat < 44.42 || lon < 7.4 || lat > 45.75:
		c.AltimetricZone, c.MountainClass = geo.AltimetricMountain, "T"
		rise := max(44.42-lat, (7.4-lon)*0.7, lat-45.75)
		c.AltitudeM = int(450 + 2400*rise)
		c.Residents = max(40, c.Residents/2)
	case lon > 7.9 && lat < 45.1:
		c.AltimetricZone, c.AltitudeM = geo.AltimetricHill, 280
	default:
		c.AltimetricZone, c.AltitudeM = geo.AltimetricPlain, 180
	}
	o.comuni = append(o.comuni, c)
	return &o.comuni[len(o.comuni)-1]
}

// makePoles makes larger towns of some comuni in the plain and the hills, each
// as far as can be from the real towns and from each other.
func (o *outside) makePoles(comuni []geo.Comune) {
	var taken []spot
	for _, c := range comuni {
		if c.Residents > 15000 {
			taken = append(taken, spotOf(c.Seat))
		}
	}
	for range poles {
		best, far := -1, 0.0
		for i, c := range o.comuni {
			if c.AltimetricZone == geo.AltimetricMountain || c.SNAI == "B" {
				continue
			}
			near := math.Inf(1)
			for _, t := range taken {
				near = min(near, t.to(spotOf(c.Seat)))
			}
			if near > far {
				best, far = i, near
			}
		}
		if best < 0 {
			return
		}
		o.comuni[best].SNAI, o.comuni[best].Residents = "B", poleSize
		taken = append(taken, spotOf(o.comuni[best].Seat))
	}
}

// makeValleys puts the mountain comuni into valleys: strips of about 13 km that
// open where they come closest to lower land.
func (o *outside) makeValleys() {
	strips := map[string][]int{}
	for i, c := range o.comuni {
		if c.AltimetricZone != geo.AltimetricMountain {
			continue
		}
		at := spotOf(c.Seat)
		side, along := "s", at.x
		if c.Seat.Lat() > 45.5 {
			side = "n"
		} else if c.Seat.Lon() < 7.4 && c.Seat.Lat() > 44.42 {
			side, along = "w", at.y
		}
		key := fmt.Sprintf("oltre-%s%02d", side, int(along/13000)+20)
		strips[key] = append(strips[key], i)
	}
	for key, members := range strips {
		mouth := o.mouth(members)
		if mouth < 0 {
			continue
		}
		for _, i := range members {
			o.comuni[i].Valley = geo.ValleyID(key)
		}
		o.valleys = append(o.valleys, geo.Valley{ID: geo.ValleyID(key), Name: "Valle sintetica " + key, Mouth: o.comuni[mouth].ID, Source: "sintetica"})
	}
	slices.SortFunc(o.valleys, func(a, b geo.Valley) int { return cmp.Compare(a.ID, b.ID) })
}

// mouth is the lower comune that is closest to one of the members.
func (o *outside) mouth(members []int) int {
	best, least := -1, math.Inf(1)
	for j, c := range o.comuni {
		if c.AltimetricZone == geo.AltimetricMountain {
			continue
		}
		for _, i := range members {
			if d := spotOf(o.comuni[i].Seat).to(spotOf(c.Seat)); d < least {
				best, least = j, d
			}
		}
	}
	return best
}

// corridor is a valley that goes on beyond the border.
type corridor struct {
	from, to   orb.Point
	towns      int
	altitude   int
	alongMetre float64 // rise per metre
}

// Where real roads cross the western border all year: the Dora Baltea towards
// Aosta and the Montgenèvre towards Briançon.
var (
	dora    = corridor{orb.Point{7.79, 45.62}, orb.Point{7.2, 45.72}, 10, 330, 0.006}
	durance = corridor{orb.Point{6.70, 44.93}, orb.Point{6.60, 44.80}, 4, 1700, -0.02}
)

// follow makes the comuni along a corridor, in a valley of their own that opens
// into the given comune where it begins; nothing when none is near.
func (o *outside) follow(c corridor, comuni []geo.Comune, number int, r *rand.Rand) {
	from, to := spotOf(c.from), spotOf(c.to)
	mouth := slices.MinFunc(comuni, func(a, b geo.Comune) int {
		return cmp.Or(cmp.Compare(spotOf(a.Seat).to(from), spotOf(b.Seat).to(from)), cmp.Compare(a.ID, b.ID))
	})
	if spotOf(mouth.Seat).to(from) > 8000 {
		return
	}
	id := geo.ValleyID(fmt.Sprintf("oltre-confine-%d", number+1))
	for i := range c.towns {
		at := from.plus(to.minus(from).times(float64(i) / float64(c.towns-1))).plus(polar(700*r.Float64(), 2*math.Pi*r.Float64()))
		one := o.add(at, r)
		one.Valley, one.MountainClass, one.AltimetricZone = id, "T", geo.AltimetricMountain
		one.AltitudeM = c.altitude + int(c.alongMetre*from.to(at))
	}
	o.valleys = append(o.valleys, geo.Valley{ID: id, Name: "Valle sintetica " + string(id), Parent: mouth.Valley, Mouth: mouth.ID, Source: "sintetica"})
}

func nearestSeat(comuni []geo.Comune, p spot) float64 {
	near := math.Inf(1)
	for _, c := range comuni {
		near = min(near, spotOf(c.Seat).to(p))
	}
	return near
}

// hullOf is the convex hull of the seats, counterclockwise (Andrew's chain).
func hullOf(comuni []geo.Comune) []spot {
	var all []spot
	for _, c := range comuni {
		all = append(all, spotOf(c.Seat))
	}
	slices.SortFunc(all, func(a, b spot) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
	var hull []spot
	for range 2 {
		bottom := len(hull)
		for _, p := range all {
			for len(hull) >= bottom+2 && hull[len(hull)-1].minus(hull[len(hull)-2]).left().dot(p.minus(hull[len(hull)-1])) <= 0 {
				hull = hull[:len(hull)-1]
			}
			hull = append(hull, p)
		}
		if len(hull) > 0 {
			hull = hull[:len(hull)-1]
		}
		slices.Reverse(all)
	}
	return hull
}

func inHull(hull []spot, p spot) bool {
	for i, a := range hull {
		b := hull[(i+1)%len(hull)]
		if b.minus(a).left().dot(p.minus(a)) < 0 {
			return false
		}
	}
	return len(hull) > 2
}
