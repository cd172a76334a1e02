package ingest

import (
	"context"
	"io"

	"github.com/paulmach/orb"

	"atlante/geo"
)

const (
	comuneIstat = iota
	comuneName
	comuneCadastral
	comuneZone
	comuneValley
	comuneResidents
	comuneArea
	comuneAltitude
	comuneAltimetric
	comuneMountain
	comuneSNAI
	comuneMinutes
	comunePole
	comuneLat
	comuneLon
	comuneZoneSource
)

var comuneFields = []field{
	comuneIstat:      {name: "istat_code", required: true},
	comuneName:       {name: "name", required: true},
	comuneCadastral:  {name: "cadastral_code", required: true},
	comuneZone:       {name: "zone", required: true},
	comuneValley:     {name: "valley"},
	comuneResidents:  {name: "population", aliases: []string{"residents"}, required: true},
	comuneArea:       {name: "area_km2", required: true},
	comuneAltitude:   {name: "altitude_m", required: true},
	comuneAltimetric: {name: "altimetric_zone", required: true},
	comuneMountain:   {name: "mountain_class", required: true},
	comuneSNAI:       {name: "snai_class", required: true},
	comuneMinutes:    {name: "snai_pole_minutes", required: true},
	comunePole:       {name: "snai_pole", required: true},
	comuneLat:        {name: "lat", required: true},
	comuneLon:        {name: "lon", required: true},
	comuneZoneSource: {name: "zone_source"},
}

// ReadComuni reads the facts of the comuni: one row each, with code, name,
// zone, valley, residents, area in km², altitude in m, classes and seat
// (EPSG:4326). A code given twice is a reject.
func ReadComuni(ctx context.Context, r io.Reader, o Options) ([]geo.Comune, *Report, error) {
	t, err := openTable(ctx, r, o, comuneFields)
	if err != nil {
		return nil, t.report, err
	}
	var out []geo.Comune
	seen := make(map[geo.ComuneID]int)
	err = t.each(func(r *row) error {
		c := readComune(r)
		if line, twice := seen[c.ID]; twice {
			r.reject(comuneIstat, "comune già alla riga %d / given twice", line)
		}
		if !r.bad {
			seen[c.ID] = t.line
			out = append(out, c)
		}
		return nil
	})
	return out, t.report, err
}

func readComune(r *row) geo.Comune {
	c := geo.Comune{
		ID:             r.comuneID(comuneIstat),
		Name:           r.needText(comuneName),
		CadastralCode:  r.needText(comuneCadastral),
		ZoneSource:     r.text(comuneZoneSource),
		Valley:         geo.ValleyID(r.text(comuneValley)),
		Residents:      r.integer(comuneResidents),
		AreaKm2:        r.number(comuneArea),
		AltitudeM:      r.integer(comuneAltitude),
		AltimetricZone: geo.AltimetricZone(r.integer(comuneAltimetric)),
		MountainClass:  geo.MountainClass(r.text(comuneMountain)),
		SNAI:           geo.SNAIClass(r.text(comuneSNAI)),
		PoleMinutes:    r.number(comuneMinutes),
		Pole:           r.text(comunePole),
		Seat:           orb.Point(r.point(comuneLat, comuneLon, false)),
	}
	var err error
	if c.Zone, err = geo.ParseZoneID(r.text(comuneZone)); err != nil {
		r.rejectErr(comuneZone, err)
	}
	switch c.AltimetricZone {
	case geo.AltimetricMountain, geo.AltimetricHill, geo.AltimetricPlain:
	default:
		r.reject(comuneAltimetric, "zona altimetrica: 1, 3 o 5 / altimetric zone: 1, 3 or 5")
	}
	switch c.MountainClass {
	case "T", "P", "NM":
	default:
		r.reject(comuneMountain, "classe montana: T, P o NM / mountain class: T, P or NM")
	}
	if len(c.SNAI) != 1 || c.SNAI < "A" || c.SNAI > "F" {
		r.reject(comuneSNAI, "classe SNAI: da A a F / SNAI class: A to F")
	}
	if c.Residents < 0 || c.AreaKm2 <= 0 {
		r.reject(comuneArea, "residenti o area negativi / negative residents or area")
	}
	return c
}
