package travel_test

import (
	"context"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/road"
	"atlante/geo/travel"
)

// twoValleys lie side by side, 5 km apart and 15 km long, joined only at their
// mouths, 10 km below; a pass near their heads is closed in winter.
//
//	head A ---pass--- head B        45.15
//	  |                 |
//	mouth A --------- mouth B       45.00
//	7.500             7.564
type twoValleys struct {
	comuni  []geo.Comune
	valleys []geo.Valley
	passes  []geo.Pass
	roads   road.Network
}

func makeTwoValleys() twoValleys {
	comune := func(id geo.ComuneID, v geo.ValleyID, lon, lat float64) geo.Comune {
		return geo.Comune{ID: id, Name: string(id), Valley: v, Seat: orb.Point{lon, lat}, AltimetricZone: geo.AltimetricMountain, MountainClass: "T"}
	}
	w := twoValleys{
		comuni: []geo.Comune{
			comune("001001", "a", 7.5, 45.15), comune("001002", "b", 7.564, 45.15),
			comune("001003", "", 7.5, 45), comune("001004", "", 7.564, 45),
		},
		valleys: []geo.Valley{{ID: "a", Name: "A", Mouth: "001003"}, {ID: "b", Name: "B", Mouth: "001004"}},
		passes:  []geo.Pass{{From: "001001", To: "001002", Name: "Colle", Open: "summer"}},
	}
	for i, c := range w.comuni {
		w.roads.Nodes = append(w.roads.Nodes, road.Node{ID: int64(i + 1), Lon: int32(c.Seat[0] * 1e7), Lat: int32(c.Seat[1] * 1e7)})
	}
	for _, ends := range [][3]int32{{0, 2, 0}, {1, 3, 0}, {2, 3, 0}, {0, 1, 1}} {
		p := road.Passage{Forward: 40, Backward: 40}
		w.roads.Ways = append(w.roads.Ways, road.Way{ID: int64(len(w.roads.Ways) + 1), Nodes: ends[:2], Car: p, Foot: road.Passage{Forward: 4.68, Backward: 4.68}, Winter: ends[2] == 1})
	}
	return w
}

// A place at the head of one valley serves its own valley and not the other one,
// 5 km off over the ridge: by road and by the estimate, by car and on foot. When
// the pass that is closed in winter counts, it does.
func TestPlaceInOneValleyDoesNotCoverTheNext(t *testing.T) {
	w := makeTwoValleys()
	for _, summer := range []bool{false, true} {
		p := travel.DefaultParameters()
		p.SummerPasses = summer
		e, err := travel.NewEstimate(w.comuni, w.valleys, w.passes, p)
		must(t, err)
		car, _ := road.Build(w.roads, geo.ModeCar, nil)
		foot, _ := road.Build(w.roads, geo.ModeFoot, nil)
		roads, err := travel.NewRoads(car, foot, e, p, nil)
		must(t, err)
		head := orb.Point{7.5, 45.14}
		origins := []travel.Origin{{Comune: "001001", Point: orb.Point{7.5, 45.145}}, {Comune: "001002", Point: orb.Point{7.564, 45.145}}}
		targets := []travel.Target{{Position: head, Comune: "001001"}}
		for name, times := range map[string]interface {
			Nearest(context.Context, []travel.Origin, []travel.Target, geo.Mode) ([]travel.Two, error)
		}{"estimate": e, "roads": roads} {
			for mode, within := range map[geo.Mode]float64{geo.ModeCar: 30, geo.ModeFoot: 120} {
				got, err := times.Nearest(t.Context(), origins, targets, mode)
				must(t, err)
				own, next := got[0].FirstMinutes, got[1].FirstMinutes
				if own > within || got[0].Estimated || got[0].First != 0 || got[1].First != 0 {
					t.Errorf("%s, %s, summer %t: own valley %+v", name, mode, summer, got[0])
				}
				if covered := next <= within; covered != summer {
					t.Errorf("%s, %s, summer %t: the next valley is %.0f minutes off", name, mode, summer, next)
				}
			}
		}
	}
}

// Cells on the two sides of the ridge hang together only when the pass counts.
func TestLinksFollowTheRoadsAroundTheRidge(t *testing.T) {
	w := makeTwoValleys()
	car, _ := road.Build(w.roads, geo.ModeCar, nil)
	for _, summer := range []bool{false, true} {
		p := travel.DefaultParameters()
		p.SummerPasses = summer
		e, err := travel.NewEstimate(w.comuni, w.valleys, w.passes, p)
		must(t, err)
		roads, err := travel.NewRoads(car, nil, e, p, nil)
		must(t, err)
		var linker travel.Linker = roads
		links, err := linker.Links(t.Context(), []travel.Origin{
			{Comune: "001001", Point: orb.Point{7.5, 45.148}}, {Comune: "001002", Point: orb.Point{7.564, 45.148}}, {Comune: "001001", Point: orb.Point{7.5, 45.12}},
		}, geo.ModeCar, 10)
		must(t, err)
		joined := slices.ContainsFunc(links, func(l travel.Link) bool { return l.A == 0 && l.B == 1 })
		if down := slices.ContainsFunc(links, func(l travel.Link) bool { return l.A == 0 && l.B == 2 }); joined != summer || !down {
			t.Errorf("summer %t: %+v", summer, links)
		}
	}
}
