package feature

import (
	"strings"

	"atlante/geo"
)

// The collections, by id.
const (
	Places = "places"
	Comuni = "comuni"
	Zones  = "zones"
	Cells  = "cells"
	Gaps   = "gaps"
)

// GeometryName is the name by which a filter speaks of the geometry.
const GeometryName = "geometry"

// Collections describes the collections of a map with these kinds, in a fixed
// order; the fields by kind stand in the order of the kinds.
func Collections(kinds []geo.Kind) []Collection {
	return []Collection{places(kinds), comuni(kinds), zones(kinds), cells(kinds), gaps(kinds)}
}

// kindSet says for which kinds a field exists.
type kindSet int

const (
	everyKind  kindSet = iota
	travelKind         // people travel to it
	areaKind           // it serves an area
)

func (s kindSet) has(k geo.Kind) bool {
	return s == everyKind || (s == areaKind) == k.ByArea
}

// forKinds repeats fields whose name and titles hold <kind>: field by field, and
// kind by kind in each.
func forKinds(kinds []geo.Kind, set kindSet, fields ...Field) []Field {
	var out []Field
	for _, f := range fields {
		for _, k := range kinds {
			if !set.has(k) {
				continue
			}
			of := f
			of.Name = strings.ReplaceAll(f.Name, "<kind>", string(k.ID))
			of.TitleIT = strings.ReplaceAll(f.TitleIT, "<kind>", k.NameIT)
			of.TitleEN = strings.ReplaceAll(f.TitleEN, "<kind>", k.NameEN)
			it, en := ways(k)
			of.TitleIT, of.TitleEN = strings.ReplaceAll(of.TitleIT, "<mode>", it), strings.ReplaceAll(of.TitleEN, "<mode>", en)
			out = append(out, of)
		}
	}
	return out
}

// ways says how people travel to a kind: minutes on foot and by car stand in one
// field, and nobody should have to guess.
func ways(k geo.Kind) (it, en string) {
	words := map[geo.Mode][2]string{geo.ModeCar: {"in auto", "by car"}, geo.ModeFoot: {"a piedi", "on foot"}}
	mountain, otherwise := words[k.ModeMountain], words[k.ModeElse]
	if mountain == otherwise {
		return mountain[0], mountain[1]
	}
	return mountain[0] + " in montagna, " + otherwise[0] + " altrove", mountain[1] + " in the mountains, " + otherwise[1] + " elsewhere"
}

// kindIDs are all values that a field "kind" can have.
func kindIDs(kinds []geo.Kind) []string {
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = string(k.ID)
	}
	return out
}
