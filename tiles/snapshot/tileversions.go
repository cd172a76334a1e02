package snapshot

import "atlante/tiles/world"

// tileVersions knows when each tile of a layer last changed. It is a short list of maps, each much smaller than the one
// behind it: a change adds a map, and maps of like size are joined, so that a version is written about log n times and
// nothing that a reader sees is ever changed (Bentley and Saxe, "Decomposable searching problems", Journal of Algorithms
// 1, 1980).
type tileVersions struct {
	floor  int64 // of all tiles that are not named
	levels []map[world.Tile]int64
}

// maxTileVersions bounds what is kept: beyond it all tiles count as changed.
const maxTileVersions = 1 << 17

func (v tileVersions) of(t world.Tile) int64 {
	for _, m := range v.levels { // newest first
		if n, ok := m[t]; ok {
			return n
		}
	}
	return v.floor
}

// with gives the versions after a change of these tiles. It is false when there were too many to remember: then every
// tile counts as changed.
func (v tileVersions) with(touched []world.Tile, version int64) (tileVersions, bool) {
	if len(touched) == 0 {
		return v, true
	}
	newest := make(map[world.Tile]int64, len(touched))
	for _, t := range touched {
		newest[t] = version
	}
	rest := v.levels
	for len(rest) > 0 && len(rest[0]) <= 2*len(newest) {
		joined := make(map[world.Tile]int64, len(rest[0])+len(newest))
		for t, n := range rest[0] {
			joined[t] = n
		}
		for t, n := range newest {
			joined[t] = n
		}
		newest, rest = joined, rest[1:]
	}
	if len(newest) > maxTileVersions {
		return tileVersions{floor: version}, false
	}
	return tileVersions{v.floor, append([]map[world.Tile]int64{newest}, rest...)}, true
}

func (v tileVersions) bytes() int64 {
	n := int64(0)
	for _, m := range v.levels {
		n += 48 * int64(len(m))
	}
	return n
}
