package gazetteer

import (
	"fmt"
	"slices"
	"strings"

	"atlante/geo"
)

// named is what a name or a code stands for.
type named struct {
	id  geo.ComuneID
	old *Suppressed // nil when the name is today's
}

func (g *Gazetteer) indexNames(comuni []geo.Comune, suppressed []Suppressed) error {
	g.names = make(map[string]named, len(comuni)+len(suppressed))
	g.codes = make(map[string]named, 2*(len(comuni)+len(suppressed)))
	for _, c := range comuni {
		if err := g.addNames(c.Name, c.ID, c.CadastralCode, named{id: c.ID}); err != nil {
			return err
		}
	}
	for _, s := range suppressed {
		if _, ok := g.comuni[s.Today]; !ok {
			return geo.Invalid("il comune soppresso %s rimanda a %s, che non esiste / suppressed comune points nowhere", s.Name, s.Today)
		}
		old := s
		if err := g.addNames(s.Name, s.ID, s.CadastralCode, named{s.Today, &old}); err != nil {
			return err
		}
	}
	return nil
}

func (g *Gazetteer) addNames(name string, id geo.ComuneID, cadastral string, n named) error {
	put := func(m map[string]named, key string) error {
		if had, ok := m[key]; ok && had.id != n.id || key == "" {
			return geo.Invalid("nome o codice di comune ripetuto o vuoto: %q (%s, %s) / duplicate or empty comune name or code", key, name, had.id)
		}
		m[key] = n
		return nil
	}
	if err := put(g.names, nameKey(name)); err != nil {
		return err
	}
	if err := put(g.codes, string(id)); err != nil {
		return err
	}
	if cadastral == "" {
		return nil
	}
	return put(g.codes, strings.ToUpper(cadastral))
}

// Comune resolves a name, a six-digit ISTAT code or a cadastral code. Names
// match without accents, case, apostrophes and hyphens. Names and codes that a
// merger ended resolve to today's comune, with a notice; so does a code that
// lost its leading zeros in a spreadsheet. Unknown ones give geo.ErrNotFound
// with the nearest names.
func (g *Gazetteer) Comune(s string) (geo.ComuneID, Notice, error) {
	s = strings.TrimSpace(s)
	if n, ok := g.codes[strings.ToUpper(s)]; ok {
		return n.id, g.mergerNotice(n), nil
	}
	if padded, ok := restoreZeros(s); ok {
		if n, ok := g.codes[padded]; ok {
			note := fmt.Sprintf("codice %s letto come %s: mancavano gli zeri iniziali", s, padded)
			return n.id, joinNotices(Notice(note), g.mergerNotice(n)), nil
		}
	}
	for _, key := range nameKeys(s) {
		if n, ok := g.names[key]; ok {
			return n.id, g.mergerNotice(n), nil
		}
	}
	return "", "", g.unknownComune(s)
}

func restoreZeros(s string) (string, bool) {
	if len(s) < 4 || len(s) > 5 || strings.Trim(s, "0123456789") != "" {
		return "", false
	}
	return strings.Repeat("0", 6-len(s)) + s, true
}

// nameKeys are the keys under which a written name may be found, the plainest
// first: as it is, then without "Comune di", then without the province.
func nameKeys(s string) []string {
	folded := Fold(s)
	keys := []string{nameKey(folded)}
	for _, p := range []string{"comune di ", "citta di "} {
		if rest, ok := strings.CutPrefix(folded, p); ok {
			folded = rest
			keys = append(keys, nameKey(rest))
		}
	}
	for _, p := range []string{" to", " torino", " provincia di torino"} {
		if rest, ok := strings.CutSuffix(folded, p); ok {
			keys = append(keys, nameKey(rest))
		}
	}
	return keys
}

func (g *Gazetteer) mergerNotice(n named) Notice {
	if n.old == nil {
		return ""
	}
	text := fmt.Sprintf("%s (%s) non esiste più", n.old.Name, n.old.ID)
	if n.old.Since != "" {
		text += " dal " + n.old.Since
	}
	return Notice(fmt.Sprintf("%s: oggi è %s (%s)", text, g.comuni[n.id].Name, n.id))
}

func joinNotices(a, b Notice) Notice {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + "; " + b
}

func (g *Gazetteer) unknownComune(s string) error {
	if s == "" {
		return geo.NotFound("manca il comune / the comune is missing")
	}
	near := g.nearNames(s)
	if len(near) == 0 {
		return geo.NotFound("comune %q sconosciuto: serve un comune della Città metropolitana di Torino o il suo codice ISTAT / unknown comune", clip(s))
	}
	return geo.NotFound("comune %q sconosciuto: forse %s? / unknown comune", clip(s), strings.Join(near, ", "))
}

// nearNames lists up to three names of comuni within two typing errors.
func (g *Gazetteer) nearNames(s string) []string {
	type near struct {
		name string
		d    int
	}
	key := nameKey(clip(s))
	var found []near
	for id, c := range g.comuni {
		if d := distance(key, nameKey(c.Name), 2); d <= 2 && d < len(key)/2 {
			found = append(found, near{fmt.Sprintf("%s (%s)", c.Name, id), d})
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		if a.d != b.d {
			return a.d - b.d
		}
		return strings.Compare(a.name, b.name)
	})
	var names []string
	for _, n := range found[:min(len(found), 3)] {
		names = append(names, n.name)
	}
	return names
}

// clip keeps messages short whatever was sent.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
