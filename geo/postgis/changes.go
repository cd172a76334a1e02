package postgis

import (
	"cmp"
	"context"
	"time"

	"atlante/geo/cover"
	"atlante/geo/layer"
)

// LayerVersions gives the version of every layer, each only growing: places
// follow every commit, the others the publications and the territory.
func (s *Store) LayerVersions(ctx context.Context) (map[string]int64, error) {
	var v layer.State
	if err := s.db.QueryRow(ctx, query("versions")).Scan(&v.Places, &v.Territory, &v.Roads, &v.Publication); err != nil {
		return nil, err
	}
	return v.Versions(), nil
}

// Inputs gives today's versions of the inputs.
func (s *Store) Inputs(ctx context.Context) (cover.InputVersions, error) {
	var v cover.InputVersions
	var publication int64
	err := s.db.QueryRow(ctx, query("versions")).Scan(&v.Places, &v.Territory, &v.Roads, &publication)
	return v, err
}

// Listen calls changed once when it has begun to listen, and again after every
// change of an input, until ctx ends or the connection is lost. It keeps one
// connection; a caller that comes back after an error misses nothing, because
// the first call catches up.
func (s *Store) Listen(ctx context.Context, changed func()) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "LISTEN atlante"); err != nil {
		return err
	}
	// Nothing runs that PostgreSQL could cancel: the wait itself is ended, at once. With ctx
	// it would go on until cancelPatience is over, and every stop of the service as long.
	wire := conn.Conn().PgConn().Conn()
	defer context.AfterFunc(ctx, func() { _ = wire.SetDeadline(time.Now()) })()
	unending := context.WithoutCancel(ctx)
	for {
		changed()
		if _, err := conn.Conn().WaitForNotification(unending); err != nil {
			_ = conn.Conn().Close(unending) // the pool must not reuse a listening session
			return cmp.Or(ctx.Err(), err)
		}
	}
}
