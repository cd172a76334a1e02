package postgis

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"atlante/migrations"
)

// schemaLock is the advisory lock under which schemas are changed, so that two
// services that start together do not migrate at once.
const schemaLock = 0x41746c616e7465 // "Atlante"

// CreateDatabase makes an empty database unless it exists. admin is a login
// that may create databases.
func CreateDatabase(ctx context.Context, admin, name string) error {
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		return fmt.Errorf("connect as administrator: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var there bool
	if err := conn.QueryRow(ctx, query("database_exists"), name).Scan(&there); err != nil || there {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
	return err
}

// Migrate brings a database to the schema of this program: roles and extensions,
// numbered migrations, then functions and views. It is safe to repeat and holds
// a lock; the login of dsn needs the right to create roles and PostGIS (on a
// server that already has both, membership in the roles is enough).
func Migrate(ctx context.Context, dsn string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(schemaLock)); err != nil {
		return err
	}
	return migrateLocked(ctx, conn, dsn)
}

// migrateLocked is Migrate for the session that holds the lock.
func migrateLocked(ctx context.Context, conn *pgx.Conn, dsn string) error {
	if err := prepare(ctx, conn); err != nil {
		return err
	}
	if err := migrateState(ctx, dsn); err != nil {
		return err
	}
	return installCode(ctx, conn)
}

// prepare makes roles, extensions and schemas.
func prepare(ctx context.Context, conn *pgx.Conn) error {
	for _, f := range []string{"prepare/roles.sql", "prepare/schemas.sql"} {
		text, err := fs.ReadFile(migrations.Prepare, f)
		if err != nil {
			return err
		}
		if _, err := conn.Exec(ctx, string(text)); err != nil {
			return fmt.Errorf("%s: %w", f, err)
		}
	}
	return nil
}

// migrateState runs the numbered migrations as the owner of the schema.
func migrateState(ctx context.Context, dsn string) error {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return err
	}
	cfg.RuntimeParams["role"], cfg.RuntimeParams["search_path"] = "atlante_owner", "ext"
	db := sql.OpenDB(stdlib.GetConnector(*cfg))
	defer db.Close()
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations.State,
		goose.WithTableName("atlante.schema_version"), goose.WithSessionLocker(locker))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// installCode installs functions and views when their text has changed.
func installCode(ctx context.Context, conn *pgx.Conn) error {
	names, err := fs.Glob(migrations.Code, "code/*.sql")
	if err != nil {
		return err
	}
	sum, text := sha256.New(), ""
	for _, n := range names {
		b, err := fs.ReadFile(migrations.Code, n)
		if err != nil {
			return err
		}
		sum.Write(b)
		text += string(b) + "\n"
	}
	want := hex.EncodeToString(sum.Sum(nil))
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL ROLE atlante_owner"); err != nil {
			return err
		}
		var have string
		if err := tx.QueryRow(ctx, query("installed_code")).Scan(&have); err != nil || have == want {
			return err
		}
		if _, err := tx.Exec(ctx, "SET LOCAL search_path = ext"); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, text); err != nil {
			return fmt.Errorf("install functions and views: %w", err)
		}
		_, err := tx.Exec(ctx, query("installed_code_set"), want, time.Now().UTC())
		return err
	})
}
