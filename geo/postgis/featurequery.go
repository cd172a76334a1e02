package postgis

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"atlante/geo"
	"atlante/geo/feature"
)

// where gives the conditions of a query; those of its page are not among them.
func (b *featureBuilder) where(q feature.Query) ([]string, error) {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(q.Equal)) {
		f, _, ok := b.collection.Field(name)
		if !ok {
			return nil, b.noField(name, name)
		}
		v, err := f.Parse(q.Equal[name])
		if err != nil {
			return nil, err
		}
		out = append(out, b.field(f)+" = "+b.arg(v, sqlType(f.Type)))
	}
	if q.BBox != nil {
		text, err := b.box(*q.BBox, q.BBoxCRS.OrWGS84())
		if err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	when, err := b.during(q.Since, q.Until)
	if err != nil {
		return nil, err
	}
	out = append(out, when...)
	if q.Filter != nil {
		text, err := b.filter(q.Filter)
		if err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, nil
}

// during are the conditions of the parameter datetime. As the standard has it,
// features of which no time is known are in every time.
func (b *featureBuilder) during(since, until *time.Time) ([]string, error) {
	if since == nil && until == nil {
		return nil, nil
	}
	f, _, ok := b.collection.Field(b.collection.Datetime)
	if !ok { // nothing here has a time: all features are given
		return nil, nil
	}
	if since != nil && until != nil && since.After(*until) {
		return nil, geo.Invalid("datetime: l'inizio viene dopo la fine; scambiali / the start comes after the end: swap them")
	}
	e := b.field(f)
	var out []string
	add := func(op string, t time.Time) {
		if f.Type == feature.Day {
			t = t.UTC().Truncate(24 * time.Hour)
		}
		out = append(out, "("+e+op+b.arg(t.UTC(), sqlType(f.Type))+" OR "+e+" IS NULL)")
	}
	if since != nil {
		add(" >= ", *since)
	}
	if until != nil {
		add(" <= ", *until)
	}
	return out, nil
}

// page are the texts behind the conditions: order, limit, offset.
func (b *featureBuilder) page(q feature.Query, parts []orderBy) string {
	text := orderText(parts)
	if q.Limit > 0 {
		text += " LIMIT " + b.arg(int64(q.Limit)+1, "int8") // one more tells whether there is a next page
	}
	if q.Offset > 0 {
		text += " OFFSET " + b.arg(int64(q.Offset), "int8")
	}
	return text
}

// query writes the whole query, and the parts of its order.
func (b *featureBuilder) query(q feature.Query) (string, []orderBy, error) {
	if q.Limit < 0 || q.Offset < 0 {
		return "", nil, geo.Invalid("limit, offset: un numero negativo / a negative number: %s", strconv.Itoa(min(q.Limit, q.Offset)))
	}
	crs := q.CRS.OrWGS84()
	if err := knownCRS("crs", crs); err != nil {
		return "", nil, err
	}
	parts, err := b.order(q.Sort)
	if err != nil {
		return "", nil, err
	}
	conditions, err := b.where(q)
	if err != nil {
		return "", nil, err
	}
	if q.After != "" {
		values, err := b.parseCursor(q.After, parts)
		if err != nil {
			return "", nil, err
		}
		conditions = append(conditions, b.after(parts, values))
	}
	if q.Offset > 0 { // only keys are skipped: to make shapes and figures of what is skipped takes longest
		keys := "SELECT " + b.table.key + b.from(conditions) + b.page(q, parts)
		conditions, q.Offset, q.Limit = []string{b.table.key + " IN (" + keys + ")"}, 0, 0
	}
	columns := b.columns(crs)
	return columns + b.from(conditions) + b.page(q, parts), parts, nil
}

// knownCRS refuses systems that are not among those of features.
func knownCRS(where string, crs feature.SRID) error {
	if _, known := crs.System(); known {
		return nil
	}
	var codes []string
	for _, c := range feature.SRIDs() {
		codes = append(codes, strconv.Itoa(int(c)))
	}
	list := strings.Join(codes, ", ")
	return geo.Invalid("%s: il sistema EPSG:%d non c'è; ci sono %s / no such reference system; there are %s", where, int(crs), list, list)
}

// typeIT and typeEN name a type to people.
func typeIT(t feature.Type) string { it, _ := t.Words(); return it }

func typeEN(t feature.Type) string { _, en := t.Words(); return en }
