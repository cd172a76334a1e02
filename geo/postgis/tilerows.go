package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
)

// The tiles that are kept in memory read whole layers, and after that what has
// changed. They do so as atlante_tiles, like the tiles that PostGIS makes, and
// through two connections of their own: requests do not wait for a reading, and
// a reading does not wait for requests.

// openRows makes the pool; no connection is made before it is needed. What is sent in
// one batch is one transaction, and at repeatable read of one moment, without asking
// for a transaction first: that would be two more ways there and back.
func openRows(ctx context.Context, dsn string) (*pgxpool.Pool, error) {
	return newPool(ctx, dsn, "atlante_tiles", 2, map[string]string{"statement_timeout": "120s",
		"default_transaction_read_only": "on", "default_transaction_isolation": "repeatable read", "idle_in_transaction_session_timeout": "120s",
		"plan_cache_mode": "force_custom_plan", "max_parallel_workers_per_gather": "0"})
}

// TileState gives the versions of the inputs, the latest publication and the
// kinds, all of one moment. It is one statement.
func (s *Store) TileState(ctx context.Context) (layer.State, error) {
	rows, err := s.rows.Query(ctx, query("tile_state"))
	if err != nil {
		return layer.State{}, fmt.Errorf("tile_state: %w", unavailable(err))
	}
	return tileState(rows)
}

func tileState(rows pgx.Rows) (layer.State, error) {
	var out layer.State
	_, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (struct{}, error) {
		var id *string
		var none struct{}
		values := r.RawValues()
		if values[5] == nil { // no kinds
			return none, r.Scan(&out.Places, &out.Territory, &out.Roads, &out.Publication, &out.Database,
				nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil)
		}
		var k geo.Kind
		err := r.Scan(&out.Places, &out.Territory, &out.Roads, &out.Publication, &out.Database,
			&id, &k.NameIT, &k.NameEN, &k.PluralIT, &k.PluralEN, &k.NearestIT, &k.NearestEN, &k.ByArea, &k.Completeness,
			&k.ModeMountain, &k.ModeElse, &k.ThresholdCar, &k.ThresholdFoot, &k.Position, &k.Itinerant)
		if err == nil {
			k.ID = geo.KindID(*id)
			out.Kinds = append(out.Kinds, k)
		}
		return none, err
	})
	if err != nil {
		return layer.State{}, fmt.Errorf("tile_state: %w", unavailable(err))
	}
	return out, nil
}

// TileRows gives every feature of the layers to each, layer by layer in the order
// asked for, each scenario by itself, in the order in which the tiles hold them;
// and the one state of the store that all of them are of. geo.ErrNotFound for a
// layer that is not in the catalogue. An error of each ends the reading and is
// what is returned.
func (s *Store) TileRows(ctx context.Context, layers []string, each func(*layer.Row) error) (layer.State, error) {
	var state layer.State
	err := pgx.BeginFunc(ctx, s.rows, func(tx pgx.Tx) error {
		// Whole tables are joined. One by one is what the planner chooses right after a
		// publication, before its rows are counted, and takes far longer.
		if _, err := tx.Exec(ctx, "SET LOCAL enable_nestloop = off"); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, query("tile_state"))
		if err != nil {
			return err
		}
		if state, err = tileState(rows); err != nil {
			return err
		}
		for _, id := range layers {
			l, ok := layer.ByID(id)
			if !ok {
				return geo.NotFound("Il livello %q non esiste / no such layer", id)
			}
			if err := copyLayer(ctx, tx, l, state.Kinds, each); err != nil {
				return fmt.Errorf("tile_rows_%s: %w", id, err)
			}
		}
		return nil
	})
	return state, notRead(ctx, err)
}

// notRead is why rows were not read: that the context has ended, when it has, for of
// what was cancelled only PostgreSQL's word arrives.
func notRead(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	return unavailable(err)
}

// copyLayer reads one layer, both scenarios of those that have them.
func copyLayer(ctx context.Context, tx pgx.Tx, l layer.Layer, kinds []geo.Kind, each func(*layer.Row) error) error {
	r, err := newRowReader(l, kinds, each)
	if err != nil {
		return err
	}
	scenarios := []cover.Scenario{""}
	if l.Coverage {
		scenarios = []cover.Scenario{cover.ScenarioCurrent, cover.ScenarioPlanned}
	}
	for _, sc := range scenarios {
		r.row.Scenario = string(sc)
		in := copyReader{row: r.read}
		if _, err := tx.Conn().PgConn().CopyTo(ctx, &in, copyStatement("tile_rows_"+l.ID, sc)); err != nil {
			return err
		}
		if err := in.close(); err != nil {
			return err
		}
	}
	return nil
}

// copyStatement is the COPY of a statement. COPY takes no parameters, so that the
// scenario, which is one of our own words, stands in the text.
func copyStatement(name string, sc cover.Scenario) string {
	return "COPY (" + strings.ReplaceAll(query(name), "$1", "'"+string(sc)+"'") + ") TO STDOUT (FORMAT binary)"
}
