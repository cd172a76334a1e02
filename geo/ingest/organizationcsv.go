package ingest

import (
	"context"
	"io"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

const (
	organizationName = iota
	organizationComune
)

var organizationFields = []field{
	organizationName:   {name: "name", aliases: []string{"nome", "denominazione"}, required: true},
	organizationComune: {name: "comune", aliases: []string{"istat code", "istat", "municipality"}},
}

// ReadOrganizations reads bodies by name, with their comune where it is known.
// All get the relation and the source given. A name given twice is a reject.
func ReadOrganizations(ctx context.Context, r io.Reader, o Options, comuni ComuneResolver, relation string, source geo.Source) ([]geo.Organization, *Report, error) {
	t, err := openTable(ctx, r, o, organizationFields)
	if err != nil {
		return nil, t.report, err
	}
	var out []geo.Organization
	seen := make(map[string]int)
	err = t.each(func(r *row) error {
		b := geo.Organization{Name: r.needText(organizationName), Relation: relation, Source: source}
		if r.text(organizationComune) != "" {
			b.Comune = r.comune(organizationComune, comuni)
		}
		key := gazetteer.Fold(b.Name)
		if line, twice := seen[key]; twice {
			r.reject(organizationName, "già alla riga %d / given twice", line)
		}
		if !r.bad {
			seen[key] = t.line
			out = append(out, b)
		}
		return nil
	})
	return out, t.report, err
}
