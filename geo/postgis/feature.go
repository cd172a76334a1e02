package postgis

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/feature"
)

var _ feature.Source = (*Store)(nil)

// FeatureCollections describes the collections with the kinds of today.
func (s *Store) FeatureCollections(ctx context.Context) ([]feature.Collection, error) {
	kinds, err := s.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	return feature.Collections(kinds), nil
}

// builder begins a query over one of today's collections.
func (s *Store) builder(ctx context.Context, id string, scenario cover.Scenario) (*featureBuilder, error) {
	list, err := s.FeatureCollections(ctx)
	if err != nil {
		return nil, err
	}
	c, ok := feature.ByID(list, id)
	t, known := tableOf(id)
	if !ok || !known {
		return nil, geo.NotFound("La collezione %q non esiste / no such collection", id)
	}
	if scenario, err = cover.ParseScenario(string(scenario)); err != nil {
		return nil, err
	}
	return &featureBuilder{collection: c, table: t, scenario: scenario, fields: map[string]string{}}, nil
}

// asked begins the query of a Query.
func (s *Store) asked(ctx context.Context, q feature.Query) (*featureBuilder, error) {
	b, err := s.builder(ctx, q.Collection, q.Scenario)
	if err != nil {
		return nil, err
	}
	b.filtered, b.filterCRS = q.Filter != nil, q.FilterCRS.OrWGS84()
	return b, knownCRS("filter-crs", b.filterCRS)
}

// Features gives each feature that a query selects to tell, in order; see
// feature.Source.
func (s *Store) Features(ctx context.Context, q feature.Query, tell func(feature.Feature) error) (string, error) {
	b, err := s.asked(ctx, q)
	if err != nil {
		return "", err
	}
	text, parts, err := b.query(q)
	if err != nil {
		return "", err
	}
	if err := s.shapesValid(ctx, b); err != nil {
		return "", err
	}
	if q.Limit == 0 {
		return "", s.stream(ctx, b, text, tell)
	}
	var next string
	var n int
	row := newFeatureRow(b.collection)
	err = s.featureRows(ctx, b, text, b.args, func(rows pgx.Rows) error {
		if n++; n > q.Limit {
			return nil // there is a next page
		}
		f, err := row.scan(rows)
		if err != nil {
			return err
		}
		if n == q.Limit {
			if next, err = cursor(b.collection, parts, f); err != nil {
				return err
			}
		}
		return tell(f)
	})
	if err != nil || n <= q.Limit {
		return "", err
	}
	return next, nil
}

// FeatureByID gives one feature. A place that was merged into another is
// *geo.Moved, one that people have seen and that is gone *geo.Gone.
func (s *Store) FeatureByID(ctx context.Context, collection, id string, scenario cover.Scenario, crs feature.SRID) (feature.Feature, error) {
	b, err := s.builder(ctx, collection, scenario)
	if err != nil {
		return feature.Feature{}, err
	}
	crs = crs.OrWGS84()
	if err := knownCRS("crs", crs); err != nil {
		return feature.Feature{}, err
	}
	key, ok := parseKey(b.table.keySQL, b.collection.Key, id)
	if !ok {
		return feature.Feature{}, noFeature(collection, id)
	}
	columns := b.columns(crs)
	var out feature.Feature
	row, found := newFeatureRow(b.collection), false
	err = s.featureRows(ctx, b, columns+b.from([]string{b.table.key + " = " + b.arg(key, b.table.keySQL)}), b.args, func(rows pgx.Rows) error {
		found = true
		out, err = row.scan(rows)
		out.WKB = append([]byte(nil), out.WKB...) // the row's own memory ends with it
		return err
	})
	if err != nil || found {
		return out, err
	}
	if id, isPlace := key.(geo.PlaceID); isPlace {
		if err := s.noPlace(ctx, id); !geo.Unknown(err) {
			return feature.Feature{}, err
		}
	}
	return feature.Feature{}, noFeature(collection, id)
}

func noFeature(collection, id string) error {
	return geo.NotFound("La collezione %s non ha l'elemento %q / no such feature in the collection", collection, id)
}

// shapesValid refuses shapes that cross themselves: what lies inside them is not
// defined.
func (s *Store) shapesValid(ctx context.Context, b *featureBuilder) error {
	if len(b.drawn) == 0 {
		return nil
	}
	shapes, err := encodeShapes(b.drawn)
	if err != nil {
		return err
	}
	var fault string
	err = s.featureRows(ctx, b, query("feature_shape_faults"), []any{shapes}, func(rows pgx.Rows) error { return rows.Scan(&fault) })
	if err == nil && fault != "" {
		return geo.Invalid("filter: una geometria non è valida (%s); ridisegnala senza incroci / a geometry is not valid: draw it without crossings", fault)
	}
	return err
}

// featureError turns what the database says of a query of somebody else's making
// into words: a calculation that cannot be done, a question that takes too long.
func featureError(ctx context.Context, err error) error {
	var server interface{ SQLState() string }
	if err == nil || !errors.As(err, &server) {
		return unavailable(err)
	}
	switch code := server.SQLState(); {
	case code == "57014" && gone(ctx):
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	case code == "57014": // its own time-out, or the time that was left after waiting
		return fmt.Errorf("%w: la richiesta dura troppo; chiedi un'area più piccola, meno elementi o un filtro più semplice / the request takes too long: ask for a smaller area, fewer features or a simpler filter", geo.ErrBusy)
	case len(code) == 5 && code[:2] == "22":
		return geo.Invalid("filter: il calcolo non è possibile con questi numeri / these numbers cannot be calculated with")
	}
	return unavailable(err)
}
