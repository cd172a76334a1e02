package travel

import (
	"slices"

	"github.com/paulmach/orb"
)

// edits turn one list of points into another: first those to be taken out, by
// their index in the old list, then those to be put in, by their index in the new
// one; both ascending.
type edits struct {
	remove, add []int32
}

func (e edits) count() int { return len(e.remove) + len(e.add) }

// editsOf keeps a longest run of points that come in the same order in both
// lists: points match from first to last, and of the matches a longest ascending
// subsequence stays (Schensted, by patience). Only repeated points may make it
// keep fewer than it could.
func editsOf(old, now []orb.Point) edits {
	places := make(map[orb.Point][]int32, len(old))
	for i, p := range old {
		places[p] = append(places[p], int32(i))
	}
	var matches [][2]int32 // old, now
	for i, p := range now {
		if list := places[p]; len(list) > 0 {
			matches = append(matches, [2]int32{list[0], int32(i)})
			places[p] = list[1:]
		}
	}
	stayOld, stayNow := make([]bool, len(old)), make([]bool, len(now))
	for _, m := range ascending(matches) {
		stayOld[m[0]], stayNow[m[1]] = true, true
	}
	return edits{remove: without(stayOld), add: without(stayNow)}
}

func without(stay []bool) []int32 {
	var out []int32
	for i, s := range stay {
		if !s {
			out = append(out, int32(i))
		}
	}
	return out
}

// ascending gives a longest subsequence of matches whose old indices ascend, last
// first.
func ascending(matches [][2]int32) [][2]int32 {
	var tops []int // by length − 1: the match with the lowest old index that ends one
	before := make([]int, len(matches))
	for i, m := range matches {
		k, _ := slices.BinarySearchFunc(tops, m[0], func(top int, want int32) int { return int(matches[top][0]) - int(want) })
		before[i] = -1
		if k > 0 {
			before[i] = tops[k-1]
		}
		if k == len(tops) {
			tops = append(tops, i)
		} else {
			tops[k] = i
		}
	}
	var out [][2]int32
	if len(tops) == 0 {
		return nil
	}
	for i := tops[len(tops)-1]; i >= 0; i = before[i] {
		out = append(out, matches[i])
	}
	return out
}
