package postgis

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"atlante/migrations"
)

// LatestSchema is the number of the last migration that this program knows.
func LatestSchema() (int64, error) {
	names, err := fs.Glob(migrations.State, "*.sql")
	if err != nil || len(names) == 0 {
		return 0, fmt.Errorf("no migrations: %w", err)
	}
	number, _, _ := strings.Cut(slices.Max(names), "_")
	return strconv.ParseInt(number, 10, 64)
}

// DatabaseExists tells whether there is a database of this name. admin is any
// login of the server.
func DatabaseExists(ctx context.Context, admin, name string) (there bool, err error) {
	err = within(ctx, admin, func(conn *pgx.Conn) error {
		return conn.QueryRow(ctx, query("database_exists"), name).Scan(&there)
	})
	return there, err
}

// RenameDatabase gives a database, to which nobody is connected, another name.
func RenameDatabase(ctx context.Context, admin, from, to string) error {
	return within(ctx, admin, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "ALTER DATABASE "+pgx.Identifier{from}.Sanitize()+" RENAME TO "+pgx.Identifier{to}.Sanitize())
		return err
	})
}

// DropDatabase removes a database, if it exists, and whoever is connected to it.
func DropDatabase(ctx context.Context, admin, name string) error {
	return within(ctx, admin, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)")
		return err
	})
}

// IsBare tells whether a database holds nothing of Atlante.
func IsBare(ctx context.Context, dsn string) (bare bool, err error) {
	err = within(ctx, dsn, func(conn *pgx.Conn) error {
		return conn.QueryRow(ctx, query("schema_is_bare")).Scan(&bare)
	})
	return bare, err
}

// within runs f on a connection of its own.
func within(ctx context.Context, dsn string, f func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return f(conn)
}
