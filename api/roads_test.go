package api

import (
	"strings"
	"testing"

	"atlante/geo"
	"atlante/geo/cover"
)

func theRoads() *geo.RoadVersion {
	return &geo.RoadVersion{ID: 7, File: "torino.osm.pbf", Checksum: strings.Repeat("a", 64), ProfileHash: "b", Synthetic: true,
		Source: geo.Source{Name: "Rete sintetica", Licence: "CC0"}}
}

// Figures over roads that a program made up say so, and name where they are from.
func TestSyntheticRoadsAreMarked(t *testing.T) {
	p := publicationOf(cover.Publication{Model: cover.ModelRoads, Graph: theRoads()})
	if !p.Synthetic || !p.Roads.Synthetic || p.Roads.DataDate != nil || !strings.Contains(attribution(p), "Rete sintetica (CC0)") {
		t.Errorf("%+v, %s", p, attribution(p))
	}
	if p := publicationOf(cover.Publication{Model: cover.ModelEstimate}); p.Synthetic || p.Roads != nil || attribution(p) != geo.AttributionOfTimes(nil) {
		t.Errorf("%+v, %s", p, attribution(p))
	}
}
