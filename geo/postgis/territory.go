package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

// Empty tells whether no territory has been loaded yet. It waits for a first
// start under way, which shows nothing before it has published.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	if err := s.alone(ctx); err != nil {
		return false, err
	}
	var empty bool
	err := s.db.QueryRow(ctx, query("territory_is_empty")).Scan(&empty)
	return empty, err
}

// SaveZones inserts or renames zones.
func (s *Store) SaveZones(ctx context.Context, zones []geo.Zone, src geo.Source) error {
	for _, z := range zones {
		if _, err := s.exec(ctx, "zone_save", z.ID, z.Name, src.Name, src.Licence, date(src.RetrievedOn)); err != nil {
			return err
		}
	}
	return nil
}

// SaveComuni inserts or replaces the facts of comuni; boundaries are kept apart.
func (s *Store) SaveComuni(ctx context.Context, comuni []geo.Comune, src geo.Source) error {
	for _, c := range comuni {
		seat, err := encode(c.Seat, 4326)
		if err != nil {
			return err
		}
		_, err = s.exec(ctx, "comune_save", c.ID, c.Name, gazetteer.Fold(c.Name), c.CadastralCode, c.Zone, c.ZoneSource,
			c.Valley, c.Residents, c.AreaKm2, c.AltitudeM, c.AltimetricZone, c.MountainClass, c.SNAI,
			c.PoleMinutes, c.Pole, seat, src.Name, src.Licence, date(src.RetrievedOn))
		if err != nil {
			return fmt.Errorf("%s %s: %w", c.ID, c.Name, err)
		}
	}
	return nil
}

// ReplaceValleys sets the valleys, the passes and the valley of each comune
// (comuni that byComune does not name lie in none).
func (s *Store) ReplaceValleys(ctx context.Context, valleys []geo.Valley, passes []geo.Pass, byComune map[geo.ComuneID]geo.ValleyID) error {
	if _, err := s.exec(ctx, "valleys_clear"); err != nil {
		return err
	}
	if _, err := s.exec(ctx, "passes_clear"); err != nil {
		return err
	}
	for _, v := range valleys {
		if _, err := s.exec(ctx, "valley_save", v.ID, v.Name, v.Parent, v.Mouth, v.Source); err != nil {
			return err
		}
	}
	for _, p := range passes {
		if _, err := s.exec(ctx, "pass_save", p.From, p.To, p.Name, p.Open); err != nil {
			return err
		}
	}
	ids, in := make([]string, 0, len(byComune)), make([]string, 0, len(byComune))
	for c, v := range byComune {
		ids, in = append(ids, string(c)), append(in, string(v))
	}
	_, err := s.exec(ctx, "comune_valleys_set", ids, in)
	return err
}

// SetZones moves comuni to zones; it changes only the rows that differ and says
// how many those were. The zones are drawn anew.
func (s *Store) SetZones(ctx context.Context, zoneOf map[geo.ComuneID]geo.ZoneID, source string) (int64, error) {
	ids, zones := make([]string, 0, len(zoneOf)), make([]int32, 0, len(zoneOf))
	for c, z := range zoneOf {
		ids, zones = append(ids, string(c)), append(zones, int32(z))
	}
	n, err := s.exec(ctx, "comune_zones_set", ids, zones, source)
	if err != nil {
		return 0, err
	}
	return n, s.rebuildZones(ctx)
}

// Zones lists the zones by number; with geometry their dissolved boundaries.
func (s *Store) Zones(ctx context.Context, geometry bool) ([]geo.Zone, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (geo.Zone, error) {
		var z geo.Zone
		var label, boundary []byte
		if err := r.Scan(&z.ID, &z.Name, &label, &boundary); err != nil {
			return z, err
		}
		var err error
		if p, e := decodePoint(label); e != nil {
			return z, e
		} else if p != nil {
			z.Label = *p
		}
		z.Boundary, err = decodePolygons(boundary)
		return z, err
	}, "zones", geometry)
}

// Valleys lists the valleys by id.
func (s *Store) Valleys(ctx context.Context) ([]geo.Valley, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (geo.Valley, error) {
		var v geo.Valley
		err := r.Scan(&v.ID, &v.Name, &v.Parent, &v.Mouth, &v.Source)
		return v, err
	}, "valleys")
}

// Passes lists the passes between comuni.
func (s *Store) Passes(ctx context.Context) ([]geo.Pass, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (geo.Pass, error) {
		var p geo.Pass
		err := r.Scan(&p.From, &p.To, &p.Name, &p.Open)
		return p, err
	}, "passes")
}

// Comuni lists comuni by ISTAT code, a page at a time (Limit 0 is all of them).
func (s *Store) Comuni(ctx context.Context, f geo.ComuneFilter) ([]geo.Comune, string, error) {
	after, err := afterKey(f.After, "")
	if err != nil {
		return nil, "", err
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 1 << 20
	}
	out, err := all(ctx, s.db, scanComune, "comuni",
		f.Zone, string(f.Territory), bound(f.BBox), gazetteer.Fold(f.Q), after, limit+1, f.Geometry)
	if err != nil {
		return nil, "", err
	}
	out, next := page(out, limit, func(c geo.Comune) string { return string(c.ID) })
	return out, next, nil
}

// Comune gives one comune with its boundary. The code of a suppressed comune
// gives the comune that holds it today.
func (s *Store) Comune(ctx context.Context, id geo.ComuneID) (geo.Comune, error) {
	out, err := all(ctx, s.db, scanComune, "comune", id)
	if err != nil {
		return geo.Comune{}, err
	}
	if len(out) == 0 {
		return geo.Comune{}, geo.NotFound("Nessun comune della Città metropolitana ha il codice ISTAT %s / no comune has this code", id)
	}
	return out[0], nil
}

func scanComune(r pgx.CollectableRow) (geo.Comune, error) {
	var c geo.Comune
	var seat, boundary []byte
	err := r.Scan(&c.ID, &c.Name, &c.CadastralCode, &c.Zone, &c.ZoneSource, &c.Valley, &c.Residents, &c.AreaKm2,
		&c.AltitudeM, &c.AltimetricZone, &c.MountainClass, &c.SNAI, &c.PoleMinutes, &c.Pole, &seat, &c.BoundarySource,
		&c.BoundaryApprox, &boundary)
	if err != nil {
		return c, err
	}
	p, err := decodePoint(seat)
	if err != nil {
		return c, err
	}
	c.Seat = *p
	c.Boundary, err = decodePolygons(boundary)
	return c, err
}

// bound gives west, south, east, north, or nil for no filter.
func bound(b *orb.Bound) []float64 {
	if b == nil {
		return nil
	}
	return []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
}

// date gives nil for "", so that an unknown date is NULL.
func date(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
