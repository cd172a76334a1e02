package cover

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"atlante/geo"
	"atlante/geo/hex"
)

// GapID writes the id of a gap: g-<kind>-<serial>.
func GapID(k geo.KindID, serial int64) string { return fmt.Sprintf("g-%s-%d", k, serial) }

// serialOf reads the serial back; 0 when the id is not one of ours.
func serialOf(id string) int64 {
	n, err := strconv.ParseInt(id[strings.LastIndexByte(id, '-')+1:], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// match is how much a gap and one of the publication before have in common.
type match struct {
	gap, past int
	jaccard   float64
}

// identify keeps the id of a predecessor where the residents-weighted Jaccard is
// at least keep, best matches first, each id once; other gaps get a new serial
// and name the predecessors that they overlap as parents. Residents are today's.
func identify(gaps []Gap, past []PastGap, weight func(hex.Cell) int, keep float64, last *int64) {
	matches := overlaps(gaps, past, weight)
	keepIDs(gaps, matches, past, keep)
	for i := range gaps {
		if gaps[i].ID != "" {
			continue
		}
		*last++
		gaps[i].ID = GapID(gaps[i].Kind, *last)
		for _, m := range matches {
			if m.gap == i {
				gaps[i].Parents = append(gaps[i].Parents, past[m.past].ID)
			}
		}
		slices.SortFunc(gaps[i].Parents, func(a, b string) int { return cmp.Compare(serialOf(a), serialOf(b)) })
	}
}

// keepIDs gives ids of the past to gaps that have none, best matches first, each
// id once among the gaps.
func keepIDs(gaps []Gap, matches []match, past []PastGap, keep float64) {
	slices.SortFunc(matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.jaccard, a.jaccard), cmp.Compare(a.gap, b.gap),
			cmp.Compare(serialOf(past[a.past].ID), serialOf(past[b.past].ID)))
	})
	taken := map[string]bool{}
	for _, g := range gaps {
		taken[g.ID] = true
	}
	for _, m := range matches {
		if id := past[m.past].ID; m.jaccard >= keep && gaps[m.gap].ID == "" && !taken[id] {
			gaps[m.gap].ID, taken[id] = id, true
		}
	}
}

// overlaps lists all pairs that share residents, with Σ over the common cells
// divided by Σ over the cells of either.
func overlaps(gaps []Gap, past []PastGap, weight func(hex.Cell) int) []match {
	holders := map[hex.Cell][]int{} // the gaps of a cell: two where it straddles
	size := make([]int, len(gaps))
	for i, gap := range gaps {
		for _, c := range gap.Cells {
			holders[c] = append(holders[c], i)
			size[i] += weight(c)
		}
	}
	var out []match
	for j, p := range past {
		pastSize := 0
		common := make([]int, len(gaps))
		for _, c := range p.Cells {
			pastSize += weight(c)
			for _, i := range holders[c] {
				common[i] += weight(c)
			}
		}
		for i, n := range common {
			if n > 0 {
				out = append(out, match{i, j, float64(n) / float64(size[i]+pastSize-n)})
			}
		}
	}
	return out
}
