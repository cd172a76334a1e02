package postgis

import (
	"context"
	"fmt"
	"math"
	"strings"

	"atlante/geo"
)

// maxAreaError is how far the whole area may lie from the official figure;
// maxBorderError is how much of it neighbours may share or leave open: 3.4 km².
// The generalised boundaries of ISTAT share nothing and leave 0.5 km² open.
const (
	maxAreaError   = 0.005
	maxBorderError = 0.0005
)

// BoundaryChecksum is that of the file imported last, "" for approximate ones.
func (s *Store) BoundaryChecksum(ctx context.Context) (string, error) {
	var sum string
	err := s.db.QueryRow(ctx, query("boundary_checksum")).Scan(&sum)
	return sum, err
}

// ReplaceBoundaries checks the outlines and puts them in place of the old ones.
// It refuses, with ErrInvalid and all the reasons: outlines that are not valid,
// a whole area that is off by more than 0.5 %, borders that overlap or gape, and
// seats outside their comune. Run it inside Atomically, before ReplaceGrid.
func (s *Store) ReplaceBoundaries(ctx context.Context, b geo.Boundaries) error {
	geoms := make([][]byte, len(b.Outlines))
	for i, o := range b.Outlines {
		var err error
		if geoms[i], err = encode(o, b.SRID); err != nil {
			return err
		}
	}
	ids := make([]string, len(b.Comuni))
	for i, id := range b.Comuni {
		ids[i] = string(id)
	}
	faults, err := all(ctx, s.db, scanText, "boundary_faults", ids, geoms)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return geo.Invalid("I confini non sono stati cambiati: %s. Correggi il file e riprova / boundaries refused, nothing was changed",
			strings.Join(first(faults, 5), "; "))
	}
	if _, err := s.exec(ctx, "boundaries_clear"); err != nil {
		return err
	}
	if _, err := s.exec(ctx, "boundaries_insert", ids, geoms, b.Approximate, b.Source, b.Checksum); err != nil {
		return err
	}
	if err := s.checkBoundaries(ctx); err != nil {
		return err
	}
	return s.rebuildZones(ctx)
}

// rebuildZones draws the zones anew from the boundaries of their comuni.
func (s *Store) rebuildZones(ctx context.Context) error {
	if _, err := s.exec(ctx, "zone_boundaries_clear"); err != nil {
		return err
	}
	_, err := s.exec(ctx, "zone_boundaries_rebuild")
	return err
}

// checkBoundaries looks at the new outlines as a whole.
func (s *Store) checkBoundaries(ctx context.Context) error {
	var comuni, missing int
	var official, total, union, filled float64
	var strangers []string
	err := s.db.QueryRow(ctx, query("boundary_totals")).Scan(&comuni, &missing, &official, &total, &union, &filled, &strangers)
	if err != nil {
		return err
	}
	switch {
	case missing > 0:
		return geo.Invalid("Mancano i confini di %d comuni su %d: il file deve contenerli tutti / boundaries are missing", missing, comuni)
	case math.Abs(total/official-1) > maxAreaError:
		return geo.Invalid("I confini coprono %.0f km², la superficie ufficiale è %.0f: più dello 0,5 %% di differenza. Il file è di un'altra zona o in un altro sistema di riferimento? / the area is off", total, official)
	case total-union > maxBorderError*total:
		return geo.Invalid("I comuni si sovrappongono per %.1f km²: i confini devono combaciare / borders overlap", total-union)
	case filled-union > maxBorderError*total:
		return geo.Invalid("Tra i comuni restano vuoti di %.1f km²: i confini devono combaciare / borders gape", filled-union)
	case len(strangers) > 0:
		return geo.Invalid("Il municipio cade fuori dal proprio confine per: %s. I codici dei comuni sono scambiati? / seats lie outside their comune", strings.Join(first(strangers, 5), ", "))
	}
	return nil
}

// ApproximateBoundaries makes territories from the seats alone: Voronoi cells
// clipped to a hull whose area is the official one. About two thirds of the land
// falls into its own comune; they are marked approximate wherever they show.
func (s *Store) ApproximateBoundaries(ctx context.Context) (geo.Boundaries, error) {
	radius, err := s.hullRadius(ctx)
	if err != nil {
		return geo.Boundaries{}, err
	}
	b := geo.Boundaries{SRID: 4326, Approximate: true, Source: "Confini approssimati dai municipi (Voronoi)"}
	rows, err := s.db.Query(ctx, query("boundaries_approximate"), radius)
	if err != nil {
		return b, err
	}
	defer rows.Close()
	for rows.Next() {
		var id geo.ComuneID
		var g []byte
		if err := rows.Scan(&id, &g); err != nil {
			return b, err
		}
		o, err := decodePolygons(g)
		if err != nil {
			return b, fmt.Errorf("%s: %w", id, err)
		}
		b.Comuni, b.Outlines = append(b.Comuni, id), append(b.Outlines, o)
	}
	return b, rows.Err()
}

// hullRadius finds the metres by which the hull of the seats must grow to have
// the official area, by bisection to within a metre.
func (s *Store) hullRadius(ctx context.Context) (float64, error) {
	low, high := 0.0, 30000.0
	for high-low > 1 {
		mid := (low + high) / 2
		var ratio float64
		if err := s.db.QueryRow(ctx, query("hull_area_ratio"), mid).Scan(&ratio); err != nil {
			return 0, err
		}
		if ratio < 1 {
			low = mid
		} else {
			high = mid
		}
	}
	return high, nil
}

func first(s []string, n int) []string {
	if len(s) > n {
		return append(s[:n:n], fmt.Sprintf("… (altri %d)", len(s)-n))
	}
	return s
}
