package osm

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/osm"

	"atlante/geo/road"
)

// survey collects what both passes find.
type survey struct {
	profile   road.Profile
	limits    Limits
	needed    *idSet
	ways      []roadWay
	refs      []int64 // of all ways, one after the other
	buildings []building
	houses    []numbered
	hamlets   []hamlet
	nodes     []point // by number in needed
	texts     map[string]string
	synthetic bool
	report    Report
}

// roadWay is a way that the profile takes; its nodes are refs[from:to].
type roadWay struct {
	id       int64
	from, to int32
	car      road.Passage
	foot     road.Passage
	winter   bool
	ferry    float64 // minutes that the tags give; 0 for none
	name     string
}

// building is a way with a house number. Two nodes across from each other stand
// for its middle.
type building struct {
	id     int64
	of     House
	across [2]int64
}

type numbered struct {
	id int64
	of House
}

type hamlet struct {
	id int64
	of Hamlet
}

// point is a node of a road.
type point struct {
	place
	found, noCar, noFoot bool
}

// takeWays is the first pass.
func (s *survey) takeWays() visitor {
	return visitor{way: s.way, relation: func(tags osm.Tags) error {
		s.report.Relations++
		s.mark(tags)
		return nil
	}}
}

// takeNodes is the second pass.
func (s *survey) takeNodes() visitor { return visitor{node: s.node} }

// mark looks whether an object says that the file was made up.
func (s *survey) mark(tags osm.Tags) {
	s.synthetic = s.synthetic || len(tags) > 0 && tags.Find(SyntheticTag) == "yes"
}

func (s *survey) way(id int64, tags osm.Tags, refs []int64) error {
	s.report.Ways++
	s.mark(tags)
	if len(tags) == 0 {
		return nil
	}
	if err := s.building(id, tags, refs); err != nil {
		return err
	}
	car, foot, winter := s.profile.Read(tags, id)
	if car == (road.Passage{}) && foot == (road.Passage{}) {
		return nil
	}
	if err := s.room(len(refs)); err != nil {
		return err
	}
	w := roadWay{id: id, from: int32(len(s.refs)), car: car, foot: foot, winter: winter,
		ferry: s.profile.FerryMinutes(tags), name: s.text(tags.Find("name"))}
	s.refs = append(s.refs, refs...)
	w.to = int32(len(s.refs))
	s.ways = append(s.ways, w)
	return s.need(refs...)
}

// building keeps a way with a house number.
func (s *survey) building(id int64, tags osm.Tags, refs []int64) error {
	h, ok := s.house(tags)
	if !ok || len(refs) == 0 {
		return nil
	}
	if err := s.room(2); err != nil {
		return err
	}
	b := building{id: id, of: h, across: [2]int64{refs[0], refs[len(refs)/2]}}
	s.buildings = append(s.buildings, b)
	return s.need(b.across[:]...)
}

func (s *survey) room(refs int) error {
	switch {
	case len(s.ways)+len(s.buildings) >= s.limits.Ways:
		return tooMuch(s.limits.Ways+1, s.limits.Ways, "strade ed edifici / roads and buildings")
	case len(s.refs)+refs > s.limits.Refs:
		return tooMuch(len(s.refs)+refs, s.limits.Refs, "nodi di strade / nodes of roads")
	}
	return nil
}

func (s *survey) need(ids ...int64) error {
	for _, id := range ids {
		if !s.needed.add(id) {
			return tooMuch(s.limits.Pages+1, s.limits.Pages, "gruppi di identificativi / groups of ids")
		}
	}
	return nil
}

func (s *survey) node(id int64, at place, tags osm.Tags) error {
	s.report.Nodes++
	if n, ok := s.needed.rank(id); ok {
		p := &s.nodes[n]
		if p.found {
			return errTwice("il nodo", "node", id)
		}
		*p = point{place: at, found: true}
		if len(tags) > 0 {
			p.noCar, p.noFoot = s.profile.Barrier(tags)
		}
	}
	if len(tags) == 0 {
		return nil
	}
	s.mark(tags)
	if !at.on {
		return nil
	}
	return s.named(id, at, tags)
}

// named keeps house numbers and names of hamlets.
func (s *survey) named(id int64, at place, tags osm.Tags) error {
	if len(s.houses) >= s.limits.Names || len(s.hamlets) >= s.limits.Names {
		return tooMuch(s.limits.Names+1, s.limits.Names, "numeri civici o località / house numbers or hamlets")
	}
	if h, ok := s.house(tags); ok {
		h.Point = at.point()
		s.houses = append(s.houses, numbered{id, h})
	}
	class := tags.Find("place")
	if !inhabited[class] {
		return nil
	}
	if name := s.text(tags.Find("name")); name != "" {
		s.hamlets = append(s.hamlets, hamlet{id, Hamlet{Name: name, Class: strings.Clone(class), Point: at.point()}})
	}
	return nil
}

// inhabited are the values of place where people live.
var inhabited = map[string]bool{"city": true, "town": true, "village": true, "hamlet": true, "isolated_dwelling": true,
	"farm": true, "suburb": true, "quarter": true, "neighbourhood": true, "borough": true, "locality": true}

// house reads a house number and where it counts.
func (s *survey) house(tags osm.Tags) (House, bool) {
	number := tags.Find("addr:housenumber")
	if number == "" {
		return House{}, false
	}
	street := tags.Find("addr:street")
	if street == "" {
		street = tags.Find("addr:place")
	}
	h := House{Street: s.text(street), Number: s.text(number)}
	return h, h.Street != "" && h.Number != ""
}

// text keeps a name, once for all its uses and apart from its block; "" for one
// that cannot be shown or stored.
func (s *survey) text(v string) string {
	if kept, ok := s.texts[v]; ok {
		return kept
	}
	kept := strings.TrimSpace(v)
	if kept == "" {
		return ""
	}
	if !utf8.ValidString(kept) || utf8.RuneCountInString(kept) > maxText || strings.ContainsFunc(kept, unicode.IsControl) {
		s.report.Unreadable++
		return ""
	}
	kept = strings.Clone(kept)
	s.texts[strings.Clone(v)] = kept
	return kept
}
