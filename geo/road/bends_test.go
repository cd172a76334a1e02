package road

import (
	"math"
	"testing"
)

// lineOf a way through points given in metres east and north of 45° N 7.5° E.
func lineOf(car Passage, points ...[2]float64) Network {
	x, y := scale(45)
	n := Network{Ways: []Way{{ID: 1, Car: car, Foot: Passage{Forward: 4, Backward: 4}}}}
	for i, p := range points {
		n.Nodes = append(n.Nodes, Node{ID: int64(i), Lon: 75_000_000 + int32(math.Round(p[0]/x)), Lat: 450_000_000 + int32(math.Round(p[1]/y))})
		n.Ways[0].Nodes = append(n.Ways[0].Nodes, int32(i))
	}
	return n
}

// Around a circle of 50 m the speed is √(2·50) = 10 m/s, 36 km/h, but for the
// first and last metres.
func TestARoundBendIsDrivenAtItsSpeed(t *testing.T) {
	var circle [][2]float64
	for d := 0.0; d < 10*2*math.Pi; d += 0.1 {
		circle = append(circle, [2]float64{50 * math.Sin(d), 50 * math.Cos(d)})
	}
	n := lineOf(Passage{Forward: 70, Backward: 30}, circle...)
	DefaultProfile().Bends(n)
	if got := n.Ways[0].Car; math.Abs(float64(got.Forward)-36) > 0.7 || got.Backward != 30 {
		t.Errorf("%+v", got)
	}
	if got := n.Ways[0].Foot; got != (Passage{Forward: 4, Backward: 4}) {
		t.Errorf("on foot %+v", got)
	}
}

// A right angle of two streets 500 m long: between the bend, taken at 5 m/s, and
// 70 km/h lie 169 m of speeding up on either side.
func TestCarsSlowDownBeforeABend(t *testing.T) {
	n := lineOf(Passage{Forward: 70}, [2]float64{0, 0}, [2]float64{500, 0}, [2]float64{500, 500})
	DefaultProfile().Bends(n)
	v, bend := 70/3.6, math.Sqrt(2*stride/(math.Pi/2))
	up := (v*v - bend*bend) / 2
	want := 1000 / (2 * ((v - bend) + (500-up)/v)) * 3.6
	if got := float64(n.Ways[0].Car.Forward); math.Abs(got-want) > 1.5 {
		t.Errorf("%.1f km/h, should be about %.1f", got, want)
	}
}

func TestStraightRoadsTunnelsAndFerriesAreNotSlowed(t *testing.T) {
	var drawn [][2]float64 // by a hand that shakes 30 cm
	for i := range 60 {
		drawn = append(drawn, [2]float64{float64(25 * i), 0.3 * float64(i%2)})
	}
	n := lineOf(Passage{Forward: 65, Backward: 65}, drawn...)
	DefaultProfile().Bends(n)
	if got := n.Ways[0].Car; got.Forward < 64 {
		t.Errorf("a straight road at %+v", got)
	}
	corner := [][2]float64{{0, 0}, {100, 0}, {100, 100}}
	for _, n := range []Network{
		lineOf(Passage{Forward: 90, Through: true}, corner...),
		lineOf(Passage{Forward: 90}, [2]float64{0, 0}, [2]float64{100, 0}, [2]float64{200, 0}),
		lineOf(Passage{Forward: 90}, [2]float64{0, 0}, [2]float64{600_000, 0}, [2]float64{600_000, 100}),
	} {
		if DefaultProfile().Bends(n); n.Ways[0].Car.Forward != 90 {
			t.Errorf("%+v", n.Ways[0].Car)
		}
	}
	off := DefaultProfile()
	off.Lateral = 0
	n = lineOf(Passage{Forward: 90}, corner...)
	if off.Bends(n); n.Ways[0].Car.Forward != 90 {
		t.Error("switched off, and yet slowed")
	}
}
