package postgis

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

// SaveSuppressed inserts or replaces the comuni that mergers ended.
func (s *Store) SaveSuppressed(ctx context.Context, list []gazetteer.Suppressed) error {
	for _, c := range list {
		if _, err := s.exec(ctx, "suppressed_save", c.ID, c.Name, c.CadastralCode, c.Today, c.Since, c.Law, c.Source.Name); err != nil {
			return err
		}
	}
	return nil
}

// SaveLocalities inserts or replaces quartieri and frazioni.
func (s *Store) SaveLocalities(ctx context.Context, list []gazetteer.Locality) error {
	for _, l := range list {
		point, err := encode(l.Point, 4326)
		if err != nil {
			return err
		}
		if _, err := s.exec(ctx, "locality_save", l.Comune, l.Name, point, l.RadiusM, l.Source); err != nil {
			return err
		}
	}
	return nil
}

// ReplaceStreets sets the official street names and says how many there are. A
// name that stands twice is kept once.
func (s *Store) ReplaceStreets(ctx context.Context, streets []gazetteer.Street) (int64, error) {
	rows := pgx.CopyFromSlice(len(streets), func(i int) ([]any, error) {
		t := streets[i]
		return []any{string(t.Comune), t.Type, t.Name, t.Serial}, nil
	})
	if _, err := s.exec(ctx, "streets_clear"); err != nil {
		return 0, err
	}
	if err := s.load(ctx, "incoming_street", []string{"comune", "type", "name", "serial"}, rows); err != nil {
		return 0, err
	}
	var n int64
	err := s.db.QueryRow(ctx, query("street_count")).Scan(&n)
	return n, err
}

// Gazetteer gives names and addresses as of now. It is built once and kept until
// the tables it was made from change. The streets and doors of a whole region take
// a second and hundreds of megabytes: whoever asks meanwhile waits for the one who
// builds it.
func (s *Store) Gazetteer(ctx context.Context) (*gazetteer.Gazetteer, error) {
	if have, _, err := s.knownNames(ctx); have != nil || err != nil {
		return have, err
	}
	_, pooled := s.db.(answering)
	if pooled {
		select {
		case s.naming <- struct{}{}:
			defer func() { <-s.naming }()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	have, key, err := s.knownNames(ctx)
	if have != nil || err != nil {
		return have, err
	}
	facts, err := s.nameFacts(ctx)
	if err != nil {
		return nil, err
	}
	g, err := gazetteer.New(facts)
	if err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	if pooled { // what a transaction sees may never come to be
		s.names.Store(&namesAt{key, g})
	}
	return g, nil
}

// knownNames is the gazetteer that was built, nil when the tables have changed since;
// and their version.
func (s *Store) knownNames(ctx context.Context) (*gazetteer.Gazetteer, string, error) {
	var key string
	if err := s.db.QueryRow(ctx, query("names_version")).Scan(&key); err != nil {
		return nil, "", err
	}
	if have := s.names.Load(); have != nil && have.key == key {
		return have.gazetteer, key, nil
	}
	return nil, key, nil
}

func (s *Store) nameFacts(ctx context.Context) (gazetteer.Facts, error) {
	var f gazetteer.Facts
	var err error
	if f.Comuni, _, err = s.Comuni(ctx, geo.ComuneFilter{}); err != nil {
		return f, err
	}
	f.Localities, err = all(ctx, s.db, func(r pgx.CollectableRow) (gazetteer.Locality, error) {
		var l gazetteer.Locality
		err := r.Scan(&l.Comune, &l.Name, &l.Point[0], &l.Point[1], &l.RadiusM, &l.Source)
		return l, err
	}, "localities")
	if err != nil {
		return f, err
	}
	f.Suppressed, err = all(ctx, s.db, func(r pgx.CollectableRow) (gazetteer.Suppressed, error) {
		var c gazetteer.Suppressed
		err := r.Scan(&c.ID, &c.Name, &c.CadastralCode, &c.Today, &c.Since, &c.Law, &c.Source.Name)
		return c, err
	}, "suppressed")
	if err != nil {
		return f, err
	}
	streets, err := all(ctx, s.db, func(r pgx.CollectableRow) (gazetteer.Street, error) {
		var t gazetteer.Street
		err := r.Scan(&t.Comune, &t.Type, &t.Name, &t.Serial)
		return t, err
	}, "streets")
	if err != nil {
		return f, err
	}
	f.Streets = slices.Values(streets)
	f.Map, err = s.mapFile(ctx)
	return f, err
}

// Geocode finds comuni, quartieri and streets for words a person typed; accents
// and small slips are forgiven. At most limit answers, the likeliest first.
func (s *Store) Geocode(ctx context.Context, q string, limit int) ([]gazetteer.Answer, error) {
	g, err := s.Gazetteer(ctx)
	if err != nil {
		return nil, err
	}
	return g.Search(q, limit), nil
}
