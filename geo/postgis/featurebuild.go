package postgis

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"atlante/geo/cover"
	"atlante/geo/feature"
)

// featureBuilder writes one query over a collection. Its texts are constants of
// the code; everything else, names of fields by kind included, is a parameter.
type featureBuilder struct {
	collection feature.Collection
	table      featureTable
	scenario   cover.Scenario
	filterCRS  feature.SRID
	filtered   bool // by somebody's own condition, which no index need answer
	args       []any
	drawn      []orb.Geometry    // shapes that the filter draws: they must be valid
	fields     map[string]string // expressions written already
}

// arg adds a parameter and gives its text, typed.
func (b *featureBuilder) arg(v any, sql string) string {
	b.args = append(b.args, v)
	return "$" + strconv.Itoa(len(b.args)) + "::" + sql
}

// field is the expression of a field of the collection, of its type.
func (b *featureBuilder) field(f feature.Field) string {
	if e, written := b.fields[f.Name]; written {
		return e
	}
	var e string
	switch special, is := b.table.special[f.Name]; {
	case is:
		e = special
	case b.table.has(f.Name):
		e = "v." + f.Name + "::" + sqlType(f.Type)
	default:
		e = "(v.props->>" + b.arg(f.Name, "text") + ")::" + sqlType(f.Type)
	}
	b.fields[f.Name] = e
	return e
}

// from is the view under its scenario, and the conditions on it.
func (b *featureBuilder) from(conditions []string) string {
	if b.collection.Scenarios {
		conditions = append([]string{"v.scenario = " + b.arg(string(b.scenario), "text")}, conditions...)
	}
	text := " FROM " + b.table.view + " AS v"
	if len(conditions) > 0 {
		text += " WHERE " + strings.Join(conditions, " AND ")
	}
	return text
}

// geometry is the shape of a feature in a reference system.
func (b *featureBuilder) geometry(crs feature.SRID) string {
	if crs == b.table.srid {
		return "v.geom"
	}
	return "ST_Transform(v.geom, " + b.arg(int32(crs), "int") + ")"
}

// columns are the id, the geometry and the fields, in their order.
func (b *featureBuilder) columns(crs feature.SRID) string {
	key, _, _ := b.collection.Field(b.collection.Key)
	text := "SELECT (" + b.field(key) + ")::text, ST_AsBinary(" + b.geometry(crs) + ", 'NDR')"
	for _, f := range b.collection.Fields {
		text += ", " + b.field(f)
	}
	return text
}
