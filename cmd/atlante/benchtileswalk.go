package main

import (
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"atlante/geo"
)

// A walk is what planners look at: it begins with the whole territory, zooms to a
// town or a valley, and drags the map there at each step. A window of 1280 by 800
// pixels shows 3 by 2 tiles of 512 pixels.
const windowWide, windowHigh = 3, 2

// walker makes the tiles that sessions ask for, in the order in which they do.
type walker struct {
	rng    *rand.Rand
	comuni []geo.Comune
	seen   map[maptile.Tile]bool
	tiles  []maptile.Tile
}

// walk gives n different tiles of zoom 7 to 14 that inside says something of.
func walk(comuni []geo.Comune, n int, inside func(maptile.Tile) bool) []maptile.Tile {
	w := &walker{rng: rand.New(rand.NewPCG(tileSeed, 2)), comuni: comuni, seen: map[maptile.Tile]bool{}}
	for len(w.tiles) < n {
		w.session(inside)
	}
	return w.tiles[:n]
}

// session is one planner: two of three go to a comune of the mountains, one
// anywhere; from zoom 11 on, one of four is content with each step.
func (w *walker) session(inside func(maptile.Tile) bool) {
	c := w.comuni[w.rng.IntN(len(w.comuni))]
	for mountains := w.rng.IntN(3) > 0; mountains && !c.Mountain(); {
		c = w.comuni[w.rng.IntN(len(w.comuni))]
	}
	at := c.Seat
	for z := maptile.Zoom(7); z <= 14; z += maptile.Zoom(1 + w.rng.IntN(2)) {
		w.look(at, z, inside)
		for range drags[z] {
			// A drag of about half the window, in degrees of longitude at this zoom.
			far := 360 / float64(uint32(1)<<z) * windowWide / 2
			at = orb.Point{at[0] + far*(w.rng.Float64()-0.5)*2, at[1] + far*(w.rng.Float64()-0.5)}
			w.look(at, z, inside)
		}
		if z > 10 && w.rng.IntN(4) == 0 {
			return
		}
		at = c.Seat // back to what it was about, then nearer
	}
}

// drags at each zoom: nobody drags far out, most do where streets are told apart.
var drags = map[maptile.Zoom]int{9: 1, 10: 1, 11: 1, 12: 2, 13: 2, 14: 3}

// look asks for the tiles of a window around a point.
func (w *walker) look(at orb.Point, z maptile.Zoom, inside func(maptile.Tile) bool) {
	middle := maptile.Fraction(at, z)
	left, top := uint32(middle[0]-windowWide/2.0+0.5), uint32(middle[1]-windowHigh/2.0+0.5)
	for y := top; y < top+windowHigh; y++ {
		for x := left; x < left+windowWide; x++ {
			if t := maptile.New(x, y, z); !w.seen[t] && inside(t) {
				w.seen[t] = true
				w.tiles = append(w.tiles, t)
			}
		}
	}
}

// zoomsOf says how many of the tiles are of which zoom, from 7 to 14.
func zoomsOf(tiles []maptile.Tile) []int {
	out := make([]int, 8)
	for _, t := range tiles {
		out[t.Z-7]++
	}
	return out
}

// shuffled gives the tiles in another order, always the same for a turn.
func shuffled(tiles []maptile.Tile, turn uint64) []maptile.Tile {
	out := slices.Clone(tiles)
	rng := rand.New(rand.NewPCG(tileSeed, 1000+turn))
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}
