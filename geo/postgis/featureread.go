package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"atlante/geo"
	"atlante/geo/feature"
)

// featurePools are those that features are read through, all as atlante_tiles and
// read-only. Each query is planned with its own values: a box of ten metres and
// one of the whole world are not found the same way.
type featurePools struct {
	states  *pgxpool.Pool // versions and states, which every page needs
	pages   *pgxpool.Pool // pages and counts, which are over in 3 seconds
	exports *pgxpool.Pool // all features of a collection, which may last
	// filters holds one for each filter that is running: fewer than pages has
	// connections, so that what is asked without a filter, and is found by an index
	// or soon over, need not wait for filters.
	filters chan struct{}
}

func openPools(ctx context.Context, dsn string) (*featurePools, error) {
	const pages = 4
	out := &featurePools{filters: make(chan struct{}, pages-1)}
	for _, p := range []struct {
		pool        **pgxpool.Pool
		connections int32
		timeout     string
	}{{&out.states, 2, "3s"}, {&out.pages, pages, "3s"}, {&out.exports, 4, "120s"}} {
		var err error
		*p.pool, err = newPool(ctx, dsn, "atlante_tiles", p.connections, map[string]string{"statement_timeout": p.timeout,
			"default_transaction_read_only": "on", "plan_cache_mode": "force_custom_plan", "idle_in_transaction_session_timeout": "120s"})
		if err != nil {
			out.close()
			return nil, err
		}
	}
	return out, nil
}

func (p *featurePools) close() {
	for _, pool := range []*pgxpool.Pool{p.states, p.pages, p.exports} {
		if pool != nil {
			pool.Close()
		}
	}
}

// featurePatience is how long a request waits for its turn and for a connection.
const featurePatience = 2 * time.Second

// connection waits for one of the pool's.
func connection(ctx context.Context, pool *pgxpool.Pool) (*pgxpool.Conn, error) {
	waiting, cancel := context.WithTimeout(ctx, featurePatience)
	defer cancel()
	conn, err := pool.Acquire(waiting)
	if errors.Is(err, context.DeadlineExceeded) && !gone(ctx) {
		return nil, crowded()
	}
	return conn, unavailable(err)
}

// turn waits until a query that filters may run; the function that it gives ends it.
func (p *featurePools) turn(ctx context.Context) (end func(), err error) {
	waiting := time.NewTimer(featurePatience)
	defer waiting.Stop()
	select {
	case p.filters <- struct{}{}:
		return func() { <-p.filters }, nil
	case <-waiting.C:
		return nil, crowded()
	case <-ctx.Done():
		if gone(ctx) {
			return nil, ctx.Err()
		}
		return nil, crowded()
	}
}

// gone tells a client who has left from one whose time is over.
func gone(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }

func crowded() error {
	return fmt.Errorf("%w: troppe richieste insieme; riprova tra poco / too many requests at once: try again shortly", geo.ErrBusy)
}

// featureRows runs a query over the features of a page and hands over each row.
// Nothing of the query stays behind in the session.
func (s *Store) featureRows(ctx context.Context, b *featureBuilder, text string, args []any, each func(pgx.Rows) error) error {
	if b.filtered {
		end, err := s.features.turn(ctx)
		if err != nil {
			return err
		}
		defer end()
	}
	return poolRows(ctx, s.features.pages, text, args, each)
}

// poolRows runs a query through one connection of a pool.
func poolRows(ctx context.Context, pool *pgxpool.Pool, text string, args []any, each func(pgx.Rows) error) error {
	conn, err := connection(ctx, pool)
	if err != nil {
		return err
	}
	defer conn.Release()
	return eachRow(ctx, conn.Conn(), text, args, each)
}

// eachRow hands over rows; an error of each is given back as it is.
func eachRow(ctx context.Context, conn rowsOf, text string, args []any, each func(pgx.Rows) error) error {
	rows, err := conn.Query(ctx, text, append([]any{pgx.QueryExecModeDescribeExec}, args...)...)
	if err != nil {
		return featureError(ctx, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return featureError(ctx, rows.Err())
}

type rowsOf interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// streamPart is how many rows are fetched at a time. Between parts the reader may
// be slow: no statement is running then.
const streamPart = 500

// stream gives all rows of a query through a cursor of the database, so that
// neither side ever holds them all, and the timeout is one of the database's own
// work and not of the reader's.
func (s *Store) stream(ctx context.Context, b *featureBuilder, text string, tell func(feature.Feature) error) error {
	conn, err := connection(ctx, s.features.exports)
	if err != nil {
		return err
	}
	defer conn.Release()
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return unavailable(err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // nothing was written
	// All rows are wanted, not the first ones soon.
	if _, err := tx.Exec(ctx, "SET LOCAL cursor_tuple_fraction = 1"); err != nil {
		return featureError(ctx, err)
	}
	args := append([]any{pgx.QueryExecModeDescribeExec}, b.args...)
	if _, err := tx.Exec(ctx, "DECLARE feature NO SCROLL CURSOR FOR "+text, args...); err != nil {
		return featureError(ctx, err)
	}
	row := newFeatureRow(b.collection)
	for {
		n := 0
		err := eachRow(ctx, tx, fetchPart, nil, func(rows pgx.Rows) error {
			n++
			f, err := row.scan(rows)
			if err != nil {
				return err
			}
			return tell(f)
		})
		if err != nil || n < streamPart {
			return err
		}
	}
}

const fetchPart = "FETCH FORWARD 500 FROM feature"

// encodeShapes gives shapes as they are sent to the database.
func encodeShapes(shapes []orb.Geometry) ([][]byte, error) {
	out := make([][]byte, len(shapes))
	for i, g := range shapes {
		var err error
		if out[i], err = ewkb.Marshal(g, int(feature.WGS84)); err != nil {
			return nil, err
		}
	}
	return out, nil
}
