package gazetteer

import (
	"slices"
	"strings"

	"atlante/geo"
)

// What an entry of the search is, in the order in which equals are listed.
const (
	entryComune = iota
	entryLocality
	entryMerged // the old name of a comune
	entryStreet
	entryDrawn // a street or a hamlet of the map file that has no official name
)

// entry is one thing that a search can find.
type entry struct {
	kind   int
	comune geo.ComuneID
	label  string
	words  []int32 // of its own name, without stop words and generic words
	size   int     // how many words its name has, other forms not counted
	family string  // of a street's generic word
	at     int32   // index into the streets, the localities or the drawn streets
}

// searchIndex finds entries by words, and words by their likeness.
type searchIndex struct {
	entries    []entry
	localities []Locality
	merged     []Suppressed
	words      []string           // the vocabulary, sorted
	ids        map[string]int32   // word → position in words
	posting    [][]int32          // word → entries
	grams      map[string][]int32 // trigram → words
	comuneOf   map[geo.ComuneID][]int32
}

// draft collects the words of an entry before the vocabulary is numbered.
type draft struct {
	entry
	text []string
}

func indexSearch(g *Gazetteer, f Facts) searchIndex {
	x := searchIndex{localities: f.Localities, merged: f.Suppressed}
	var drafts []draft
	add := func(kind int, comune geo.ComuneID, label string, at int) {
		name := parseQuery(label)
		d := draft{entry: entry{kind: kind, comune: comune, label: label, at: int32(at)}}
		for _, t := range name {
			if t.generic && kind >= entryStreet {
				d.family = t.family
				continue
			}
			d.size++
			d.text = append(d.text, t.forms...)
		}
		if kind < entryStreet && len(name) > 1 {
			d.text = append(d.text, strings.ReplaceAll(Fold(label), " ", ""))
		}
		drafts = append(drafts, d)
	}
	for _, c := range f.Comuni {
		add(entryComune, c.ID, c.Name, 0)
	}
	for i, l := range f.Localities {
		add(entryLocality, l.Comune, l.Name, i)
	}
	for i, s := range f.Suppressed {
		add(entryMerged, s.Today, s.Name, i)
	}
	for i, s := range g.streets.list {
		add(entryStreet, s.comune, s.label, i)
	}
	for i, s := range g.drawn.names.list {
		if _, official := g.streets.find(s.comune, s.label); !official {
			add(entryDrawn, s.comune, s.label, i)
		}
	}
	x.number(drafts)
	return x
}

// number builds vocabulary, postings and trigrams out of the drafts.
func (x *searchIndex) number(drafts []draft) {
	for _, d := range drafts {
		x.words = append(x.words, d.text...)
	}
	slices.Sort(x.words)
	x.words = slices.Compact(x.words)
	x.ids = make(map[string]int32, len(x.words))
	x.grams = make(map[string][]int32)
	for i, w := range x.words {
		x.ids[w] = int32(i)
		for _, gram := range trigrams(w) {
			x.grams[gram] = append(x.grams[gram], int32(i))
		}
	}
	x.posting = make([][]int32, len(x.words))
	x.comuneOf = make(map[geo.ComuneID][]int32)
	for i, d := range drafts {
		e := d.entry
		for _, w := range d.text {
			id := x.ids[w]
			if slices.Contains(e.words, id) {
				continue
			}
			e.words = append(e.words, id)
			x.posting[id] = append(x.posting[id], int32(i))
		}
		if e.kind == entryComune {
			x.comuneOf[e.comune] = e.words
		}
		x.entries = append(x.entries, e)
	}
}

// trigrams of a word with a mark on both ends, each once.
func trigrams(w string) []string {
	w = "^" + w + "$"
	out := make([]string, 0, len(w))
	for i := 0; i+3 <= len(w); i++ {
		if !slices.Contains(out, w[i:i+3]) {
			out = append(out, w[i:i+3])
		}
	}
	return out
}
