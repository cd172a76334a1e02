package ingest

import (
	"context"
	"io"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

const (
	localityName = iota
	localityIstat
	localityLat
	localityLon
	localityRadius
	localitySource
)

var localityFields = []field{
	localityName:   {name: "name", aliases: []string{"nome", "localita"}, required: true},
	localityIstat:  {name: "istat_code", aliases: []string{"istat", "codice istat"}, required: true},
	localityLat:    {name: "lat", aliases: []string{"latitudine"}, required: true},
	localityLon:    {name: "lon", aliases: []string{"longitudine"}, required: true},
	localityRadius: {name: "radius_m", aliases: []string{"raggio m", "raggio"}, required: true},
	localitySource: {name: "source", aliases: []string{"fonte"}},
}

// ReadLocalities reads quartieri and frazioni with a point (EPSG:4326) and the
// radius in metres within which they lie.
func ReadLocalities(ctx context.Context, r io.Reader, o Options) ([]gazetteer.Locality, *Report, error) {
	t, err := openTable(ctx, r, o, localityFields)
	if err != nil {
		return nil, t.report, err
	}
	var out []gazetteer.Locality
	err = t.each(func(r *row) error {
		l := gazetteer.Locality{
			Name:    r.needText(localityName),
			Comune:  r.comuneID(localityIstat),
			Point:   r.point(localityLat, localityLon, false),
			RadiusM: r.integer(localityRadius),
			Source:  r.text(localitySource),
		}
		if l.RadiusM < 1 || l.RadiusM > 50_000 {
			r.reject(localityRadius, "raggio: da 1 a 50000 metri / radius: 1 to 50000 metres")
		}
		if !r.bad {
			out = append(out, l)
		}
		return nil
	})
	return out, t.report, err
}

const (
	suppressedIstat = iota
	suppressedName
	suppressedCadastral
	suppressedToday
	suppressedSince
	suppressedLaw
	suppressedSource
)

var suppressedFields = []field{
	suppressedIstat:     {name: "istat_code", required: true},
	suppressedName:      {name: "name", required: true},
	suppressedCadastral: {name: "cadastral_code"},
	suppressedToday:     {name: "today_istat", required: true},
	suppressedSince:     {name: "since"},
	suppressedLaw:       {name: "law"},
	suppressedSource:    {name: "source"},
}

// ReadSuppressed reads the comuni that mergers ended, with today's code.
func ReadSuppressed(ctx context.Context, r io.Reader, o Options) ([]gazetteer.Suppressed, *Report, error) {
	t, err := openTable(ctx, r, o, suppressedFields)
	if err != nil {
		return nil, t.report, err
	}
	var out []gazetteer.Suppressed
	err = t.each(func(r *row) error {
		s := gazetteer.Suppressed{
			ID:            r.comuneID(suppressedIstat),
			Name:          r.needText(suppressedName),
			CadastralCode: r.text(suppressedCadastral),
			Today:         r.comuneID(suppressedToday),
			Since:         r.text(suppressedSince),
			Law:           r.text(suppressedLaw),
			Source:        geo.Source{Name: r.text(suppressedSource)},
		}
		if !r.bad {
			out = append(out, s)
		}
		return nil
	})
	return out, t.report, err
}
