package postgis

import (
	"strconv"
	"strings"

	"atlante/geo"
	"atlante/geo/feature"
)

// italian is the order of texts that people read; und-x-icu and it-x-icu come
// with PostgreSQL.
const italian = ` COLLATE pg_catalog."it-x-icu"`

// orderBy is one part of the order: an expression and its type.
type orderBy struct {
	feature.Field
	down bool
	key  bool
	sql  string // of the type of the values compared
	text string
}

// order gives the parts of the sort, the key last. Unknown comes last either way.
func (b *featureBuilder) order(sort []feature.Sort) ([]orderBy, error) {
	if len(sort) > feature.SortMax {
		return nil, geo.Invalid("sortby: al massimo %d campi; toglierne qualcuno / at most %d fields to sort by", feature.SortMax, feature.SortMax)
	}
	seen := map[string]bool{}
	var out []orderBy
	for _, s := range sort {
		f, _, ok := b.collection.Field(s.Field)
		switch {
		case !ok:
			return nil, b.noField("sortby", s.Field)
		case seen[s.Field]:
			return nil, geo.Invalid("sortby: il campo %q c'è due volte / the field %q is there twice", s.Field, s.Field)
		}
		seen[s.Field] = true
		out = append(out, b.orderOf(f, s.Down))
	}
	if !seen[b.collection.Key] {
		key, _, _ := b.collection.Field(b.collection.Key)
		out = append(out, b.orderOf(key, false))
	}
	return out, nil
}

func (b *featureBuilder) orderOf(f feature.Field, down bool) orderBy {
	o := orderBy{Field: f, down: down, sql: sqlType(f.Type)}
	switch {
	case f.Name == b.collection.Key:
		o.key, o.text, o.sql = true, b.table.key, b.table.keySQL
	case f.Type == feature.Text:
		o.text = "left(" + b.field(f) + ", " + strconv.Itoa(feature.SortText) + ")" + italian
	default:
		o.text = b.field(f)
	}
	return o
}

func orderText(parts []orderBy) string {
	var out []string
	for _, p := range parts {
		text := p.text
		if p.down {
			text += " DESC"
		}
		if !p.key {
			text += " NULLS LAST"
		}
		out = append(out, text)
		if p.key {
			break // what follows the key never decides
		}
	}
	return " ORDER BY " + strings.Join(out, ", ")
}

// after is the condition of what comes after a row with these values, in the
// order of the parts.
func (b *featureBuilder) after(parts []orderBy, values []any) string {
	p, v := parts[0], values[0]
	if p.key {
		return p.text + beyond(p.down) + b.arg(v, p.sql)
	}
	rest := b.after(parts[1:], values[1:])
	if v == nil { // only other unknown ones are left
		return "(" + p.text + " IS NULL AND " + rest + ")"
	}
	arg := b.arg(v, p.sql)
	return "(" + p.text + beyond(p.down) + arg + " OR " + p.text + " IS NULL OR (" + p.text + " = " + arg + " AND " + rest + "))"
}

func beyond(down bool) string {
	if down {
		return " < "
	}
	return " > "
}

// noField says that a field does not exist, and which do.
func (b *featureBuilder) noField(where, name string) error {
	names := make([]string, len(b.collection.Fields))
	for i, f := range b.collection.Fields {
		names[i] = f.Name
	}
	list := strings.Join(names, ", ")
	return geo.Invalid("%s: la collezione %s non ha il campo %q; ci sono %s / no such field in the collection; there are %s",
		where, b.collection.ID, name, list, list)
}
