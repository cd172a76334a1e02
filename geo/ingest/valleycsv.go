package ingest

import (
	"context"
	"io"
	"regexp"

	"atlante/geo"
)

const (
	valleyID = iota
	valleyName
	valleyParent
	valleyMouth
	valleySource
)

var valleyFields = []field{
	valleyID:     {name: "valley", aliases: []string{"valle", "id"}, required: true},
	valleyName:   {name: "name", aliases: []string{"nome"}, required: true},
	valleyParent: {name: "parent", aliases: []string{"madre", "valle madre"}},
	valleyMouth:  {name: "mouth_istat", aliases: []string{"sbocco", "mouth istat", "sbocco istat"}, required: true},
	valleySource: {name: "source", aliases: []string{"fonte"}},
}

var valleyPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// ReadValleys reads the valleys: short name, name, parent valley ("" when it
// opens into the plain), the comune at its mouth, source. The valleys must
// form a tree; where they do not, the whole file is refused.
func ReadValleys(ctx context.Context, r io.Reader, o Options, comuni ComuneResolver) ([]geo.Valley, *Report, error) {
	t, err := openTable(ctx, r, o, valleyFields)
	if err != nil {
		return nil, t.report, err
	}
	var out []geo.Valley
	err = t.each(func(r *row) error {
		v := geo.Valley{
			ID:     geo.ValleyID(r.text(valleyID)),
			Name:   r.needText(valleyName),
			Parent: geo.ValleyID(r.text(valleyParent)),
			Mouth:  r.comune(valleyMouth, comuni),
			Source: r.text(valleySource),
		}
		if !valleyPattern.MatchString(string(v.ID)) {
			r.reject(valleyID, "nome breve di valle: minuscole, cifre e trattini, come val-grande / short name of a valley")
		}
		if !r.bad {
			out = append(out, v)
		}
		return nil
	})
	if err == nil && t.report.Rejected == 0 {
		err = checkTree(o.File, out)
	}
	return out, t.report, err
}

// checkTree makes sure that every valley leads to the plain.
func checkTree(file string, valleys []geo.Valley) error {
	byID := make(map[geo.ValleyID]geo.Valley, len(valleys))
	for _, v := range valleys {
		if _, twice := byID[v.ID]; twice {
			return geo.Invalid("%s: la valle %s è data due volte / given twice", file, v.ID)
		}
		byID[v.ID] = v
	}
	for _, v := range valleys {
		up := v
		for steps := 0; up.Parent != ""; steps++ {
			parent, ok := byID[up.Parent]
			if !ok {
				return geo.Invalid("%s: la valle %s si apre in %s, che non c'è / unknown parent valley", file, up.ID, up.Parent)
			}
			if steps > len(valleys) {
				return geo.Invalid("%s: la valle %s si apre in sé stessa: le valli madri girano in tondo / valleys form a circle", file, v.ID)
			}
			up = parent
		}
	}
	return nil
}

// ValleyMember puts a comune into a valley, "" for none.
type ValleyMember struct {
	Line   int
	Comune geo.ComuneID
	Valley geo.ValleyID
}

const (
	memberComune = iota
	memberValley
)

var memberFields = []field{
	memberComune: {name: "istat_code", aliases: []string{"istat", "codice istat", "comune", "nome"}, required: true},
	memberValley: {name: "valley", aliases: []string{"valle"}, required: true},
}

// ReadValleyMembers reads which comune lies in which of the valleys.
func ReadValleyMembers(ctx context.Context, r io.Reader, o Options, comuni ComuneResolver, valleys []geo.Valley) ([]ValleyMember, *Report, error) {
	t, err := openTable(ctx, r, o, memberFields)
	if err != nil {
		return nil, t.report, err
	}
	known := map[geo.ValleyID]bool{"": true}
	for _, v := range valleys {
		known[v.ID] = true
	}
	var out []ValleyMember
	seen := make(map[geo.ComuneID]int)
	err = t.each(func(r *row) error {
		m := ValleyMember{t.line, r.comune(memberComune, comuni), geo.ValleyID(r.text(memberValley))}
		if !known[m.Valley] {
			r.reject(memberValley, "valle sconosciuta / unknown valley")
		}
		if line, twice := seen[m.Comune]; twice {
			r.reject(memberComune, "comune già alla riga %d / given twice", line)
		}
		if !r.bad {
			seen[m.Comune] = t.line
			out = append(out, m)
		}
		return nil
	})
	return out, t.report, err
}
