package main

import (
	"bytes"
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// bareCopy copies the rows of a table whose column has the value into a new table
// without keys, takes that back again, and gives the number of rows and the
// seconds. It is what writing these rows takes at the least.
func bareCopy(ctx context.Context, d *database, table, column string, value any) (rows int64, seconds float64, err error) {
	conn, err := pgx.Connect(ctx, d.owner)
	if err != nil {
		return 0, 0, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	tx, err := conn.Begin(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) // nothing stays
	from, bare := pgx.Identifier{"atlante", table}.Sanitize(), pgx.Identifier{"atlante", "bare_" + table}.Sanitize()
	if _, err := tx.Exec(ctx, "CREATE TABLE "+bare+" (LIKE "+from+")"); err != nil {
		return 0, 0, err
	}
	where := " WHERE " + pgx.Identifier{column}.Sanitize() + " = $1"
	if _, err := tx.Exec(ctx, "INSERT INTO "+bare+" SELECT * FROM "+from+where, value); err != nil {
		return 0, 0, err
	}
	var binary bytes.Buffer
	if _, err := conn.PgConn().CopyTo(ctx, &binary, "COPY "+bare+" TO STDOUT (FORMAT binary)"); err != nil {
		return 0, 0, err
	}
	if _, err := tx.Exec(ctx, "TRUNCATE "+bare); err != nil {
		return 0, 0, err
	}
	began := time.Now()
	tag, err := conn.PgConn().CopyFrom(ctx, &binary, "COPY "+bare+" FROM STDIN (FORMAT binary)")
	return tag.RowsAffected(), time.Since(began).Seconds(), err
}
