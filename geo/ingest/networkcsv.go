package ingest

import (
	"context"
	"io"

	"atlante/geo"
)

// NetworkRow is a network of organizations as a file describes it.
type NetworkRow struct {
	ID     string // its short name
	Name   string
	Source geo.Source
}

const (
	networkID = iota
	networkName
	networkSource
	networkRetrieved
)

var networkFields = []field{
	networkID:        {name: "id", required: true},
	networkName:      {name: "name", aliases: []string{"nome"}, required: true},
	networkSource:    {name: "source", aliases: []string{"fonte"}, required: true},
	networkRetrieved: {name: "retrieved_on", aliases: []string{"consultata il"}},
}

// ReadNetworks reads the networks of organizations; licence is that of the file.
// An id given twice, or one that is no short name, is a reject.
func ReadNetworks(ctx context.Context, r io.Reader, o Options, licence string) ([]NetworkRow, *Report, error) {
	t, err := openTable(ctx, r, o, networkFields)
	if err != nil {
		return nil, t.report, err
	}
	var out []NetworkRow
	seen := make(map[string]int)
	err = t.each(func(r *row) error {
		n := NetworkRow{ID: r.needText(networkID), Name: r.needText(networkName),
			Source: geo.Source{Name: r.needText(networkSource), Licence: licence, RetrievedOn: readDate(r, networkRetrieved)}}
		if _, err := geo.ParseKindID(n.ID); err != nil { // the same form
			r.reject(networkID, "l'id %q non è un nome breve, come case_del_quartiere / is not a short name", n.ID)
		}
		if line, twice := seen[n.ID]; twice {
			r.reject(networkID, "già alla riga %d / given twice", line)
		}
		if !r.bad {
			seen[n.ID] = t.line
			out = append(out, n)
		}
		return nil
	})
	return out, t.report, err
}
