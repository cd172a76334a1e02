package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"atlante/geo"
)

// ComuniAt gives the comune of each point (EPSG:4326), "" for one outside the
// territory. Approximate boundaries have no outside: there the nearest counts,
// and approximate says that the answers are only likely.
func (s *Store) ComuniAt(ctx context.Context, points []orb.Point) (comuni []geo.ComuneID, approximate bool, err error) {
	lon, lat := make([]float64, len(points)), make([]float64, len(points))
	for i, p := range points {
		lon[i], lat[i] = p.Lon(), p.Lat()
	}
	comuni, err = all(ctx, s.db, func(r pgx.CollectableRow) (geo.ComuneID, error) {
		var id geo.ComuneID
		err := r.Scan(&id, &approximate)
		return id, err
	}, "comuni_at", lon, lat)
	return comuni, approximate, err
}

// BorderMetres gives how far each point (EPSG:4326) lies from the territory, in
// metres, 0 inside; approximate says that the border is.
func (s *Store) BorderMetres(ctx context.Context, points []orb.Point) (metres []float64, approximate bool, err error) {
	lon, lat := make([]float64, len(points)), make([]float64, len(points))
	for i, p := range points {
		lon[i], lat[i] = p.Lon(), p.Lat()
	}
	metres, err = all(ctx, s.db, func(r pgx.CollectableRow) (float64, error) {
		var m float64
		err := r.Scan(&m, &approximate)
		return m, err
	}, "border_metres", lon, lat)
	return metres, approximate, err
}
