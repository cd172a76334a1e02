package cover_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"atlante/geo"
)

// BenchmarkCompute is a full recompute of both scenarios over the whole
// territory: 61,000 cells, 18,000 of them populated. Targets on one core: 1 s
// with 40 places, 5 s with 600.
func BenchmarkCompute(b *testing.B) {
	f := approximateTerritory(b)
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{40, 600} {
		var places []geo.Place
		for i := range n {
			kind := []geo.KindID{"portineria", "casa_del_quartiere", "partner"}[i%3]
			status := []geo.OperatingStatus{geo.StatusActive, geo.StatusActive, geo.StatusActive, geo.StatusPlanned}[i/3%4]
			places = append(places, f.place(i, kind, f.comuni[random.IntN(len(f.comuni))].Name, status))
		}
		in := f.input(places)
		b.Run(fmt.Sprint(n, " places"), func(b *testing.B) {
			for b.Loop() {
				compute(b, in)
			}
		})
	}
}
