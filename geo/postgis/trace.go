package postgis

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Timed gives a context under which every statement tells its name (that of its
// file, "copy <table>" for copies, the text of transaction statements) and how
// long it took, reading its rows included. For measurements; told must be quick.
func Timed(ctx context.Context, told func(statement string, took time.Duration)) context.Context {
	return context.WithValue(ctx, timedKey{}, told)
}

type timedKey struct{}

type begunKey struct{}

// begun is a statement under way.
type begun struct {
	name string
	at   time.Time
}

// stopwatch is the tracer of every connection; it does nothing under a context
// that is not Timed.
type stopwatch struct{}

// names of the statements by their text.
var nameOf = reversed(texts)

func reversed(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	for name, text := range m {
		out[text] = name
	}
	return out
}

func start(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, begunKey{}, begun{name, time.Now()})
}

func end(ctx context.Context) {
	told, timed := ctx.Value(timedKey{}).(func(string, time.Duration))
	if b, ok := ctx.Value(begunKey{}).(begun); ok && timed {
		told(b.name, time.Since(b.at))
	}
}

func (stopwatch) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	if ctx.Value(timedKey{}) == nil {
		return ctx
	}
	name, ours := nameOf[d.SQL]
	if !ours {
		name, _, _ = strings.Cut(strings.ToLower(d.SQL), " ")
	}
	return start(ctx, name)
}

func (stopwatch) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) { end(ctx) }

func (stopwatch) TraceCopyFromStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceCopyFromStartData) context.Context {
	if ctx.Value(timedKey{}) == nil {
		return ctx
	}
	return start(ctx, "copy "+d.TableName[len(d.TableName)-1])
}

func (stopwatch) TraceCopyFromEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceCopyFromEndData) {
	end(ctx)
}

func (stopwatch) TraceBatchStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceBatchStartData) context.Context {
	if ctx.Value(timedKey{}) == nil || d.Batch.Len() == 0 {
		return ctx
	}
	return start(ctx, nameOf[d.Batch.QueuedQueries[0].SQL])
}

func (stopwatch) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (stopwatch) TraceBatchEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchEndData) { end(ctx) }
