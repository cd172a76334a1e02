package gazetteer

import (
	"slices"
	"strings"
)

// term is one word of a query or of a name that can be searched for.
type term struct {
	forms   []string // the word as folded, and its canonical form when that differs
	generic bool     // says only what a street is: via, piazza
	family  string
	number  bool // or a lone letter, as in "1/F": may be part of a house number
}

// parseQuery takes a text apart into terms. Stop words are dropped unless
// there is nothing else.
func parseQuery(s string) []term {
	words := splitNumbers(strings.Fields(Fold(dotInitials(s))))
	if len(words) > 12 {
		words = words[:12]
	}
	family, rest := cutGeneric(words)
	var terms []term
	if family != "" {
		terms = append(terms, term{generic: true, family: family, forms: words[:max(0, len(words)-len(rest))]})
	} else if i := slices.IndexFunc(rest, func(w string) bool { return streetWords[w] }); i > 0 && i < len(rest)-1 {
		// "torino via po": the comune came first
		terms = append(terms, term{generic: true, family: generics[rest[i]]})
		rest = slices.Delete(slices.Clone(rest), i, i+1)
	}
	for i, w := range rest {
		bare := strings.TrimSuffix(w, ".")
		if stopWords[w] && len(rest) > 1 && canonical(rest, i, w) == "" {
			continue
		}
		t := term{forms: []string{bare}, number: len(bare) == 1 || bare[0] >= '0' && bare[0] <= '9'}
		if c := strings.TrimSuffix(canonical(rest, i, w), "."); c != "" && c != bare {
			t.forms = append(t.forms, c)
		}
		terms = append(terms, t)
	}
	return terms
}

// likeness of words, in thousandths of a full match.
const (
	alike    = 1000
	begins   = 850 // the word begins with what was typed
	oneTypo  = 700
	twoTypos = 500
)

// expand finds the words of the vocabulary that a term may mean, each with its
// likeness. Only the last term of a query may be the beginning of a word.
func (x *searchIndex) expand(t term, last bool) map[int32]int {
	found := make(map[int32]int)
	keep := func(id int32, likeness int) { found[id] = max(found[id], likeness) }
	for _, form := range t.forms {
		if id, ok := x.ids[form]; ok {
			keep(id, alike)
		}
		if last && len(form) >= 2 {
			from, _ := slices.BinarySearch(x.words, form)
			for i := from; i < len(x.words) && strings.HasPrefix(x.words[i], form); i++ {
				keep(int32(i), begins)
			}
		}
	}
	if len(t.forms) > 0 && !t.number {
		x.expandTypos(t.forms[0], keep)
	}
	return found
}

// expandTypos keeps the words within one typing error of a word of four
// letters or more, two of a word of eight or more. Words that share too few
// trigrams for that are not compared.
func (x *searchIndex) expandTypos(typed string, keep func(int32, int)) {
	limit := 0
	switch {
	case len(typed) >= 8:
		limit = 2
	case len(typed) >= 4:
		limit = 1
	default:
		return
	}
	shared := make(map[int32]int)
	grams := trigrams(typed)
	for _, gram := range grams {
		for _, id := range x.grams[gram] {
			shared[id]++
		}
	}
	// An error touches at most three trigrams, four when it swaps two letters.
	atLeast := max(1, len(grams)-4*limit)
	for id, n := range shared {
		if n < atLeast {
			continue
		}
		if d := distance(typed, x.words[id], limit); d == 1 {
			keep(id, oneTypo)
		} else if d == 2 && limit == 2 {
			keep(id, twoTypos)
		}
	}
}
