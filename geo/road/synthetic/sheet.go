package synthetic

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// spot is a point of the plane on which the network is drawn: metres east and
// north of an origin near the middle of Piemonte. East-west lengths are off by up
// to 2 % at the edges, which no figure of a made-up network notices.
type spot struct{ x, y float64 }

const (
	originLon, originLat = 7.6, 45.1
	metresPerDegree      = 111195.0 // of a meridian, on a sphere of 6371 km
)

func eastPerDegree() float64 { return metresPerDegree * math.Cos(originLat*math.Pi/180) }

func spotOf(p orb.Point) spot {
	return spot{(p.Lon() - originLon) * eastPerDegree(), (p.Lat() - originLat) * metresPerDegree}
}

func (s spot) plus(t spot) spot     { return spot{s.x + t.x, s.y + t.y} }
func (s spot) minus(t spot) spot    { return spot{s.x - t.x, s.y - t.y} }
func (s spot) times(f float64) spot { return spot{s.x * f, s.y * f} }
func (s spot) length() float64      { return math.Hypot(s.x, s.y) }
func (s spot) to(t spot) float64    { return t.minus(s).length() }
func (s spot) dot(t spot) float64   { return s.x*t.x + s.y*t.y }
func (s spot) left() spot           { return spot{-s.y, s.x} }
func (s spot) mid(t spot) spot      { return s.plus(t).times(0.5) }
func polar(r, angle float64) spot   { return spot{r * math.Cos(angle), r * math.Sin(angle)} }
func (s spot) unit() spot           { return s.times(1 / max(s.length(), 1e-9)) }
func (s spot) turned(a float64) spot {
	sin, cos := math.Sincos(a)
	return spot{s.x*cos - s.y*sin, s.x*sin + s.y*cos}
}

// sheet is what has been drawn: nodes and ways in the order of their ids.
type sheet struct {
	nodes []node
	refs  []int32 // of all ways, one after the other
	ways  []way
	notes map[int32][]Tag // what single nodes say: places, house numbers, barriers
}

// node is a point in 1e-7 degrees.
type node struct{ lon, lat int32 }

// way is a road: sheet.refs[first:last].
type way struct {
	first, last int32
	class       *class
	name        string
	oneway      bool
}

// Tag is a key and its value, as OpenStreetMap has them.
type Tag struct{ Key, Value string }

func newSheet() *sheet { return &sheet{notes: map[int32][]Tag{}} }

func (s *sheet) point(p spot, tags ...Tag) int32 {
	s.nodes = append(s.nodes, node{
		lon: int32(math.Round((originLon + p.x/eastPerDegree()) * 1e7)),
		lat: int32(math.Round((originLat + p.y/metresPerDegree) * 1e7)),
	})
	n := int32(len(s.nodes) - 1)
	if len(tags) > 0 {
		s.notes[n] = tags
	}
	return n
}

func (s *sheet) at(n int32) spot {
	return spotOf(orb.Point{float64(s.nodes[n].lon) / 1e7, float64(s.nodes[n].lat) / 1e7})
}

// road draws a way over nodes that are there.
func (s *sheet) road(c *class, name string, oneway bool, nodes ...int32) {
	first := int32(len(s.refs))
	s.refs = append(s.refs, nodes...)
	s.ways = append(s.ways, way{first: first, last: int32(len(s.refs)), class: c, name: name, oneway: oneway})
}

// along draws a way from a node to another over the points of a line between
// them and gives all its nodes.
func (s *sheet) along(c *class, name string, oneway bool, from int32, line []spot, to int32) []int32 {
	nodes := []int32{from}
	for _, p := range line {
		nodes = append(nodes, s.point(p))
	}
	nodes = append(nodes, to)
	s.road(c, name, oneway, nodes...)
	return nodes
}

func (s *sheet) nodesOf(w way) []int32 { return s.refs[w.first:w.last] }

// tagsOf gives what a way says, sorted by key.
func (s *sheet) tagsOf(i int) []Tag {
	w := s.ways[i]
	tags := slices.Clone(w.class.tags)
	if w.name != "" {
		tags = append(tags, Tag{"name", w.name})
	}
	if w.oneway {
		tags = append(tags, Tag{"oneway", "yes"})
	}
	if i == 0 {
		tags = append(tags, Mark)
	}
	slices.SortFunc(tags, byKey)
	return tags
}

func byKey(a, b Tag) int { return cmp.Compare(a.Key, b.Key) }

// Mark is what the first way and its first node say, so that whoever reads the
// file knows that these roads do not exist.
var Mark = Tag{"atlante:synthetic", "yes"}
