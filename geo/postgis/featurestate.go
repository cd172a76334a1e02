package postgis

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"atlante/geo/cover"
	"atlante/geo/feature"
)

// featureStates remembers what collections hold, each at its last version: to
// count and to measure them again for every request would take longer than to
// answer it.
type featureStates struct {
	mu    sync.Mutex
	known map[stateKey]feature.State
}

type stateKey struct {
	collection string
	scenario   cover.Scenario
}

func newFeatureStates() *featureStates { return &featureStates{known: map[stateKey]feature.State{}} }

func (m *featureStates) get(k stateKey, version string) (feature.State, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.known[k]
	return s, ok && s.Version == version
}

func (m *featureStates) put(k stateKey, s feature.State) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known[k] = s
}

// FeatureState says what a collection holds in a scenario. The version is read
// before the features: one that changes meanwhile is measured again next time.
func (s *Store) FeatureState(ctx context.Context, id string, scenario cover.Scenario) (feature.State, error) {
	b, err := s.builder(ctx, id, scenario)
	if err != nil {
		return feature.State{}, err
	}
	version, changed, err := s.featureVersion(ctx, id)
	if err != nil {
		return feature.State{}, err
	}
	key := stateKey{id, b.scenario}
	if state, ok := s.states.get(key, version); ok {
		return state, nil
	}
	state := feature.State{Version: version, Changed: changed}
	if err := s.measure(ctx, b, &state); err != nil {
		return feature.State{}, err
	}
	s.states.put(key, state)
	return state, nil
}

// featureVersion tells the version of a collection and when it last changed.
// Places show names of comuni and zones; the others show the latest publication.
func (s *Store) featureVersion(ctx context.Context, id string) (string, time.Time, error) {
	var places, territory, publication int64
	var placesAt, territoryAt, publicationAt pgtype.Timestamptz
	err := s.featureRows(ctx, query("feature_versions"), nil, func(rows pgx.Rows) error {
		return rows.Scan(&places, &territory, &publication, &placesAt, &territoryAt, &publicationAt)
	})
	if err != nil {
		return "", time.Time{}, err
	}
	own, at := fmt.Sprintf("c%d", publication), publicationAt
	if id == feature.Places {
		own, at = fmt.Sprintf("p%d", places), placesAt
	}
	changed := territoryAt.Time
	if at.Valid && at.Time.After(changed) {
		changed = at.Time
	}
	return fmt.Sprintf("%s-t%d", own, territory), changed.UTC(), nil
}

// measure counts a collection, and finds its extent and its times.
func (s *Store) measure(ctx context.Context, b *featureBuilder, state *feature.State) error {
	from, to := "NULL::timestamptz", "NULL::timestamptz"
	if f, _, timed := b.collection.Field(b.collection.Datetime); timed {
		e := b.field(f)
		from, to = "min("+e+")", "max("+e+")"
		if f.Type == feature.Day {
			from, to = "("+from+")::timestamp AT TIME ZONE 'UTC'", "("+to+")::timestamp AT TIME ZONE 'UTC'"
		}
	}
	text := "SELECT n, ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e), since, until FROM (SELECT count(*) AS n, " +
		"ST_Transform(ST_SetSRID(ST_Extent(v.geom)::geometry, " + b.arg(int32(b.table.srid), "int") + "), 4326) AS e, " +
		from + " AS since, " + to + " AS until" + b.from(nil) + ") AS m"
	return s.featureRows(ctx, text, b.args, func(rows pgx.Rows) error {
		var w, so, e, n pgtype.Float8
		var since, until pgtype.Timestamptz
		if err := rows.Scan(&state.Count, &w, &so, &e, &n, &since, &until); err != nil {
			return err
		}
		if w.Valid {
			state.Extent = orb.Bound{Min: orb.Point{w.Float64, so.Float64}, Max: orb.Point{e.Float64, n.Float64}}
		}
		if since.Valid {
			state.From, state.To = since.Time.UTC(), until.Time.UTC()
		}
		return nil
	})
}
