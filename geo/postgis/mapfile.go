package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"atlante/geo/gazetteer"
)

// ReplaceMapFile puts the streets, house numbers and hamlets of an OpenStreetMap
// file in place of those of the one before; comuni are set here, by the
// boundaries. Run it inside Atomically.
func (s *Store) ReplaceMapFile(ctx context.Context, m gazetteer.MapFile) error {
	if _, err := s.exec(ctx, "osm_clear"); err != nil {
		return err
	}
	if _, err := s.exec(ctx, "osm_file_insert", m.File, m.Checksum, date(m.Date), m.Source.Name, m.Source.Licence); err != nil {
		return err
	}
	err := s.copyMap(ctx, "osm_street", []string{"id", "position", "name", "reach_m"}, len(m.Streets), func(i int) (orb.Point, []any) {
		p := m.Streets[i]
		return p.Point, []any{p.Name, float32(p.ReachM)}
	})
	if err != nil {
		return err
	}
	err = s.copyMap(ctx, "osm_house", []string{"id", "position", "street", "number"}, len(m.Houses), func(i int) (orb.Point, []any) {
		h := m.Houses[i]
		return h.Point, []any{h.Street, h.Number}
	})
	if err != nil {
		return err
	}
	err = s.copyMap(ctx, "osm_hamlet", []string{"id", "position", "name", "class"}, len(m.Hamlets), func(i int) (orb.Point, []any) {
		h := m.Hamlets[i]
		return h.Point, []any{h.Name, h.Class}
	})
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, "osm_settle")
	return err
}

// copyMap copies n rows to a table: their number, their point, and the rest.
func (s *Store) copyMap(ctx context.Context, table string, columns []string, n int, row func(int) (orb.Point, []any)) error {
	source := pgx.CopyFromSlice(n, func(i int) ([]any, error) {
		at, rest := row(i)
		position, err := encode(at, 4326)
		return append([]any{int32(i), position}, rest...), err
	})
	_, err := s.db.CopyFrom(ctx, pgx.Identifier{"atlante", table}, columns, source)
	return err
}

// mapFile reads what is known from the OpenStreetMap file; none is the zero
// MapFile.
func (s *Store) mapFile(ctx context.Context) (gazetteer.MapFile, error) {
	files, err := all(ctx, s.db, func(r pgx.CollectableRow) (m gazetteer.MapFile, err error) {
		err = r.Scan(&m.File, &m.Checksum, &m.Date, &m.Source.Name, &m.Source.Licence)
		return m, err
	}, "osm_file")
	if err != nil || len(files) == 0 {
		return gazetteer.MapFile{}, err
	}
	m := files[0]
	m.Streets, err = all(ctx, s.db, func(r pgx.CollectableRow) (p gazetteer.Piece, err error) {
		err = r.Scan(&p.Comune, &p.Name, &p.Point[0], &p.Point[1], &p.ReachM)
		return p, err
	}, "osm_streets")
	if err != nil {
		return m, err
	}
	m.Houses, err = all(ctx, s.db, func(r pgx.CollectableRow) (h gazetteer.House, err error) {
		err = r.Scan(&h.Comune, &h.Street, &h.Number, &h.Point[0], &h.Point[1])
		return h, err
	}, "osm_houses")
	if err != nil {
		return m, err
	}
	m.Hamlets, err = all(ctx, s.db, func(r pgx.CollectableRow) (h gazetteer.Hamlet, err error) {
		err = r.Scan(&h.Comune, &h.Name, &h.Class, &h.Point[0], &h.Point[1])
		return h, err
	}, "osm_hamlets")
	return m, err
}
