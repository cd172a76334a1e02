package cover

import (
	"fmt"
	"strconv"
	"strings"

	"atlante/geo"
)

// names are the proper names that gaps are called by.
type names struct {
	valleys map[geo.ValleyID]string
	zones   map[geo.ZoneID]string
	comuni  map[geo.ComuneID]string
}

func newNames(in Input) names {
	n := names{map[geo.ValleyID]string{}, map[geo.ZoneID]string{}, map[geo.ComuneID]string{}}
	for _, v := range in.Valleys {
		n.valleys[v.ID] = v.Name
	}
	for _, z := range in.Zones {
		n.zones[z.ID] = z.Name
	}
	for _, c := range in.Comuni {
		n.comuni[c.ID] = c.Name
	}
	return n
}

func (n names) area(r region) string {
	if r.valley != "" {
		if name := n.valleys[r.valley]; name != "" {
			return name
		}
		return string(r.valley)
	}
	if name := n.zones[r.zone]; name != "" {
		return name
	}
	return "Zona " + strconv.Itoa(int(r.zone))
}

func (n names) comune(id geo.ComuneID) string { return n.comuni[id] }

// GapName is "valley or zone: the comuni with most residents": "Val d'Ala: Ala di
// Stura e Balme". Only the joining word depends on the language ("it" or "en").
func GapName(lang, area string, comuni ...string) string {
	return area + ": " + joinTwo(lang, comuni)
}

// NameIn is the name of the gap in a language, "it" or "en".
func (g Gap) NameIn(lang string) string {
	if lang != "en" || len(g.ComuneNames) < 2 {
		return g.Name
	}
	italian, english := joinTwo("it", g.ComuneNames), joinTwo("en", g.ComuneNames)
	return strings.Replace(g.Name, italian, english, 1)
}

// joinTwo joins names by "e", "ed" before another e, or "and".
func joinTwo(lang string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	last := names[len(names)-1]
	if len(names) == 1 {
		return last
	}
	word := "e"
	switch {
	case lang == "en":
		word = "and"
	case strings.HasPrefix(last, "E") || strings.HasPrefix(last, "È"):
		word = "ed"
	}
	return strings.Join(names[:len(names)-1], ", ") + " " + word + " " + last
}

// tellApart numbers the gaps that would bear the same name, by rank: the parts
// of one large comune, "Val Sangone: Giaveno (2)".
func tellApart(gaps []Gap) {
	count := map[string]int{}
	for _, g := range gaps {
		count[g.Name]++
	}
	next := map[string]int{}
	for i, g := range gaps {
		if count[g.Name] > 1 {
			next[g.Name]++
			gaps[i].Name = fmt.Sprintf("%s (%d)", g.Name, next[g.Name])
		}
	}
}
