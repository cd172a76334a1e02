package work

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/ingest/osm"
)

// mapFile is what a file tells the gazetteer.
func mapFile(e osm.Extract, v geo.RoadVersion) gazetteer.MapFile {
	m := gazetteer.MapFile{File: v.File, Checksum: v.Checksum, Date: v.DataDate,
		Source: geo.Source{Name: "© OpenStreetMap contributors, ODbL 1.0 (" + fileAndDay(v) + ")", Licence: "ODbL 1.0"}}
	for _, t := range e.Streets {
		at, reach := middle(e, t.Way)
		m.Streets = append(m.Streets, gazetteer.Piece{Name: t.Name, Point: at, ReachM: reach})
	}
	for _, h := range e.Houses {
		m.Houses = append(m.Houses, gazetteer.House{Street: h.Street, Number: h.Number, Point: h.Point})
	}
	for _, h := range e.Hamlets {
		m.Hamlets = append(m.Hamlets, gazetteer.Hamlet{Name: h.Name, Class: h.Class, Point: h.Point})
	}
	return m
}

func fileAndDay(v geo.RoadVersion) string {
	if len(v.DataDate) < 10 {
		return v.File
	}
	return fmt.Sprintf("%s, %s", v.File, v.DataDate[:10])
}

// middle is the node of a way that is nearest to the half of its length, and how
// far from there the farthest of its nodes lies in metres.
func middle(e osm.Extract, way int32) (at orb.Point, reach float64) {
	nodes := e.Network.Ways[way].Nodes
	points := make([]orb.Point, len(nodes))
	along := make([]float64, len(nodes))
	for i, n := range nodes {
		p := e.Network.Nodes[n]
		points[i] = orb.Point{float64(p.Lon) / 1e7, float64(p.Lat) / 1e7}
		if i > 0 {
			along[i] = along[i-1] + orbgeo.DistanceHaversine(points[i-1], points[i])
		}
	}
	half, best := along[len(along)-1]/2, 0
	for i := range along {
		if math.Abs(along[i]-half) < math.Abs(along[best]-half) {
			best = i
		}
	}
	for _, p := range points {
		reach = max(reach, orbgeo.DistanceHaversine(points[best], p))
	}
	return points[best], reach
}
