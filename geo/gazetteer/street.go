package gazetteer

import (
	"iter"
	"slices"
	"strings"

	"atlante/geo"
)

// officialStreet is one distinct street of one comune; repeats are joined.
type officialStreet struct {
	comune geo.ComuneID
	name   streetName
	label  string // as people write it: "Via Morgari Oddino"
}

// comuneStreets finds the streets of one comune, by index into the list.
type comuneStreets struct {
	byKey  map[string][]int32 // all words, sorted
	byWord map[string][]int32
}

type streetIndex struct {
	list     []officialStreet
	byComune map[geo.ComuneID]*comuneStreets
}

func indexStreets(streets iter.Seq[Street], comuni map[geo.ComuneID]geo.Comune) streetIndex {
	x := streetIndex{byComune: make(map[geo.ComuneID]*comuneStreets)}
	if streets == nil {
		return x
	}
	for s := range streets {
		if _, known := comuni[s.Comune]; known {
			x.add(s)
		}
	}
	return x
}

// add gives the number of a street; streets that are the same have one. It is
// false for a name without a word.
func (x *streetIndex) add(s Street) (int32, bool) {
	written := strings.TrimSpace(s.Type + " " + s.Name)
	name := parseStreet(written)
	if len(name.words) == 0 {
		return 0, false
	}
	in := x.byComune[s.Comune]
	if in == nil {
		in = &comuneStreets{make(map[string][]int32), make(map[string][]int32)}
		x.byComune[s.Comune] = in
	}
	key := name.key()
	for _, i := range in.byKey[key] {
		if x.list[i].name.family == name.family {
			return i, true
		}
	}
	i := int32(len(x.list))
	x.list = append(x.list, officialStreet{s.Comune, name, pretty(written)})
	in.byKey[key] = append(in.byKey[key], i)
	for _, w := range name.words {
		in.byWord[w] = append(in.byWord[w], i)
	}
	return i, true
}

// confirm looks a written street name up among the official ones of a comune.
// It answers only when exactly one street can be meant.
func (x *streetIndex) confirm(comune geo.ComuneID, written string) (officialStreet, bool) {
	i, ok := x.find(comune, written)
	if !ok {
		return officialStreet{}, false
	}
	return x.list[i], true
}

// find is confirm that gives the number of the street.
func (x *streetIndex) find(comune geo.ComuneID, written string) (int32, bool) {
	in := x.byComune[comune]
	asked := parseStreet(written)
	if in == nil || len(asked.words) == 0 {
		return 0, false
	}
	if found, ok := x.only(in.byKey[asked.key()], func(o streetName) bool { return sameFamily(asked.family, o.family) }); ok {
		return found, true
	}
	var candidates []int32
	for _, w := range asked.words {
		candidates = append(candidates, in.byWord[w]...)
	}
	slices.Sort(candidates)
	return x.only(slices.Compact(candidates), func(o streetName) bool {
		return sameFamily(asked.family, o.family) && sameStreet(asked, o)
	})
}

// only gives the one street of the list that fits, if it is one.
func (x *streetIndex) only(list []int32, fits func(streetName) bool) (int32, bool) {
	found := int32(-1)
	for _, i := range list {
		if !fits(x.list[i].name) {
			continue
		}
		if found >= 0 {
			return 0, false
		}
		found = i
	}
	return max(found, 0), found >= 0
}

func sameFamily(asked, official string) bool { return asked == "" || asked == official }

// sameStreet tells whether two names of streets may be one. Every word must
// have its like on the other side, in any order, an initial standing for a
// word. What is left over may only be titles and initials, given names on one
// side only, the number of a king, or the description of a numbered road.
//
// Given names may not be missing beside a saint (Via San Rocco is not Via San
// Carlo) or an article (Via della Chiesa is not Via Carlo Alberto Dalla Chiesa).
func sameStreet(asked, official streetName) bool {
	matched, restAsked, restOfficial := pair(asked.words, official.words)
	if len(matched) == 0 || slices.ContainsFunc(restAsked, significant) {
		return false
	}
	if numberedRoad(matched) {
		return !slices.ContainsFunc(restOfficial, digits)
	}
	if len(matched) == 1 && !significant(matched[0]) {
		return false // "Via Giovanni" alone is nobody's street
	}
	givenAsked := slices.ContainsFunc(restAsked, given)
	givenOfficial := slices.ContainsFunc(restOfficial, given)
	if givenAsked && givenOfficial || (givenAsked || givenOfficial) && (asked.fixed() || official.fixed()) {
		return false
	}
	return !slices.ContainsFunc(restOfficial, func(w string) bool {
		regnal := digits(w) && len(matched) > 1 // Vittorio Emanuele (II)
		return significant(w) && !regnal
	})
}

// fixed tells whether all words of a name belong to it.
func (n streetName) fixed() bool { return n.article || slices.Contains(n.words, "san") }

func given(w string) bool { return givenNames[w] && !titles[w] || strings.HasSuffix(w, ".") }

func significant(w string) bool {
	return !strings.HasSuffix(w, ".") && !titles[w] && !givenNames[w]
}

func numberedRoad(words []string) bool {
	return slices.ContainsFunc(words, digits) &&
		slices.ContainsFunc(words, func(w string) bool { return roadOwners[w] })
}

// pair matches the words of two names one to one: first equal words, then
// initials with words that begin so.
func pair(a, b []string) (matched, restA, restB []string) {
	used := make([]bool, len(b))
	take := func(w string, fits func(a, b string) bool) bool {
		for j, o := range b {
			if !used[j] && fits(w, o) {
				used[j] = true
				return true
			}
		}
		return false
	}
	var later []string
	for _, w := range a {
		if take(w, func(a, b string) bool { return a == b }) {
			matched = append(matched, w)
		} else {
			later = append(later, w)
		}
	}
	for _, w := range later {
		if !take(w, initialOf) {
			restA = append(restA, w)
		}
	}
	for j, o := range b {
		if !used[j] {
			restB = append(restB, o)
		}
	}
	return matched, restA, restB
}

func initialOf(a, b string) bool {
	return strings.HasSuffix(a, ".") && a[0] == b[0] || strings.HasSuffix(b, ".") && a[0] == b[0]
}
