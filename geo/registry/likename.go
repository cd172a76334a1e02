package registry

import (
	"slices"
	"strings"

	"atlante/geo/gazetteer"
)

// NameLikeness says how like two names are, 0 to 1: the weighted Sørensen–Dice
// coefficient of their words. Both names are folded (gazetteer.Fold), words that
// say nothing (articles, prepositions, legal forms) are left out, words of many
// names ("casa", "quartiere") weigh a third. A word finds its like when the Dice
// coefficient of their letter pairs is 0.7 or more, so that a slip of the finger
// does not hide it, and counts by that much; each word is used once.
func NameLikeness(a, b string) float64 {
	x, y := nameWords(a), nameWords(b)
	total, common := 0.0, 0.0
	for _, w := range slices.Concat(x, y) {
		total += weight(w)
	}
	if total == 0 {
		return 0
	}
	for _, w := range x {
		best, at := 0.0, -1
		for i, v := range y {
			if l := wordLikeness(w, v); l >= 0.7 && l > best {
				best, at = l, i
			}
		}
		if at >= 0 {
			common += best * (weight(w) + weight(y[at]))
			y = slices.Delete(y, at, at+1)
		}
	}
	return min(1, common/total)
}

// foldName is the folded name without the words that say nothing.
func foldName(s string) string { return strings.Join(nameWords(s), " ") }

// nameWords leaves all words standing when none but empty ones are there.
func nameWords(s string) []string {
	all := strings.Fields(gazetteer.Fold(s))
	for i, w := range all {
		if slices.Contains([]string{"sant", "santo", "santa", "s"}, w) {
			all[i] = "san" // as it is in "S. Ambrogio"
		}
	}
	words := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return slices.Contains(emptyWords(), w) })
	if len(words) == 0 {
		return all
	}
	return words
}

func emptyWords() []string {
	return strings.Fields(`di del dello della dei degli delle d da dal dalla a al allo alla ai agli alle in nel nella nei nelle
		con su sul sulla per e ed il lo la i gli le l un una uno the of and
		aps odv ets onlus asd ssd ong scs srl spa coop cooperativa sociale societa associazione ass impresa fondazione ente`)
}

// weight: words that stand in the names of many places weigh less.
func weight(w string) float64 {
	if slices.Contains(strings.Fields(`casa case quartiere portineria comunita cer energetica rinnovabile circolo centro
		sportello biblioteca punto spazio torino via piazza corso`), w) {
		return 1.0 / 3
	}
	return 1
}

// wordLikeness is the Dice coefficient of the letter pairs of two words, with
// their ends marked.
func wordLikeness(a, b string) float64 {
	if a == b {
		return 1
	}
	x, y := pairs(a), pairs(b)
	n := len(x) + len(y)
	common := 0
	for _, p := range x {
		if i := slices.Index(y, p); i >= 0 {
			y = slices.Delete(y, i, i+1)
			common++
		}
	}
	return 2 * float64(common) / float64(n)
}

func pairs(w string) [][2]rune {
	letters := append(append([]rune{'^'}, []rune(w)...), '$')
	out := make([][2]rune, 0, len(letters))
	for i := 1; i < len(letters); i++ {
		out = append(out, [2]rune{letters[i-1], letters[i]})
	}
	return out
}
