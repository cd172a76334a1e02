package postgis

import (
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"atlante/geo/feature"
)

// featureRow reads rows into the same memory, one after the other.
type featureRow struct {
	fields []feature.Field
	id     pgtype.Text
	shape  pgtype.DriverBytes
	into   []any
	values []any
}

func newFeatureRow(c feature.Collection) *featureRow {
	r := &featureRow{fields: c.Fields, values: make([]any, len(c.Fields))}
	r.into = []any{&r.id, &r.shape}
	for _, f := range c.Fields {
		switch f.Type {
		case feature.Integer:
			r.into = append(r.into, new(pgtype.Int8))
		case feature.Real:
			r.into = append(r.into, new(pgtype.Float8))
		case feature.Boolean:
			r.into = append(r.into, new(pgtype.Bool))
		case feature.Day:
			r.into = append(r.into, new(pgtype.Date))
		case feature.Instant:
			r.into = append(r.into, new(pgtype.Timestamptz))
		default:
			r.into = append(r.into, new(pgtype.Text))
		}
	}
	return r
}

// scan gives the row as a feature, valid until the next one.
func (r *featureRow) scan(rows pgx.Rows) (feature.Feature, error) {
	if err := rows.Scan(r.into...); err != nil {
		return feature.Feature{}, err
	}
	for i, x := range r.into[2:] {
		r.values[i] = known(x)
	}
	return feature.Feature{ID: r.id.String, WKB: r.shape, Values: r.values}, nil
}

// known is the value of a column, nil for NULL.
func known(x any) any {
	switch x := x.(type) {
	case *pgtype.Text:
		if x.Valid {
			return x.String
		}
	case *pgtype.Int8:
		if x.Valid {
			return x.Int64
		}
	case *pgtype.Float8:
		if x.Valid {
			return x.Float64
		}
	case *pgtype.Bool:
		if x.Valid {
			return x.Bool
		}
	case *pgtype.Date:
		if x.Valid {
			return x.Time
		}
	case *pgtype.Timestamptz:
		if x.Valid {
			return x.Time.In(time.UTC)
		}
	}
	return nil
}
