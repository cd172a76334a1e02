package postgis

import (
	"context"
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"atlante/geo/cover"
	"atlante/geo/feature"
)

// featureStates remembers what collections hold, each at its last version, and
// how many features the last filters selected: to count and to measure them again
// for every page would take longer than to answer it.
type featureStates struct {
	mu     sync.Mutex
	known  map[stateKey]feature.State
	counts map[countKey]int64
}

// countKey is what was counted: the version of the collection, and the hash of
// the query with its values.
type countKey struct {
	version string
	asked   [sha256.Size]byte
}

// maxCounts is how many counts are remembered before all are forgotten.
const maxCounts = 1000

type stateKey struct {
	collection string
	scenario   cover.Scenario
}

func newFeatureStates() *featureStates {
	return &featureStates{known: map[stateKey]feature.State{}, counts: map[countKey]int64{}}
}

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

func (m *featureStates) count(k countKey) (int64, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, ok := m.counts[k]
	return n, ok
}

func (m *featureStates) counted(k countKey, n int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.counts) >= maxCounts {
		clear(m.counts)
	}
	m.counts[k] = n
}

// askedHash is that of a query and its values. Each value stands with its type and
// as Go would write it, texts in quotes: two lists of values never look the same.
func askedHash(text string, args []any) [sha256.Size]byte {
	out := fmt.Appendf(nil, "%q", text)
	for _, a := range args {
		out = fmt.Appendf(out, " %T %#v", a, a)
	}
	return sha256.Sum256(out)
}

// FeatureCount counts what a query selects, pages aside.
func (s *Store) FeatureCount(ctx context.Context, q feature.Query) (int64, error) {
	b, err := s.asked(ctx, q)
	if err != nil {
		return 0, err
	}
	conditions, err := b.where(q)
	if err != nil {
		return 0, err
	}
	if len(conditions) == 0 {
		state, err := s.FeatureState(ctx, q.Collection, q.Scenario)
		return state.Count, err
	}
	text := "SELECT count(*)" + b.from(conditions)
	version, _, err := s.featureVersion(ctx, q.Collection)
	if err != nil {
		return 0, err
	}
	key := countKey{version, askedHash(text, b.args)}
	if n, ok := s.states.count(key); ok {
		return n, nil
	}
	if err := s.shapesValid(ctx, b); err != nil {
		return 0, err
	}
	var n int64
	if err := s.featureRows(ctx, b, text, b.args, func(rows pgx.Rows) error { return rows.Scan(&n) }); err != nil {
		return 0, err
	}
	s.states.counted(key, n)
	return n, nil
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
	version += fieldsMark(b.collection) // a kind of place more is a column more, before it has figures
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
// The counters alone would come back after a restore or with a new database: with
// the microsecond of their last change they do not.
func (s *Store) featureVersion(ctx context.Context, id string) (string, time.Time, error) {
	var places, territory, publication int64
	var placesAt, territoryAt, publicationAt pgtype.Timestamptz
	err := poolRows(ctx, s.features.states, query("feature_versions"), nil, func(rows pgx.Rows) error {
		return rows.Scan(&places, &territory, &publication, &placesAt, &territoryAt, &publicationAt)
	})
	if err != nil {
		return "", time.Time{}, err
	}
	name, n, at := "c", publication, publicationAt
	if id == feature.Places {
		name, n, at = "p", places, placesAt
	}
	changed := territoryAt.Time
	if at.Valid && at.Time.After(changed) {
		changed = at.Time
	}
	return counted(name, n, at) + "-" + counted("t", territory, territoryAt), changed.UTC(), nil
}

// counted is a counter and the microsecond at which it came to its number.
func counted(name string, n int64, at pgtype.Timestamptz) string {
	out := name + strconv.FormatInt(n, 10)
	if at.Valid {
		out += "." + strconv.FormatInt(at.Time.UnixMicro(), 36)
	}
	return out
}

// fieldsMark changes with the fields of a collection.
func fieldsMark(c feature.Collection) string {
	sum := crc32.NewIEEE()
	for _, f := range c.Fields {
		fmt.Fprintf(sum, "%s %s %s;", f.Name, f.TitleIT, f.TitleEN)
	}
	return fmt.Sprintf("-%08x", sum.Sum32())
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
	return poolRows(ctx, s.features.states, text, b.args, func(rows pgx.Rows) error {
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
