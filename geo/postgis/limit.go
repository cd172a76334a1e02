package postgis

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/access"
)

// Count counts each key once more in its window and gives the counts in the
// order of the keys. It counts outside of every transaction: what failed
// afterwards was asked all the same.
func (s *Store) Count(ctx context.Context, keys []access.Hash, windows []time.Time) ([]int, error) {
	raw := make([][]byte, len(keys))
	for i := range keys {
		raw[i] = keys[i][:]
	}
	rows, err := s.db.Query(ctx, query("rate_count"), raw, windows)
	if err != nil {
		return nil, fmt.Errorf("rate_count: %w", err)
	}
	counts := make([]int, len(keys))
	var key []byte
	var since time.Time
	var n int
	_, err = pgx.ForEachRow(rows, []any{&key, &since, &n}, func() error {
		i := slices.IndexFunc(keys, func(k access.Hash) bool { return string(k[:]) == string(key) })
		if i < 0 {
			return fmt.Errorf("counted a key that nobody asked for")
		}
		counts[i] = n
		return nil
	})
	if err == nil && slices.Contains(counts, 0) {
		err = fmt.Errorf("not every key was counted: %w", geo.ErrBusy)
	}
	if err != nil {
		return nil, fmt.Errorf("rate_count: %w", unavailable(err))
	}
	return counts, nil
}

// Secret gives a key of the server, which is fresh when there was none.
func (s *Store) Secret(ctx context.Context, name string, fresh access.Secret, now time.Time) ([]byte, error) {
	var value []byte
	for range 2 { // another process may make it at the very same time: then the second look finds it
		err := s.db.QueryRow(ctx, query("secret"), name, fresh[:], now).Scan(&value)
		if err == nil {
			return value, nil
		}
		if err != pgx.ErrNoRows {
			return nil, fmt.Errorf("secret: %w", err)
		}
	}
	return nil, fmt.Errorf("secret %s: neither made nor found", name)
}

// PruneAccess removes what is over: links a day after their end, sessions,
// counts after two days, and after thirty days that a mail was sent.
func (s *Store) PruneAccess(ctx context.Context, now time.Time) error {
	day := 24 * time.Hour
	for _, x := range []struct {
		statement string
		args      []any
	}{
		{"link_prune", []any{now.Add(-day)}},
		{"session_prune", []any{now, now.Add(-access.SessionIdle)}},
		{"rate_prune", []any{now.Add(-2 * day)}},
		{"mail_prune", []any{now.Add(-30 * day)}},
	} {
		if _, err := s.exec(ctx, x.statement, x.args...); err != nil {
			return err
		}
	}
	return nil
}
