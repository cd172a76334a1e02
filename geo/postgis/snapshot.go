package postgis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/backup"
)

// Snapshot is the database at one moment, whatever is written meanwhile. No
// migration runs while it is open. Not safe for concurrent use.
type Snapshot struct {
	ID   string // for pg_dump --snapshot, while the Snapshot is open
	conn *pgx.Conn
}

// OpenSnapshot fixes the database at this moment. owner is a login that may act
// as atlante_owner. The caller closes it.
func OpenSnapshot(ctx context.Context, owner string) (*Snapshot, error) {
	conn, err := plainSession(ctx, owner)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{conn: conn}
	if err := s.begin(ctx); err != nil {
		s.Close(ctx)
		return nil, err
	}
	return s, nil
}

// plainSession connects as the owner of the schema. Whatever the server is set
// to, rows are written in one way.
func plainSession(ctx context.Context, owner string) (*pgx.Conn, error) {
	cfg, err := pgx.ParseConfig(owner)
	if err != nil {
		return nil, geo.Invalid("DATABASE_URL: %v", err)
	}
	for k, v := range map[string]string{"role": "atlante_owner", "search_path": "pg_catalog", "timezone": "UTC",
		"datestyle": "ISO, YMD", "intervalstyle": "postgres", "extra_float_digits": "1", "bytea_output": "hex",
		"statement_timeout": "0", "idle_in_transaction_session_timeout": "0", "application_name": "atlante backup"} {
		cfg.RuntimeParams[k] = v
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	return conn, nil
}

func (s *Snapshot) begin(ctx context.Context) error {
	// Held by the session, before the transaction looks at anything.
	if _, err := s.conn.Exec(ctx, "SELECT pg_advisory_lock_shared($1)", int64(schemaLock)); err != nil {
		return err
	}
	if _, err := s.conn.Exec(ctx, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); err != nil {
		return err
	}
	return s.conn.QueryRow(ctx, query("backup_snapshot")).Scan(&s.ID)
}

// Close ends the snapshot.
func (s *Snapshot) Close(ctx context.Context) { _ = s.conn.Close(context.WithoutCancel(ctx)) }

// Schema is the number of the last migration that was made here.
func (s *Snapshot) Schema(ctx context.Context) (int64, error) {
	var n int64
	err := s.conn.QueryRow(ctx, query("backup_schema")).Scan(&n)
	return n, err
}

// Postgres is the major version of the server, as 15.
func (s *Snapshot) Postgres() (int, error) { return majorOf(s.conn) }

func majorOf(conn *pgx.Conn) (int, error) {
	version := conn.PgConn().ParameterStatus("server_version")
	major, _, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(major)
	if err != nil {
		return 0, fmt.Errorf("version of PostgreSQL %q: %w", version, err)
	}
	return n, nil
}

// Tables counts and sums the rows of every table of the schema, by name. progress
// is told tables done and in all.
func (s *Snapshot) Tables(ctx context.Context, progress func(done, total int)) ([]backup.Table, error) {
	return sumTables(ctx, s.conn, progress)
}

func sumTables(ctx context.Context, conn *pgx.Conn, progress func(done, total int)) ([]backup.Table, error) {
	type source struct{ Name, Copy string }
	rows, err := conn.Query(ctx, query("backup_tables"))
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[source])
	if err != nil {
		return nil, err
	}
	var out []backup.Table
	for i, t := range list {
		sum := sha256.New()
		tag, err := conn.PgConn().CopyTo(ctx, sum, t.Copy)
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", t.Name, err)
		}
		out = append(out, backup.Table{Name: t.Name, Rows: tag.RowsAffected(), SHA256: hex.EncodeToString(sum.Sum(nil))})
		progress(i+1, len(list))
	}
	return out, nil
}
