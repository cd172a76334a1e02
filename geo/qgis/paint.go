package qgis

import (
	"fmt"
	"math"
	"strings"

	"atlante/geo"
	"atlante/geo/feature"
	"atlante/geo/layer"
)

// cellRules are the classes of the cells for a kind, as the map of the pages draws
// them: nobody's cells stay white, unknown is a hatch and no colour of the scale.
func cellRules(k geo.Kind) []rule {
	if k.ByArea {
		return areaRules(k)
	}
	state, minutes := quoted("state_"+string(k.ID)), quoted("minutes_"+string(k.ID))
	living := quoted("residents") + " > 0"
	reached := living + " and " + state + " in ('ok', 'walk_only')"
	var out []rule
	over := -1.0
	for _, c := range layer.Classes() {
		within := fmt.Sprintf(" and %s > %s", minutes, number(over))
		if !math.IsInf(c.Max, 1) {
			within += fmt.Sprintf(" and %s <= %s", minutes, number(c.Max))
		}
		out = append(out, rule{label: c.LabelIT, filter: reached + within, symbol: flat(c.Colour)})
		over = c.Max
	}
	return append(out,
		rule{label: "nessuna via nota", filter: living + " and " + state + " = 'unreachable'", symbol: flat(layer.UnreachableColour)},
		rule{label: "non si sa", filter: living + " and " + state + " = 'unknown'", symbol: unknown()},
		rule{label: "in parte a piedi fino alla strada", filter: living + " and " + state + " = 'walk_only'", symbol: dots()},
	)
}

func areaRules(k geo.Kind) []rule {
	served, living := quoted("served_"+string(k.ID)), quoted("residents")+" > 0"
	return []rule{
		{label: "dentro un'area servita", filter: living + " and " + served + " = 'yes'", symbol: flat(layer.ServedColour)},
		{label: "fuori da ogni area servita", filter: living + " and " + served + " = 'no'", symbol: flat(layer.NotServedColour)},
		{label: "non si sa", filter: living + " and " + served + " = 'unknown'", symbol: unknown()},
	}
}

// shareRules colour comuni or zones by the share of their residents who are
// covered: within the kind's own minutes, or in a served area.
func shareRules(k geo.Kind, of string) []rule {
	share, about := covered(k, of)
	unknownShare := quoted("unknown_" + string(k.ID))
	// QGIS 3.22 gives unknown numbers back as 0 once it has read them before, so
	// what is unknown is told by its own share, which is always there.
	out := []rule{{label: "non si sa", filter: unknownShare + " >= 1", symbol: unknown().over(outline(layer.Light().Line, 0.2))}}
	upTo := 1.0
	for i, c := range layer.Shares() {
		filter := fmt.Sprintf("%s < 1 and %s >= %s", unknownShare, share, number(c.Min))
		if i > 0 {
			filter += fmt.Sprintf(" and %s < %s", share, number(upTo))
		}
		out = append(out, rule{label: c.LabelIT + " " + about, filter: filter, symbol: edged(c.Colour)})
		upTo = c.Min
	}
	return append(out[1:], out[0])
}

// covered is the share of the residents of a comune or zone within the kind's own
// minutes, and what it says. Where mountain and plain have other minutes a comune
// is read by its own, a zone, which holds both, by those of the mountain.
func covered(k geo.Kind, of string) (share, about string) {
	if k.ByArea {
		return quoted("covered_" + string(k.ID)), "in un'area servita"
	}
	mountain, otherwise := kept(k.Threshold(k.ModeMountain)), kept(k.Threshold(k.ModeElse))
	field := func(minutes int) string { return quoted(fmt.Sprintf("covered_%d_%s", minutes, k.ID)) }
	up, _ := feature.Way(k.ModeMountain)
	down, _ := feature.Way(k.ModeElse)
	switch about = fmt.Sprintf("entro %d min %s", mountain, up); {
	case mountain == otherwise && up == down:
		return field(mountain), about
	case of == feature.Zones:
		return field(mountain), about + " in montagna, " + down + " altrove"
	}
	return fmt.Sprintf("if(%s = 'NM', %s, %s)", quoted("mountain"), field(otherwise), field(mountain)),
		about + fmt.Sprintf(" in montagna, %d %s altrove", otherwise, down)
}

// kept is the least of the minutes by which coverage is kept that is not under a
// threshold; 45 is the most.
func kept(threshold int) int {
	for _, m := range []int{15, 30} {
		if threshold <= m {
			return m
		}
	}
	return 45
}

// gapRules draw the mountain gaps of each kind with the outline of the map, and
// hatch those that are provisional; only those of the first kind are on.
func gapRules(kinds []geo.Kind) []rule {
	var out []rule
	for _, territory := range []struct{ id, label string }{{"mountain", "in montagna"}, {"inner", "in aree interne"}} {
		for i, k := range kinds {
			of := fmt.Sprintf("%s = %s and %s = %s", quoted("kind"), text(string(k.ID)), quoted("territory"), text(territory.id))
			label, off := k.NameIT+", "+territory.label, i > 0 || territory.id != "mountain"
			border := outline(layer.Light().Halo, 1.2).over(outline(layer.GapColour, 0.6))
			out = append(out,
				rule{label: label + " (stima)", filter: of + " and " + quoted("confidence") + " = 'provisional'",
					symbol: hatch(layer.GapColour, 135, 1.8, 0.18).over(border), off: off},
				rule{label: label, filter: of + " and " + quoted("confidence") + " = 'confirmed'", symbol: border, off: off})
		}
	}
	return out
}

// placeCategories give each kind its shape; ink with a white edge.
func placeCategories(kinds []geo.Kind) []category {
	var out []category
	for i, k := range kinds {
		name, angle := markerName(i)
		out = append(out, category{value: string(k.ID), label: k.PluralIT, symbol: mark(name, layer.Light().Ink, layer.Light().Halo, 3.6, angle)})
	}
	return out
}

// unknown is a grey hatch on white, never a colour of the scale.
func unknown() symbol {
	return ground(layer.Light().Land).over(hatch(layer.UnknownColour, 45, 1.6, 0.35))
}

func edged(colour string) symbol { return flat(colour).over(outline(layer.Light().Line, 0.15)) }

// dots leave the colour below them in sight.
func dots() symbol {
	dot := mark("circle", layer.Light().Ink, layer.Light().Halo, 0.7, 0)
	return symbol{sort: "fill", layers: []element{
		paint("PointPatternFill", "distance_x", "2.4", "distance_y", "2.4", "displacement_x", "1.2").with(dot.element("@0@0")),
	}}
}

// quoted is the name of a field, and text a text, in an expression of QGIS.
func quoted(field string) string { return `"` + strings.ReplaceAll(field, `"`, `""`) + `"` }
func text(s string) string       { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
