// Package postgis holds all queries of Atlante. Everything else reaches the
// database through small interfaces that *Store satisfies.
//
// Geometry crosses the wire as EWKB through go-geom and is orb.Geometry on our
// side: longitude first, EPSG:4326 unless a name says otherwise.
package postgis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

// querier is what a pool and a transaction have in common.
type querier interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
	CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error)
	Begin(ctx context.Context) (pgx.Tx, error)
}

// Store answers every question to the database. It is safe for concurrent use;
// the Store handed to Atomically is not.
type Store struct {
	db       querier
	pool     *pgxpool.Pool // rows, as atlante_app
	tiles    *pgxpool.Pool // public views, as atlante_tiles
	features *featurePools // of the public views, likewise
	rows     *pgxpool.Pool // whole layers and changes, for the tiles in memory
	states   *featureStates
	log      *slog.Logger
	names    *atomic.Pointer[namesAt]
	naming   chan struct{} // holds one while names are read: see Gazetteer
}

// namesAt is a gazetteer and the versions of the tables that it was made from.
type namesAt struct {
	key       string
	gazetteer *gazetteer.Gazetteer
}

// Open connects to a prepared and migrated database. The login of dsn must be
// a member of the roles atlante_app and atlante_tiles.
func Open(ctx context.Context, dsn string, log *slog.Logger) (*Store, error) {
	pool, err := connect(ctx, dsn, "atlante_app", 8, map[string]string{"statement_timeout": "120s"})
	if err != nil {
		return nil, err
	}
	tiles, err := connect(ctx, dsn, "atlante_tiles", 4, map[string]string{
		"statement_timeout": "3s", "default_transaction_read_only": "on",
		"max_parallel_workers_per_gather": "0"}) // a tile is over before the helpers have started
	if err != nil {
		pool.Close()
		return nil, err
	}
	features, err := openPools(ctx, dsn)
	if err != nil {
		pool.Close()
		tiles.Close()
		return nil, err
	}
	rows, err := openRows(ctx, dsn)
	if err != nil {
		pool.Close()
		tiles.Close()
		features.close()
		return nil, err
	}
	return &Store{db: answering{pool}, pool: pool, tiles: tiles, features: features, rows: rows, states: newFeatureStates(), log: log, names: &atomic.Pointer[namesAt]{}, naming: make(chan struct{}, 1)}, nil
}

// Close waits for the queries under way and closes all connections.
func (s *Store) Close() {
	s.pool.Close()
	s.tiles.Close()
	s.rows.Close()
	s.features.close()
}

// connect opens a pool whose sessions act as role and see our tables only by
// their qualified names.
func connect(ctx context.Context, dsn, role string, connections int32, params map[string]string) (*pgxpool.Pool, error) {
	pool, err := newPool(ctx, dsn, role, connections, params)
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("connect to PostgreSQL as %s: %w", role, err)
	}
	return pool, nil
}

// newPool is connect without a first connection: they are made when needed.
func newPool(ctx context.Context, dsn, role string, connections int32, params map[string]string) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, geo.Invalid("DATABASE_URL: %v", err)
	}
	cfg.MaxConns = connections
	cfg.MaxConnIdleTime = 5 * time.Minute
	rp := cfg.ConnConfig.RuntimeParams
	rp["role"], rp["search_path"], rp["application_name"] = role, "ext", "atlante"
	rp["timezone"], rp["jit"] = "UTC", "off"
	for k, v := range params {
		rp[k] = v
	}
	cfg.ConnConfig.Tracer = stopwatch{}
	cfg.AfterConnect = knowGeometry
	keepOnCancel(&cfg.ConnConfig.Config)
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	return pool, nil
}

// knowGeometry lets rows with geometry be copied straight into their tables: on
// the wire it is EWKB, so bytes. The number of the type differs by database.
func knowGeometry(ctx context.Context, conn *pgx.Conn) error {
	var oid uint32
	if err := conn.QueryRow(ctx, query("geometry_type")).Scan(&oid); err != nil {
		return err
	}
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "geometry", OID: oid, Codec: pgtype.ByteaCodec{}})
	return nil
}

// cancelPatience is how long a statement that was asked to end may take to do so; then
// its connection is given up.
const cancelPatience = 2 * time.Second

// keepOnCancel sends PostgreSQL a cancel request when a context ends and keeps
// the connection, instead of pgx's default of closing it.
func keepOnCancel(cfg *pgconn.Config) {
	cfg.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{
			Conn: c, CancelRequestDelay: 0, DeadlineDelay: cancelPatience}
	}
}

// Atomically runs f in one transaction: either all that it does becomes visible
// at once, or nothing.
func (s *Store) Atomically(ctx context.Context, f func(*Store) error) error {
	return unavailable(pgx.BeginFunc(ctx, s.db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL statement_timeout = 0"); err != nil {
			return err
		}
		inner := *s
		inner.db = tx
		return f(&inner)
	}))
}

// Database is the name of the database that the store reads.
func (s *Store) Database() string { return s.pool.Config().ConnConfig.Database }

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.db.Exec(ctx, "SELECT 1")
	return err
}

// notFound turns the driver's "no rows" into ErrNotFound with a text for people.
func notFound(err error, format string, args ...any) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return geo.NotFound(format, args...)
	}
	return err
}

// all collects rows with scan; an empty result is an empty slice.
func all[T any](ctx context.Context, db querier, scan func(pgx.CollectableRow) (T, error), name string, args ...any) ([]T, error) {
	rows, err := db.Query(ctx, query(name), args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	out, err := pgx.CollectRows(rows, scan)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, unavailable(err))
	}
	return out, nil
}

// exec runs a statement file and returns the number of rows that it changed.
func (s *Store) exec(ctx context.Context, name string, args ...any) (int64, error) {
	tag, err := s.db.Exec(ctx, query(name), args...)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return tag.RowsAffected(), nil
}

// send runs many statements in one round trip; the first error ends it.
func (s *Store) send(ctx context.Context, b *pgx.Batch) error {
	return s.db.SendBatch(ctx, b).Close()
}
