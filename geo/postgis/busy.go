package postgis

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"atlante/geo"
)

// answering is a pool that says geo.ErrBusy when PostgreSQL is not there for the
// moment: it restarts, and who asks again in a few seconds gets an answer.
type answering struct{ *pgxpool.Pool }

func (a answering) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	tag, err := a.Pool.Exec(ctx, sql, args...)
	return tag, unavailable(err)
}

func (a answering) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	rows, err := a.Pool.Query(ctx, sql, args...)
	return rows, unavailable(err)
}

func (a answering) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return answeringRow{a.Pool.QueryRow(ctx, sql, args...)}
}

func (a answering) Begin(ctx context.Context) (pgx.Tx, error) {
	tx, err := a.Pool.Begin(ctx)
	return tx, unavailable(err)
}

type answeringRow struct{ row pgx.Row }

func (r answeringRow) Scan(dest ...any) error { return unavailable(r.row.Scan(dest...)) }

// unavailable turns a connection that is refused, cut or being shut down into
// geo.ErrBusy; every other error passes, also the end of the caller's context.
func unavailable(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var server *pgconn.PgError
	var connecting *pgconn.ConnectError
	var network net.Error
	switch {
	case errors.As(err, &server):
		// 57P01 to 57P03: shutting down, crashed, starting; class 08: connection;
		// 53300: too many connections.
		if !strings.HasPrefix(server.Code, "57P") && !strings.HasPrefix(server.Code, "08") && server.Code != "53300" {
			return err
		}
	case errors.As(err, &connecting), errors.As(err, &network), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF),
		errors.Is(err, net.ErrClosed), strings.Contains(err.Error(), "conn closed"):
	default:
		return err
	}
	return fmt.Errorf("%w: %w", err, geo.ErrBusy)
}
