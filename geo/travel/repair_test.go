package travel_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"atlante/geo/road"
	"atlante/geo/travel"
)

// answers of a field at every node and every cell.
func answers(f *travel.Field, g *road.Graph, cells []road.Snap, out []travel.Near) []travel.Near {
	out = out[:0]
	for n := range g.Lon {
		out = append(out, f.Node(int32(n)))
	}
	for _, c := range cells {
		out = append(out, f.At(c))
	}
	return out
}

// METRICS, oracles: incremental equals full recomputation, every distance: 1,000
// random additions, removals and moves, at every node and every cell.
func TestIncrementalEqualsFull(t *testing.T) {
	side, cellCount := 66, 600 // two tiles
	if soak() {
		side, cellCount = 150, 8000
	}
	for _, o := range []travel.FieldOptions{{}, {Summer: true, Bound: 90}} {
		random := rand.New(rand.NewPCG(31, 32))
		g := wild(random, side)
		var cells []road.Snap
		for range cellCount {
			cells = append(cells, anywhere(random, g))
		}
		stops := someStops(random, g, 3)
		f := newField(t, g, stops, o)
		differences := 0
		var got, want []travel.Near
		for step := range 1000 {
			stops = change(t, random, g, f, stops)
			got = answers(f, g, cells, got)
			want = answers(newField(t, g, stops, o), g, cells, want)
			for i := range got {
				if got[i] != want[i] {
					if differences++; differences == 1 {
						t.Errorf("step %d with %d places, answer %d: %+v, want %+v", step, len(stops), i, got[i], want[i])
					}
				}
			}
		}
		if differences != 0 {
			t.Errorf("%d differences", differences)
		}
	}
}

// change makes a random addition, removal or move, in the field and in the list.
func change(t *testing.T, random *rand.Rand, g *road.Graph, f *travel.Field, stops []travel.Stop) []travel.Stop {
	t.Helper()
	one := someStops(random, g, 1)[0]
	if len(stops) > 0 && random.IntN(6) == 0 {
		one = stops[random.IntN(len(stops))] // on top of another: ties everywhere
	}
	do := random.IntN(3)
	switch n := len(stops); {
	case n == 0 || (do == 0 && n < 30):
		i := random.IntN(n + 1)
		must(t, f.Add(t.Context(), i, one))
		return slices.Insert(stops, i, one)
	case do == 1:
		i := random.IntN(n)
		must(t, f.Remove(t.Context(), i))
		return slices.Delete(stops, i, i+1)
	default:
		i := random.IntN(n)
		must(t, f.Move(t.Context(), i, one))
		stops[i] = one
		return stops
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// METRICS, oracles: T never rises when a place is added; add then remove is the
// identity.
func TestAddingNeverRaisesAndRemovingUndoes(t *testing.T) {
	random := rand.New(rand.NewPCG(41, 42))
	g := wild(random, 30)
	var cells []road.Snap
	for range 1000 {
		cells = append(cells, anywhere(random, g))
	}
	f := newField(t, g, someStops(random, g, 5), travel.FieldOptions{})
	for round := range 60 {
		before := answers(f, g, cells, nil)
		i := random.IntN(f.Len() + 1)
		must(t, f.Add(t.Context(), i, someStops(random, g, 1)[0]))
		for k, now := range answers(f, g, cells, nil) {
			if now.FirstCost > before[k].FirstCost || now.SecondCost > before[k].SecondCost || now.FirstCost > now.SecondCost {
				t.Fatalf("round %d, answer %d: %+v after %+v", round, k, now, before[k])
			}
		}
		must(t, f.Remove(t.Context(), i))
		if after := answers(f, g, cells, nil); !slices.Equal(after, before) {
			t.Fatalf("round %d: adding and removing at %d left a trace", round, i)
		}
	}
}

// Places put in again and again between the same two: the order of ties holds
// though their tags run out of room.
func TestManyPlacesBetweenTwo(t *testing.T) {
	random := rand.New(rand.NewPCG(45, 46))
	g := wild(random, 12)
	stops := someStops(random, g, 2)
	f := newField(t, g, stops, travel.FieldOptions{})
	cells := []road.Snap{stops[0].Snap, stops[1].Snap}
	for range 100 {
		cells = append(cells, anywhere(random, g))
	}
	for round := range 120 {
		i, one := 1, stops[random.IntN(len(stops))] // where another one stands
		if round%3 == 2 {
			i = len(stops) // and at the end
		}
		must(t, f.Add(t.Context(), i, one))
		stops = slices.Insert(stops, i, one)
		got, want := answers(f, g, cells, nil), answers(newField(t, g, stops, travel.FieldOptions{}), g, cells, nil)
		if !slices.Equal(got, want) {
			t.Fatalf("after %d places between two: other answers than at first", round+1)
		}
	}
}
