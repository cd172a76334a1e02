package gazetteer

import (
	"cmp"
	"slices"
	"strings"

	"atlante/geo"
)

// hit is an entry with how well it fits; higher is better.
type hit struct {
	entry int32
	score int
}

// Search finds comuni, localities, comuni that a merger ended, and streets by
// words in any order, forgiving accents, articles, abbreviations and typing
// errors; the last word may be unfinished. Best first, the same query always
// in the same order. limit is 1 to 50; other values mean 10.
func (g *Gazetteer) Search(q string, limit int) []Answer {
	if limit < 1 || limit > 50 {
		limit = 10
	}
	if r := []rune(q); len(r) > 200 {
		q = string(r[:200])
	}
	terms := parseQuery(q)
	hits := g.hits(terms)
	if len(hits) == 0 && len(terms) > 1 && terms[0].generic {
		// "Borgo San Paolo" is a name whose first word only looks generic.
		plain := slices.Clone(terms)
		plain[0].generic = false
		hits = g.hits(plain)
	}
	slices.SortFunc(hits, g.search.compare(g))
	answers := make([]Answer, 0, min(limit, len(hits)))
	numbers := numbersIn(q)
	for _, h := range hits[:min(limit, len(hits))] {
		answers = append(answers, g.answer(g.search.entries[h.entry], numbers))
	}
	return answers
}

// hits are the entries in which every term that is neither generic nor a
// number finds a word, in the entry itself or in the name of its comune.
func (g *Gazetteer) hits(terms []term) []hit {
	x := &g.search
	meaning := make([]map[int32]int, len(terms))
	seen := make(map[int32]bool)
	var hits []hit
	for i, t := range terms {
		if !t.generic {
			meaning[i] = x.expand(t, i == len(terms)-1)
		}
	}
	for i := range terms {
		for word := range meaning[i] {
			for _, e := range x.posting[word] {
				if seen[e] {
					continue
				}
				seen[e] = true
				if score, ok := x.score(&x.entries[e], terms, meaning); ok {
					hits = append(hits, hit{e, score})
				}
			}
		}
	}
	return hits
}

// score adds up how well the terms fit, less what of the entry's own name was
// not asked for.
func (x *searchIndex) score(e *entry, terms []term, meaning []map[int32]int) (int, bool) {
	sum, weight, own := 0, 0, 0
	for i, t := range terms {
		if t.generic {
			weight += 300
			if t.family == e.family || t.family == "hamlet" && e.kind < entryStreet {
				sum += 300
			}
			continue
		}
		best := bestOf(e.words, meaning[i])
		if best > 0 {
			own++
		} else {
			best = bestOf(x.comuneOf[e.comune], meaning[i]) * 9 / 10
		}
		switch {
		case best > 0:
			sum += best
			weight += 1000
		case t.number:
			weight += 100 // a house number that no name holds
		default:
			return 0, false
		}
	}
	if own == 0 {
		return 0, false
	}
	spare := min(max(0, e.size-own), 4)
	if e.kind >= entryStreet {
		return sum*1000/weight - spare*60, true
	}
	return sum*1000/weight - spare*30 + 100, true // "Rivarolo" is the comune before the street
}

func bestOf(words []int32, meaning map[int32]int) int {
	best := 0
	for _, w := range words {
		best = max(best, meaning[w])
	}
	return best
}

// compare orders hits: score, kind, residents of the comune, label, comune.
func (x *searchIndex) compare(g *Gazetteer) func(a, b hit) int {
	return func(a, b hit) int {
		ea, eb := &x.entries[a.entry], &x.entries[b.entry]
		return cmp.Or(
			cmp.Compare(b.score, a.score),
			cmp.Compare(ea.kind, eb.kind),
			cmp.Compare(g.comuni[eb.comune].Residents, g.comuni[ea.comune].Residents),
			strings.Compare(ea.label, eb.label),
			strings.Compare(string(ea.comune), string(eb.comune)),
			cmp.Compare(a.entry, b.entry),
		)
	}
}

// answer is the point of an entry; of a street, that of the first of the numbers
// that it has a door of.
func (g *Gazetteer) answer(e entry, numbers []string) Answer {
	c := g.comuni[e.comune]
	a := seatAnswer(c)
	switch e.kind {
	case entryLocality:
		l := g.search.localities[e.at]
		a.Point, a.RadiusM, a.Precision, a.Source = l.Point, l.RadiusM, geo.PrecisionLocality, l.Source
		a.Label = l.Name + ", " + c.Name
	case entryMerged:
		a.Label = e.label + ", oggi " + c.Name
		a.Notice = string(g.mergerNotice(named{e.comune, &g.search.merged[e.at]}))
	case entryStreet:
		a.Label = e.label + ", " + c.Name
		a.StreetConfirmed = true
		a.Source = "ANNCSU (nome della via); punto: sede del comune"
		a.Notice = "la via è tra i nomi ufficiali; il punto è quello del comune"
		if s, ok := g.drawn.find(e.comune, e.label); ok {
			g.answerOnMap(&a, s, e.label, numbers)
		}
	case entryDrawn:
		a.Label = e.label + ", " + c.Name
		g.answerOnMap(&a, &g.drawn.list[e.at], e.label, numbers)
	}
	return a
}

// answerOnMap puts an answer where the street, or one of its doors, is on the map.
func (g *Gazetteer) answerOnMap(a *Answer, s *drawnStreet, label string, numbers []string) {
	own := strings.Fields(Fold(label))
	for _, n := range numbers {
		if _, ok := s.houses[houseKey(n)]; ok && !slices.Contains(own, Fold(n)) && g.drawn.place(a, s, n) {
			a.Label, a.Notice = label+" "+n+", "+a.ComuneName, ""
			return
		}
	}
	if g.drawn.place(a, s, "") {
		a.Notice = ""
	}
}
