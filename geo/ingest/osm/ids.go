package osm

import (
	"cmp"
	"math/bits"
	"slices"
)

// idSet is a set of ids of nodes: a bit for each, in pages of 1,024 neighbours
// that exist only where there is something in them. Sealed, it numbers its ids
// from 0 in their order.
type idSet struct {
	at     map[int64]int32 // id / 1,024 → index into pages
	pages  []idPage
	limit  int
	sealed []int32 // pages in the order of their ids
}

type idPage struct {
	key    int64
	bits   [16]uint64
	before int32 // ids on the pages before this one; once sealed
}

func newIDSet(limit int) *idSet { return &idSet{at: map[int64]int32{}, limit: limit} }

// add an id from 0 on; false when there is no page left for it.
func (s *idSet) add(id int64) bool {
	i, ok := s.at[id>>10]
	if !ok {
		if len(s.pages) >= s.limit {
			return false
		}
		i = int32(len(s.pages))
		s.pages = append(s.pages, idPage{key: id >> 10})
		s.at[id>>10] = i
	}
	s.pages[i].bits[id>>6&15] |= 1 << (id & 63)
	return true
}

// seal ends the adding and says how many ids there are.
func (s *idSet) seal() int {
	s.sealed = make([]int32, len(s.pages))
	for i := range s.sealed {
		s.sealed[i] = int32(i)
	}
	slices.SortFunc(s.sealed, func(a, b int32) int { return cmp.Compare(s.pages[a].key, s.pages[b].key) })
	n := 0
	for _, i := range s.sealed {
		s.pages[i].before = int32(n)
		for _, w := range s.pages[i].bits {
			n += bits.OnesCount64(w)
		}
	}
	return n
}

// rank is the number of an id; false when it is not in the set. Sealed only.
func (s *idSet) rank(id int64) (int32, bool) {
	i, ok := s.at[id>>10]
	if !ok {
		return 0, false
	}
	p := &s.pages[i]
	word, bit := id>>6&15, uint(id&63)
	if p.bits[word]>>bit&1 == 0 {
		return 0, false
	}
	n := int(p.before)
	for _, w := range p.bits[:word] {
		n += bits.OnesCount64(w)
	}
	return int32(n + bits.OnesCount64(p.bits[word]&(1<<bit-1))), true
}

// each visits the ids by number. Sealed only.
func (s *idSet) each(visit func(number int32, id int64)) {
	n := int32(0)
	for _, i := range s.sealed {
		p := &s.pages[i]
		for w, word := range p.bits {
			for ; word != 0; word &= word - 1 {
				visit(n, p.key<<10|int64(w)<<6|int64(bits.TrailingZeros64(word)))
				n++
			}
		}
	}
}
