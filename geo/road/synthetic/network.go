package synthetic

import (
	"atlante/geo"
	"atlante/geo/road"
)

// Network is Draw read with a profile, without a file in between: the same as
// what an import of the file gives.
func Network(size Size, seed uint64, comuni []geo.Comune, valleys []geo.Valley, passes []geo.Pass, p road.Profile) road.Network {
	return Draw(size, seed, comuni, valleys, passes).Network(p)
}

// list is tags as a profile reads them.
type list []Tag

// Find the value of a key, "" when absent.
func (l list) Find(key string) string {
	for _, t := range l {
		if t.Key == key {
			return t.Value
		}
	}
	return ""
}

// Network keeps the ways that the profile lets a car or a person on foot use,
// and the nodes of these.
func (d *Drawing) Network(p road.Profile) road.Network {
	s := d.sheet
	kept := make([]int32, len(s.nodes)) // 1 when used, later the index
	var ways []road.Way
	for i, w := range s.ways {
		car, foot, winter := p.Read(list(s.tagsOf(i)), int64(i+1))
		if car == (road.Passage{}) && foot == (road.Passage{}) {
			continue
		}
		for _, n := range s.nodesOf(w) {
			kept[n] = 1
		}
		ways = append(ways, road.Way{ID: int64(i + 1), Nodes: s.nodesOf(w), Car: car, Foot: foot, Winter: winter})
	}
	var nodes []road.Node
	for n, at := range s.nodes {
		if kept[n] == 0 {
			continue
		}
		kept[n] = int32(len(nodes))
		one := road.Node{ID: int64(n + 1), Lon: at.lon, Lat: at.lat}
		if tags := s.notes[int32(n)]; len(tags) > 0 {
			one.NoCar, one.NoFoot = p.Barrier(list(tags))
		}
		nodes = append(nodes, one)
	}
	for i := range ways {
		refs := make([]int32, len(ways[i].Nodes))
		for k, n := range ways[i].Nodes {
			refs[k] = kept[n]
		}
		ways[i].Nodes = refs
	}
	return road.Network{Nodes: nodes, Ways: ways}
}
