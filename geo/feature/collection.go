package feature

import (
	"slices"
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
	list := []Collection{places(kinds), comuni(kinds), zones(kinds), cells(kinds), gaps(kinds)}
	for i := range list {
		list[i] = worded(list[i], kinds)
	}
	return list
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

// Way says how people travel.
func Way(m geo.Mode) (it, en string) {
	if m == geo.ModeFoot {
		return "a piedi", "on foot"
	}
	return "in auto", "by car"
}

// ways says how people travel to a kind: minutes on foot and by car stand in one
// field, and nobody should have to guess.
func ways(k geo.Kind) (it, en string) {
	it, en = Way(k.ModeMountain)
	if k.ModeMountain == k.ModeElse {
		return it, en
	}
	elseIT, elseEN := Way(k.ModeElse)
	return it + " in montagna, " + elseIT + " altrove", en + " in the mountains, " + elseEN + " elsewhere"
}

// anyWay says how people travel to any of the kinds.
func anyWay(kinds []geo.Kind) (it, en string) {
	for i, m := range travelled(kinds) {
		oneIT, oneEN := Way(m)
		if i == 0 {
			it, en = oneIT, oneEN
			continue
		}
		it, en = it+" o "+oneIT+" secondo tipo e comune", en+" or "+oneEN+" by kind and comune"
	}
	return it, en
}

// travelled are the modes by which people reach places of these kinds.
func travelled(kinds []geo.Kind) []geo.Mode {
	var out []geo.Mode
	for _, m := range []geo.Mode{geo.ModeCar, geo.ModeFoot} {
		if slices.ContainsFunc(kinds, func(k geo.Kind) bool { return !k.ByArea && (k.ModeMountain == m || k.ModeElse == m) }) {
			out = append(out, m)
		}
	}
	return out
}

// kindIDs are all values that a field "kind" can have.
func kindIDs(kinds []geo.Kind) []string {
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = string(k.ID)
	}
	return out
}
