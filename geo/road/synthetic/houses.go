package synthetic

import "strconv"

// houses numbers the houses of some named streets of a town, even on the right
// and odd on the left, about 25 m apart.
func (t *town) houses(s *sheet) {
	for w := t.firstWay; w < t.lastWay; w++ {
		if s.ways[w].name == "" || t.rand.Float64() > 0.15 {
			continue
		}
		nodes := s.nodesOf(s.ways[w])
		number := 1
		for k := 1; k < len(nodes); k++ {
			a, b := s.at(nodes[k-1]), s.at(nodes[k])
			side := b.minus(a).unit().left().times(11)
			if number%2 == 0 {
				side = side.times(-1)
			}
			s.point(a.mid(b).plus(side), Tag{"addr:city", t.Name},
				Tag{"addr:housenumber", strconv.Itoa(number)}, Tag{"addr:street", s.ways[w].name})
			number++
		}
	}
}
