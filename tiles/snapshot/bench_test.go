package snapshot

import (
	"testing"

	"atlante/geo/layer"
	"atlante/tiles/mvt"
	"atlante/tiles/world"
)

func manyPlaces(b *testing.B, n int) *places {
	b.Helper()
	town, rows := newTown(9), make(map[string]layer.Row, n)
	for i := range n {
		r := town.place(b, i)
		if i%10 != 0 { // the rest at a few points
			r.Point[0] += town.rng.Float64() / 3
			r.Point[1] += town.rng.Float64() / 3
		}
		rows[r.Key] = r
	}
	return built(b, rows, 1)
}

// BenchmarkChange is one place changed among 200,000, from the row to the new layer.
func BenchmarkChange(b *testing.B) {
	p, town, n := manyPlaces(b, 200_000), newTown(3), 0
	b.ReportMetric(float64(p.bytes())/200_000, "B/place")
	b.ReportAllocs()
	for b.Loop() {
		n++
		c := layer.PlaceChange{State: layer.State{Places: int64(n), Kinds: kinds}, Present: []layer.Row{town.place(b, n%100_000)}}
		next, _, err := p.apply(c)
		if err != nil {
			b.Fatal(err)
		}
		if p = next; p.size() > compactAt {
			b.StopTimer()
			p = p.over(p.compacted(), p)
			b.StartTimer()
		}
	}
}

// BenchmarkCompact makes a new base of 200,000 places.
func BenchmarkCompact(b *testing.B) {
	p := manyPlaces(b, 200_000)
	for b.Loop() {
		p.compacted()
	}
}

// BenchmarkPlaces writes a tile of places, one by one.
func BenchmarkPlaces(b *testing.B) {
	p, w := manyPlaces(b, 200_000), mvt.NewWriter()
	tile := world.Of(world.FromLonLat(7.3, 45.1), 12)
	b.ReportAllocs()
	for b.Loop() {
		p.write(w, "", tile)
		w.End()
	}
	b.ReportMetric(float64(w.Len()), "places")
}
