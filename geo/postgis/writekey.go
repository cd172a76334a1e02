package postgis

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"atlante/geo/access"
	"atlante/geo/registry"
)

// ClaimKey notes that a write is being done: who asks, under which key, and the
// hash of what is asked. False says that it has been done before: see DoneBefore.
// While the same write is under way elsewhere it waits.
func (s *Store) ClaimKey(ctx context.Context, who access.Hash, key access.Key, what access.Hash, at time.Time) (bool, error) {
	n, err := s.exec(ctx, "write_key_claim", who[:], uuid.UUID(key), what[:], at)
	return n == 1, err
}

// KeyDone notes what came of a write whose key was claimed.
func (s *Store) KeyDone(ctx context.Context, who access.Hash, key access.Key, o registry.Outcome) error {
	b, err := json.Marshal(outcome{o.Entry.ID, o.Entry, o.Live, o.Waiting, o.Mailed}.withoutSecrets())
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, "write_key_done", who[:], uuid.UUID(key), b)
	return err
}

// DoneBefore gives the hash of what was asked under a key, and what came of it.
func (s *Store) DoneBefore(ctx context.Context, who access.Hash, key access.Key) (what access.Hash, o registry.Outcome, err error) {
	var hash, text []byte
	if err := s.db.QueryRow(ctx, query("write_key"), who[:], uuid.UUID(key)).Scan(&hash, &text); err != nil {
		return what, o, err
	}
	copy(what[:], hash)
	if text == nil {
		return what, o, nil
	}
	var in outcome
	if err := json.Unmarshal(text, &in); err != nil {
		return what, o, err
	}
	return what, registry.Outcome{Entry: in.Entry, Live: in.Live, Waiting: in.Waiting, Mailed: in.Mailed}, nil
}

// PruneKeys forgets the writes before a time.
func (s *Store) PruneKeys(ctx context.Context, before time.Time) (int64, error) {
	return s.exec(ctx, "write_keys_prune", before)
}

// outcome is registry.Outcome as write_key.outcome holds it: states, numbers and
// ids; nothing that an entry says. ID stands apart so that SQL finds it.
type outcome struct {
	ID      uuid.UUID        `json:"id"`
	Entry   registry.Entry   `json:"entry"`
	Live    []registry.Field `json:"live,omitempty"`
	Waiting []registry.Field `json:"waiting,omitempty"`
	Mailed  string           `json:"mailed,omitempty"` // masked
}

func (o outcome) withoutSecrets() outcome {
	o.Entry.Browser = access.Hash{}
	return o
}
