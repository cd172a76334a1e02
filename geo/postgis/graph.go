package postgis

import (
	"context"
	"errors"
	"io"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/road"
)

// SaveGraph stores a version of the roads and makes it the active one; its ID is
// given by the database. The version before it is kept, older ones are deleted.
// Run it inside Atomically.
func (s *Store) SaveGraph(ctx context.Context, v geo.RoadVersion, graphs map[geo.Mode]*road.Graph) (int64, error) {
	if err := s.lockGraphs(ctx); err != nil {
		return 0, err
	}
	if _, err := s.exec(ctx, "graph_retire"); err != nil {
		return 0, err
	}
	var id int64
	err := s.db.QueryRow(ctx, query("graph_insert"), v.CreatedAt, v.File, v.Checksum, date(v.DataDate), v.ProfileHash, v.Synthetic,
		v.Writer, v.Source.Name, v.Source.Licence, graphCounts{v.Read, v.Graphs}, plain(v.Uncovered)).Scan(&id)
	if err != nil {
		return 0, err
	}
	for _, mode := range []geo.Mode{geo.ModeCar, geo.ModeFoot} {
		g := graphs[mode]
		if g == nil {
			return 0, errors.New("SaveGraph: no graph for " + string(mode))
		}
		if err := s.saveParts(ctx, id, mode, g); err != nil {
			return 0, err
		}
	}
	_, err = s.exec(ctx, "graph_before_prune", id)
	return id, err
}

// ActiveGraph is the version of the roads that travel times come from;
// geo.ErrNotFound when there is none and they are estimated.
func (s *Store) ActiveGraph(ctx context.Context) (geo.RoadVersion, error) {
	active, err := all(ctx, s.db, scanGraph, "graphs", true)
	if err != nil {
		return geo.RoadVersion{}, err
	}
	if len(active) == 0 {
		return geo.RoadVersion{}, geo.NotFound("Non ci sono strade in uso: i tempi sono stimati. Per caricarle: atlante import roads FILE.osm.pbf / no roads are in use, times are estimated")
	}
	return active[0], nil
}

// Graphs lists the versions of the roads that are stored, the latest first.
func (s *Store) Graphs(ctx context.Context) ([]geo.RoadVersion, error) {
	return all(ctx, s.db, scanGraph, "graphs", false)
}

// RetireGraph goes back to the estimate: no version of the roads is active. It
// does nothing, and says so with false, when none was.
func (s *Store) RetireGraph(ctx context.Context) (changed bool, err error) {
	err = s.Atomically(ctx, func(s *Store) error {
		if err := s.lockGraphs(ctx); err != nil {
			return err
		}
		if _, err := s.ActiveGraph(ctx); err != nil {
			return err
		}
		changed = true
		_, err := s.exec(ctx, "graph_retire")
		return err
	})
	if errors.Is(err, geo.ErrNotFound) {
		return false, nil
	}
	return changed && err == nil, err
}

// PruneGraphs deletes the versions of the roads that are not in use. A publication
// does it, once nobody needs them any more.
func (s *Store) PruneGraphs(ctx context.Context) error {
	_, err := s.exec(ctx, "graph_prune")
	return err
}

// ReadGraph reads the graph of a version and a mode; geo.ErrNotFound when the
// version is not there any more.
func (s *Store) ReadGraph(ctx context.Context, version int64, mode geo.Mode) (*road.Graph, error) {
	rows, err := s.db.Query(ctx, query("graph_parts"), version, string(mode))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	parts := &partReader{rows: rows}
	g, err := road.Read(parts)
	switch {
	case parts.err != nil:
		return nil, unavailable(parts.err)
	case err != nil && parts.count == 0:
		return nil, geo.NotFound("La versione %d delle strade non c'è più / this version of the roads is gone", version)
	}
	return g, err
}

func (s *Store) lockGraphs(ctx context.Context) error {
	_, err := s.exec(ctx, "graph_lock")
	return err
}

// graphCounts is how the column counts holds them.
type graphCounts struct {
	Read   geo.RoadCounts
	Graphs map[geo.Mode]geo.GraphCounts
}

func scanGraph(r pgx.CollectableRow) (geo.RoadVersion, error) {
	var v geo.RoadVersion
	var c graphCounts
	var uncovered []string
	err := r.Scan(&v.ID, &v.CreatedAt, &v.Active, &v.File, &v.Checksum, &v.DataDate, &v.ProfileHash, &v.Synthetic, &v.Writer,
		&v.Source.Name, &v.Source.Licence, &c, &uncovered)
	v.Read, v.Graphs = c.Read, c.Graphs
	for _, id := range uncovered {
		v.Uncovered = append(v.Uncovered, geo.ComuneID(id))
	}
	return v, err
}

// partReader reads the parts of a graph one after the other.
type partReader struct {
	rows  pgx.Rows
	part  []byte
	count int
	err   error // of the database
}

func (p *partReader) Read(b []byte) (int, error) {
	for len(p.part) == 0 {
		if !p.rows.Next() {
			p.err = p.rows.Err()
			if p.err != nil {
				return 0, p.err
			}
			return 0, io.EOF
		}
		if p.err = p.rows.Scan(&p.part); p.err != nil {
			return 0, p.err
		}
		p.count++
	}
	n := copy(b, p.part)
	p.part = p.part[n:]
	return n, nil
}
