package postgis

import (
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/backup"
)

// Vacant is a database that holds nothing of Atlante yet, kept for whoever fills
// it: a service that starts meanwhile waits. Not safe for concurrent use.
type Vacant struct {
	dsn  string
	conn *pgx.Conn // holds the lock of the schema
	made []string  // schemas that were not there before, or were bare
}

// Occupy takes an empty database and makes roles, extensions and the bare schema.
// dsn is a login as Migrate needs it. The caller closes it, and calls Undo first
// when it could not fill it. Errors: ErrOccupied when something of Atlante is
// there already.
func Occupy(ctx context.Context, dsn string) (*Vacant, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	v := &Vacant{dsn: dsn, conn: conn}
	if err := v.prepare(ctx); err != nil {
		err = errors.Join(err, v.Undo(ctx))
		v.Close(ctx)
		return nil, err
	}
	return v, nil
}

// ErrOccupied tells that there is something of Atlante where only nothing may
// be. It wraps geo.ErrConflict.
var ErrOccupied error = occupied{}

type occupied struct{}

func (occupied) Error() string {
	return "la base di dati non è vuota, non ho cambiato nulla: si ripristina solo in una vuota, cioè in una cartella dei dati nuova (--data-dir) / the database is not empty, nothing was changed: restore into an empty one, in a new data folder"
}
func (occupied) Unwrap() error { return geo.ErrConflict }

func (v *Vacant) prepare(ctx context.Context) error {
	if _, err := v.conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(schemaLock)); err != nil {
		return err
	}
	var bare bool
	if err := v.conn.QueryRow(ctx, query("schema_is_bare")).Scan(&bare); err != nil {
		return err
	}
	if !bare {
		return ErrOccupied
	}
	for _, name := range []string{"ext", "atlante"} {
		var there bool
		if err := v.conn.QueryRow(ctx, query("schema_exists"), name).Scan(&there); err != nil {
			return err
		}
		if !there || name == "atlante" {
			v.made = append(v.made, name)
		}
	}
	if err := prepare(ctx, v.conn); err != nil {
		return err
	}
	// What is filled in brings its own rights; those that new tables get here
	// would be added to them. Migrate sets them again.
	for _, name := range []string{"default_rights_on_tables", "default_rights_on_sequences"} {
		if _, err := v.conn.Exec(ctx, query(name)); err != nil {
			return err
		}
	}
	return nil
}

// Postgres is the major version of the server.
func (v *Vacant) Postgres() (int, error) { return majorOf(v.conn) }

// Tables is that of Snapshot.
func (v *Vacant) Tables(ctx context.Context, progress func(done, total int)) ([]backup.Table, error) {
	conn, err := plainSession(ctx, v.dsn)
	if err != nil {
		return nil, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return sumTables(ctx, conn, progress)
}

// Migrate brings what now fills the database to the schema of this program.
func (v *Vacant) Migrate(ctx context.Context) error { return migrateLocked(ctx, v.conn, v.dsn) }

// Undo takes away what Occupy made and whatever has come into it since, also
// after the end of ctx. The roles stay: they belong to the server.
func (v *Vacant) Undo(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	return within(ctx, v.dsn, func(conn *pgx.Conn) error { // the end of ctx may have closed the other
		for _, name := range slices.Backward(v.made) {
			if _, err := conn.Exec(ctx, "DROP SCHEMA IF EXISTS "+pgx.Identifier{name}.Sanitize()+" CASCADE"); err != nil {
				return err
			}
		}
		return nil
	})
}

// Close lets the services in.
func (v *Vacant) Close(ctx context.Context) { _ = v.conn.Close(context.WithoutCancel(ctx)) }

// Settle makes a restored database safe to go on with: it ends the sessions of
// everybody, links that were used since the backup do not work again, and mails
// that waited then, and have gone out since, do not go out again.
func (s *Store) Settle(ctx context.Context) error {
	for _, statement := range []string{"sessions_end", "links_clear", "mail_stop"} {
		if _, err := s.exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
