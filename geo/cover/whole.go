package cover

import (
	"cmp"
	"slices"

	"atlante/geo"
)

// tally of the known candidates of a valley or zone.
type tally struct {
	known, beyond int
	byZone        map[geo.ZoneID]int // residents
}

func (t *tally) add(u unit, z geo.ZoneID) {
	if t.byZone == nil {
		t.byZone = map[geo.ZoneID]int{}
	}
	if u.state == StateUnknown {
		return
	}
	t.known += u.residents
	t.byZone[z] += u.residents
	if u.beyond(1) {
		t.beyond += u.residents
	}
}

// whole: somebody is known and all of them are beyond.
func (t *tally) whole() bool { return t != nil && t.known > 0 && t.beyond == t.known }

// mainZone is where most of its residents are, ties to the lower number.
func (t *tally) mainZone() geo.ZoneID {
	var best geo.ZoneID
	for z, n := range t.byZone {
		if m := t.byZone[best]; n > m || (n == m && z < best) {
			best = z
		}
	}
	return best
}

// wholeAreas says once where all known candidates of a zone or of a valley, its
// side valleys included, are beyond θ today (T > θ, whatever hysteresis makes of
// the flags). A valley is left out when its parent is whole, or all its zones.
func (f *gapFinder) wholeAreas() []WholeArea {
	zones := map[geo.ZoneID]*tally{}
	valleys := map[geo.ValleyID]*tally{}
	parent := map[geo.ValleyID]geo.ValleyID{}
	for _, v := range f.in.Valleys {
		parent[v.ID] = v.Parent
		valleys[v.ID] = &tally{}
	}
	for _, u := range f.c.units {
		c := f.g.comuni[u.comune]
		if zones[c.Zone] == nil {
			zones[c.Zone] = &tally{}
		}
		zones[c.Zone].add(u, c.Zone)
		f.climb(c.Valley, parent, func(v geo.ValleyID) { valleys[v].add(u, c.Zone) })
	}
	area := WholeArea{Scenario: f.v.Scenario, Territory: f.t, Kind: f.v.Kind.ID}
	var out []WholeArea
	for _, z := range zonesOf(f.g.comuni) {
		if zones[z].whole() {
			area.Zone, area.Residents = z, zones[z].beyond
			out = append(out, area)
		}
	}
	for _, v := range f.valleysInOrder() {
		t := valleys[v.ID]
		if !t.whole() || valleys[v.Parent].whole() || everyZoneWhole(t, zones) {
			continue
		}
		area.Zone, area.Valley, area.Residents = t.mainZone(), v.ID, t.beyond
		out = append(out, area)
	}
	return out
}

func everyZoneWhole(t *tally, zones map[geo.ZoneID]*tally) bool {
	for z := range t.byZone {
		if !zones[z].whole() {
			return false
		}
	}
	return true
}

func (f *gapFinder) valleysInOrder() []geo.Valley {
	list := slices.Clone(f.in.Valleys)
	slices.SortFunc(list, func(a, b geo.Valley) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// why says what most likely makes the gap: by area that nobody comes; no way at all for most of its
// residents; then a place that may stand inside but whose position is not known;
// then no place of the kind in the whole valley, its side valleys included; else
// distance.
func (f *gapFinder) why(units []int32, gap Gap) Why {
	if f.v.Kind.ByArea {
		return WhyNotServed
	}
	without := 0
	for _, u := range units {
		if f.c.units[u].state == StateUnreachable {
			without += f.c.units[u].residents
		}
	}
	if 2*without > gap.Residents {
		return WhyNoRoad
	}
	for _, p := range f.v.counting {
		if p.Position == nil && slices.Contains(gap.Comuni, p.Comune) {
			return WhyUnknown
		}
	}
	if gap.Valley != "" && !f.servesValley(gap.Valley) {
		return WhyNothing
	}
	return WhyFar
}

// servesValley tells whether a located place stands in the valley or in its side valleys.
func (f *gapFinder) servesValley(id geo.ValleyID) bool {
	parent := map[geo.ValleyID]geo.ValleyID{}
	for _, v := range f.in.Valleys {
		parent[v.ID] = v.Parent
	}
	serves := false
	for _, p := range f.v.located {
		f.climb(f.g.comuni[f.g.index[p.Comune]].Valley, parent, func(v geo.ValleyID) { serves = serves || v == id })
	}
	return serves
}

// climb visits a known valley and those that it opens into.
func (f *gapFinder) climb(v geo.ValleyID, parent map[geo.ValleyID]geo.ValleyID, visit func(geo.ValleyID)) {
	for range len(parent) { // no more steps than valleys: a circle ends as well
		next, known := parent[v]
		if !known {
			return
		}
		visit(v)
		v = next
	}
}
