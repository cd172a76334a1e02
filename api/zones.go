package api

import (
	"context"
	"fmt"
	"strconv"

	"atlante/api/wire"
	"atlante/geo"
)

// Zone is a zona omogenea; its sums are those of its comuni.
type Zone struct {
	Zone              int      `json:"zone"`
	Name              string   `json:"name"`
	Residents         int      `json:"residents"`
	MountainResidents int      `json:"mountain_residents" doc:"of the comuni of class T or P"`
	Comuni            int      `json:"comuni"`
	MountainComuni    int      `json:"mountain_comuni" doc:"of class T or P"`
	AreaKm2           float64  `json:"area_km2"`
	ZoneSource        string   `json:"zone_source" enum:"sourced,inferred" doc:"inferred when the zone of some comune is"`
	Lon               *float64 `json:"lon" doc:"of the label"`
	Lat               *float64 `json:"lat" doc:"of the label"`
	BoundarySource    *string  `json:"boundary_source" doc:"that of its comuni; says so when the boundaries are approximate"`
}

// ZoneDetail is a Zone with the comuni that make it up.
type ZoneDetail struct {
	Zone
	Members     []ComuneRef `json:"members"`
	Attribution string      `json:"attribution"`
	Licence     string      `json:"licence"`
}

func zoneOf(z geo.Zone, comuni []geo.Comune) Zone {
	out := Zone{Zone: int(z.ID), Name: z.Name, ZoneSource: "sourced"}
	for _, c := range comuni {
		if c.Zone != z.ID {
			continue
		}
		out.Comuni++
		out.Residents += c.Residents
		out.AreaKm2 += c.AreaKm2
		if c.Mountain() {
			out.MountainComuni++
			out.MountainResidents += c.Residents
		}
		out.BoundarySource = known(c.BoundarySource) // one import brings all of them
		if c.ZoneSource != "sourced" {
			out.ZoneSource = "inferred"
		}
	}
	out.Lon, out.Lat = lonLat(&z.Label)
	return out
}

func (s *service) zonesAndComuni(ctx context.Context, geometry bool, only geo.ZoneID) ([]geo.Zone, []geo.Comune, error) {
	zones, err := s.store.Zones(ctx, geometry)
	if err != nil {
		return nil, nil, fmt.Errorf("zones: %w", err)
	}
	comuni, _, err := s.store.Comuni(ctx, geo.ComuneFilter{Zone: only})
	if err != nil {
		return nil, nil, fmt.Errorf("comuni: %w", err)
	}
	return zones, comuni, nil
}

func askZones(s *service, c *call) (reply, error) {
	return func() (any, error) { return s.zones(c) }, nil
}

func (s *service) zones(c *call) (any, error) {
	all, comuni, err := s.zonesAndComuni(c.ctx(), c.geojson(), 0)
	if err != nil {
		return nil, err
	}
	if c.geojson() {
		return collection(each(all, func(z geo.Zone) Feature[Zone] {
			return feature(strconv.Itoa(int(z.ID)), z.Boundary, zoneOf(z, comuni))
		}), page{}), nil
	}
	return list(each(all, func(z geo.Zone) Zone { return zoneOf(z, comuni) }), page{}), nil
}

func askZone(s *service, c *call) (reply, error) {
	written, err := wire.Path(c.r, "n")
	if err != nil {
		return nil, err
	}
	id, err := geo.ParseZoneID(written)
	if err != nil {
		return nil, wire.FaultFrom("n", written, err)
	}
	return func() (any, error) { return s.zone(c, id) }, nil
}

func (s *service) zone(c *call, id geo.ZoneID) (any, error) {
	all, comuni, err := s.zonesAndComuni(c.ctx(), c.geojson(), id)
	if err != nil {
		return nil, err
	}
	for _, z := range all {
		if z.ID != id {
			continue
		}
		members := each(comuni, func(x geo.Comune) ComuneRef { return ComuneRef{string(x.ID), x.Name} })
		out := ZoneDetail{zoneOf(z, comuni), members, Attribution, Licence}
		if c.geojson() {
			return feature(strconv.Itoa(int(z.ID)), z.Boundary, out), nil
		}
		return out, nil
	}
	return nil, geo.NotFound("La zona omogenea %d non esiste: ce ne sono %d / There is no zone %d: there are %d", id, len(all), id, len(all))
}
