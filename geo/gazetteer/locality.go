package gazetteer

import (
	"strings"

	"atlante/geo"
)

type localityKey struct {
	comune geo.ComuneID
	words  string
}

func (g *Gazetteer) indexLocalities(list []Locality) error {
	g.localities = make(map[localityKey]Locality, len(list))
	for _, l := range list {
		key := localityKey{l.Comune, localityWords(l.Name)}
		if _, ok := g.comuni[l.Comune]; !ok || key.words == "" {
			return geo.Invalid("località %q: comune %q sconosciuto o nome vuoto / locality without a comune or a name", l.Name, l.Comune)
		}
		if _, twice := g.localities[key]; twice {
			return geo.Invalid("località %q ripetuta nel comune %s / locality given twice", l.Name, l.Comune)
		}
		g.localities[key] = l
	}
	return nil
}

// localityWords drops what people leave out or add: articles, and the words
// quartiere, frazione, borgata in front.
func localityWords(s string) string {
	words := strings.Fields(Fold(s))
	kept := words[:0]
	for i, w := range words {
		if stopWords[w] || i == 0 && len(words) > 1 && localityPrefixes[w] {
			continue
		}
		if i < len(words)-1 {
			w = saint(w)
		}
		kept = append(kept, w)
	}
	return strings.Join(kept, " ")
}

// Locality finds a quartiere or frazione of a comune by name.
func (g *Gazetteer) Locality(comune geo.ComuneID, name string) (Locality, bool) {
	l, ok := g.localities[localityKey{comune, localityWords(name)}]
	return l, ok
}
