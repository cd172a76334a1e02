package ingest

import (
	"context"
	"io"

	"atlante/geo"
)

const (
	passFrom = iota
	passTo
	passName
	passOpen
)

var passFields = []field{
	passFrom: {name: "from_istat", aliases: []string{"da istat"}, required: true},
	passTo:   {name: "to_istat", aliases: []string{"a istat"}, required: true},
	passName: {name: "name", aliases: []string{"nome", "colle"}, required: true},
	passOpen: {name: "open", aliases: []string{"apertura"}, required: true},
}

// ReadPasses reads the roads over ridges: the comuni at both feet, the name,
// and when it is open, "all year" or "summer".
func ReadPasses(ctx context.Context, r io.Reader, o Options, comuni ComuneResolver) ([]geo.Pass, *Report, error) {
	t, err := openTable(ctx, r, o, passFields)
	if err != nil {
		return nil, t.report, err
	}
	var out []geo.Pass
	err = t.each(func(r *row) error {
		p := geo.Pass{
			From: r.comune(passFrom, comuni),
			To:   r.comune(passTo, comuni),
			Name: r.needText(passName),
			Open: r.text(passOpen),
		}
		switch p.Open {
		case "all year", "summer":
		case "tutto l'anno":
			p.Open = "all year"
		case "estate":
			p.Open = "summer"
		default:
			r.reject(passOpen, `apertura: "all year" o "summer" / opening`)
		}
		if !r.bad && p.From == p.To {
			r.reject(passTo, "un colle unisce due comuni diversi / a pass joins two comuni")
		}
		if !r.bad {
			out = append(out, p)
		}
		return nil
	})
	return out, t.report, err
}
