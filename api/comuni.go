package api

import (
	"fmt"

	"github.com/paulmach/orb"

	"atlante/api/wire"
	"atlante/geo"
)

// Comune is a municipality with its facts.
type Comune struct {
	ISTAT          string   `json:"istat" pattern:"^[0-9]{6}$"`
	Name           string   `json:"name"`
	CadastralCode  string   `json:"cadastral_code"`
	Zone           int      `json:"zone"`
	ZoneSource     string   `json:"zone_source" doc:"sourced or inferred"`
	Valley         *string  `json:"valley" doc:"name of the valley, null outside the valleys"`
	ValleyID       *string  `json:"valley_id"`
	Mountain       string   `json:"mountain" enum:"T,P,NM" doc:"ISTAT class: wholly, partly or not mountain"`
	SNAI           string   `json:"snai" enum:"A,B,C,D,E,F" doc:"class of the 2020 map of the inner areas"`
	Pole           *string  `json:"pole" doc:"the nearest SNAI pole"`
	PoleMinutes    *float64 `json:"pole_minutes" doc:"minutes by road from the municipio to the pole"`
	AltimetricZone int      `json:"altimetric_zone" doc:"1 mountain, 3 hill, 5 plain"`
	AltitudeM      int      `json:"altitude_m"`
	AreaKm2        float64  `json:"area_km2"`
	Residents      int      `json:"residents"`
	Lon            *float64 `json:"lon" doc:"of the seat"`
	Lat            *float64 `json:"lat" doc:"of the seat"`
	BoundarySource *string  `json:"boundary_source" doc:"says so when the boundaries are approximate"`
}

// ComuneDetail is a Comune asked for by its code.
type ComuneDetail struct {
	Comune
	Notice      *string `json:"notice" doc:"says so when the code is that of a suppressed comune"`
	Attribution string  `json:"attribution"`
	Licence     string  `json:"licence"`
}

func comuneOf(c geo.Comune, a atlas) Comune {
	out := Comune{
		ISTAT: string(c.ID), Name: c.Name, CadastralCode: c.CadastralCode,
		Zone: int(c.Zone), ZoneSource: c.ZoneSource,
		Valley: a.valley(c.Valley), ValleyID: known(string(c.Valley)),
		Mountain: string(c.MountainClass), SNAI: string(c.SNAI), Pole: known(c.Pole),
		AltimetricZone: int(c.AltimetricZone), AltitudeM: c.AltitudeM, AreaKm2: c.AreaKm2, Residents: c.Residents,
		BoundarySource: known(c.BoundarySource),
	}
	if c.Pole != "" {
		out.PoleMinutes = &c.PoleMinutes
	}
	out.Lon, out.Lat = lonLat(&c.Seat)
	return out
}

// lonLat splits a point; no point, and 0,0, are unknown.
func lonLat(p *orb.Point) (lon, lat *float64) {
	if p == nil || *p == (orb.Point{}) {
		return nil, nil
	}
	q := orb.Round(*p, 1e6).(orb.Point)
	return &q[0], &q[1]
}

func askComuni(s *service, c *call) (reply, error) {
	f := geo.ComuneFilter{
		Zone:      wire.Parse(c.query, "zone", geo.ParseZoneID),
		Territory: wire.Parse(c.query, "territory", geo.ParseTerritory),
		BBox:      c.bbox(),
		Q:         c.query.Text("q", wire.TextMax),
		Geometry:  c.geojson(),
		Page:      c.paging(),
	}
	return func() (any, error) { return s.comuni(c, f) }, c.query.Err()
}

func (s *service) comuni(c *call, f geo.ComuneFilter) (any, error) {
	if err := s.checkZone(c.ctx(), f.Zone); err != nil {
		return nil, err
	}
	a, err := s.atlas(c.ctx())
	if err != nil {
		return nil, err
	}
	found, next, err := s.store.Comuni(c.ctx(), f)
	if err != nil {
		return nil, c.blame(fmt.Errorf("comuni: %w", err))
	}
	if c.geojson() {
		return collection(each(found, func(x geo.Comune) Feature[Comune] {
			return feature(string(x.ID), x.Boundary, comuneOf(x, a))
		}), page{next: c.next(next)}), nil
	}
	return list(each(found, func(x geo.Comune) Comune { return comuneOf(x, a) }), page{next: c.next(next)}), nil
}

// bbox is nil when none was asked for.
func (c *call) bbox() *orb.Bound {
	if !c.query.Has("bbox") {
		return nil
	}
	b := wire.Parse(c.query, "bbox", wire.ParseBBox)
	return &b
}

func askComune(s *service, c *call) (reply, error) {
	written, err := wire.Path(c.r, "istat")
	if err != nil {
		return nil, err
	}
	id, err := geo.ParseComuneID(written)
	if err != nil {
		return nil, wire.FaultFrom("istat", written, err)
	}
	return func() (any, error) { return s.comuneDetail(c, id) }, nil
}

func (s *service) comuneDetail(c *call, id geo.ComuneID) (any, error) {
	found, notice, err := s.comune(c.ctx(), id, c.lang)
	if err != nil {
		return nil, err
	}
	a, err := s.atlas(c.ctx())
	if err != nil {
		return nil, err
	}
	out := ComuneDetail{comuneOf(found, a), notice, Attribution, Licence}
	if c.geojson() {
		return feature(string(found.ID), found.Boundary, out), nil
	}
	return out, nil
}
