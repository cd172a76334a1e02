package postgis

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// Queue lists what waits for a moderator, oldest first, a page at a time (Limit 0
// is 100): all for an administrator, else what lies in the zones and networks
// granted; never what p keeps himself.
func (s *Store) Queue(ctx context.Context, p access.Principal, f registry.QueueFilter) ([]registry.QueueItem, string, error) {
	after, err := afterKey(f.After, "-infinity "+uuid.Nil.String())
	if err != nil {
		return nil, "", err
	}
	since, item, found := strings.Cut(after, " ")
	if _, err := time.Parse(time.RFC3339Nano, since); !found || uuid.Validate(item) != nil || err != nil && since != "-infinity" {
		return nil, "", geo.Invalid("after: il segnaposto di pagina non è valido / not a cursor of ours")
	}
	zones, networks := []int32{}, []string{}
	for _, g := range p.Grants {
		switch g.Role {
		case access.ZoneModerator:
			zones = append(zones, int32(g.Zone))
		case access.NetworkModerator:
			networks = append(networks, string(g.Network))
		}
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 100
	}
	rows, err := all(ctx, s.db, scanQueueItem, "queue", p.Has(access.Admin), zones, networks, p.Person.ID, int(f.Zone),
		string(f.Network), f.What, since, item, limit+1)
	if err != nil {
		return nil, "", err
	}
	rows, next := page(rows, limit, func(i registry.QueueItem) string {
		id := i.Entry.ID
		if i.Message != uuid.Nil {
			id = i.Message
		}
		return i.Since.UTC().Format(time.RFC3339Nano) + " " + id.String()
	})
	return rows, next, nil
}

func scanQueueItem(r pgx.CollectableRow) (registry.QueueItem, error) {
	var i registry.QueueItem
	var message *uuid.UUID
	var err error
	i.Entry, err = scanEntryAnd(r, &i.Name, &i.What, &i.Since, &message)
	i.Message = orZero(message)
	return i, err
}

// Mine lists the entries that a person keeps, and the drafts of a browser that
// nobody keeps yet, newest change first. Either may be zero.
func (s *Store) Mine(ctx context.Context, person uuid.UUID, browser access.Hash) ([]registry.Summary, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (registry.Summary, error) {
		var m registry.Summary
		var err error
		m.Entry, err = scanEntryAnd(r, &m.Name, &m.Role, &m.Placed)
		return m, err
	}, "mine", orNull(person), hashOrNull(browser))
}
