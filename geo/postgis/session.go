package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo/access"
)

// Sessions keeps the sessions of people: a store of alexedwards/scs, which hands
// over hashes of tokens (HashTokenInStore) and the bytes of an access.Session.
type Sessions struct {
	Store *Store
	Now   func() time.Time
}

// FindCtx gives the session of a token. One that was not used for
// access.SessionIdle is over; that one is used is written down once an hour.
func (x Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	now := x.Now()
	var found access.Session
	err := x.Store.db.QueryRow(ctx, query("session"), token, now, now.Add(-access.SessionIdle), now.Add(-time.Hour)).
		Scan(&found.Person, &found.Deadline)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("session: %w", err)
	}
	b, err := found.MarshalBinary()
	return b, true, err
}

// CommitCtx keeps a new session. There is no other: a session never changes, so
// a request that is still under way cannot bring back one that was ended.
func (x Sessions) CommitCtx(ctx context.Context, token string, b []byte, expires time.Time) error {
	var made access.Session
	if err := made.UnmarshalBinary(b); err != nil {
		return err
	}
	_, err := x.Store.exec(ctx, "session_insert", token, made.Person, x.Now(), expires)
	return err
}

// DeleteCtx ends a session.
func (x Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := x.Store.exec(ctx, "session_delete", token)
	return err
}

// DeleteAll ends all sessions of a person.
func (x Sessions) DeleteAll(ctx context.Context, person uuid.UUID) error {
	_, err := x.Store.exec(ctx, "session_forget", person)
	return err
}

var errNoContext = errors.New("sessions are asked for with a context")

// Find is there for scs.Store; scs calls FindCtx. So it is with the next two.
func (x Sessions) Find(string) ([]byte, bool, error) { return nil, false, errNoContext }

// Commit is there for scs.Store.
func (x Sessions) Commit(string, []byte, time.Time) error { return errNoContext }

// Delete is there for scs.Store.
func (x Sessions) Delete(string) error { return errNoContext }
