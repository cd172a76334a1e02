package hex_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"atlante/geo"
	"atlante/geo/hex"
)

// lanzo is the seat of Lanzo Torinese.
var lanzo = orb.Point{7.47741, 45.27335}

func box(west, south, east, north float64) orb.Polygon {
	return orb.Polygon{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}
}

func TestFillTakesExactlyTheCellsWhoseCentreLiesInside(t *testing.T) {
	hole := box(7.48, 45.27, 7.49, 45.28)[0]
	area := box(7.45, 45.25, 7.52, 45.30)
	area = append(area, hole)
	got, err := hex.Fill(orb.MultiPolygon{area}, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(got) || len(got) == 0 {
		t.Fatalf("%d cells, sorted %v", len(got), slices.IsSorted(got))
	}
	inside := map[hex.Cell]bool{}
	for _, c := range got {
		inside[c] = true
	}
	middle, err := hex.Of(lanzo, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	disk, err := middle.Disk(40)
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, c := range disk {
		centre, err := c.Centre()
		if err != nil {
			t.Fatal(err)
		}
		in := planar.PolygonContains(area, centre)
		if in {
			want++
		}
		if in != inside[c] {
			t.Errorf("cell %s with centre %v: filled %v, inside %v", c, centre, inside[c], in)
		}
	}
	if want != len(got) {
		t.Errorf("%d cells filled, %d centres inside", len(got), want)
	}
}

func TestFillOfTwoOverlappingPolygonsHoldsEachCellOnce(t *testing.T) {
	a, b := box(7.45, 45.25, 7.50, 45.30), box(7.47, 45.25, 7.52, 45.30)
	both, err := hex.Fill(orb.MultiPolygon{a, b}, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := hex.Fill(orb.MultiPolygon{box(7.45, 45.25, 7.52, 45.30)}, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(both, whole) {
		t.Errorf("%d cells from two halves, %d from the whole", len(both), len(whole))
	}
}

func TestFillRefusesWhatIsAbsurd(t *testing.T) {
	cases := map[string]struct {
		area       orb.Polygon
		resolution int
	}{
		"half of the world":    {box(-180, -80, 180, 80), hex.Resolution},
		"a comune at res 15":   {box(7.4, 45.2, 7.6, 45.4), 15},
		"not a number":         {orb.Polygon{{{math.NaN(), 45}, {7, 45}, {7, 46}}}, hex.Resolution},
		"metres, not degrees":  {box(395000, 4990000, 396000, 4991000), hex.Resolution},
		"resolution too fine":  {box(7.4, 45.2, 7.5, 45.3), 16},
		"resolution too large": {box(7.4, 45.2, 7.5, 45.3), -1},
	}
	for name, c := range cases {
		if _, err := hex.Fill(orb.MultiPolygon{c.area}, c.resolution); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s: error %v, want ErrInvalid", name, err)
		}
	}
	empty, err := hex.Fill(orb.MultiPolygon{{}, {{}}}, hex.Resolution)
	if err != nil || len(empty) != 0 {
		t.Errorf("empty polygons: %d cells, %v", len(empty), err)
	}
}

func TestEstimateIsAboveTheTruth(t *testing.T) {
	for _, side := range []float64{0.0001, 0.01, 0.1, 0.3} {
		area := orb.MultiPolygon{box(7.45, 45.25, 7.45+side, 45.25+side)}
		n, err := hex.EstimateFill(area, hex.Resolution)
		if err != nil {
			t.Fatal(err)
		}
		cells, err := hex.Fill(area, hex.Resolution)
		if err != nil {
			t.Fatal(err)
		}
		if len(cells) > n || n > 2*len(cells)+50 {
			t.Errorf("side %g: estimated %d, found %d", side, n, len(cells))
		}
	}
}

func TestDiskOfKRings(t *testing.T) {
	c, err := hex.Of(lanzo, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []int{0, 1, 2, 3, 10, 15} {
		disk, err := c.Disk(k)
		if err != nil {
			t.Fatal(err)
		}
		if len(disk) != 3*k*(k+1)+1 {
			t.Errorf("disk of %d rings has %d cells", k, len(disk))
		}
		rings, err := c.Rings(k)
		if err != nil {
			t.Fatal(err)
		}
		for d, ring := range rings {
			for _, o := range ring {
				if n, err := c.Distance(o); err != nil || n != d {
					t.Fatalf("ring %d holds %s at distance %d, %v", d, o, n, err)
				}
			}
		}
	}
	neighbours, err := c.Neighbours()
	if err != nil || len(neighbours) != 6 || slices.Contains(neighbours, c) {
		t.Errorf("neighbours %v, %v", neighbours, err)
	}
}

func TestParentsAndChildren(t *testing.T) {
	c, err := hex.Of(lanzo, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	for r := hex.Resolution; r >= hex.Coarsest; r-- {
		p, err := c.Parent(r)
		if err != nil {
			t.Fatal(err)
		}
		if p.Resolution() != r {
			t.Errorf("parent at %d has resolution %d", r, p.Resolution())
		}
		children, err := p.Children(hex.Resolution)
		if err != nil {
			t.Fatal(err)
		}
		want := int(math.Pow(7, float64(hex.Resolution-r)))
		if len(children) != want || !slices.Contains(children, c) || !slices.IsSorted(children) {
			t.Errorf("resolution %d: %d children, want %d with %s", r, len(children), want, c)
		}
	}
	if _, err := c.Parent(10); err == nil {
		t.Error("a finer parent must be an error")
	}
	if _, err := c.Children(8); err == nil {
		t.Error("coarser children must be an error")
	}
}

func TestBoundaryIsClosedAndCounterClockwise(t *testing.T) {
	for _, p := range []orb.Point{lanzo, {6.65, 45.1}, {8.1, 44.8}} {
		c, err := hex.Of(p, hex.Resolution)
		if err != nil {
			t.Fatal(err)
		}
		ring, err := c.Boundary()
		if err != nil {
			t.Fatal(err)
		}
		centre, err := c.Centre()
		if err != nil {
			t.Fatal(err)
		}
		if !ring.Closed() || ring.Orientation() != orb.CCW || len(ring) < 7 {
			t.Errorf("ring %v", ring)
		}
		if !planar.RingContains(ring, centre) || !planar.RingContains(ring, p) {
			t.Errorf("the cell of %v does not hold it and its centre", p)
		}
	}
}

func TestParseAndPrint(t *testing.T) {
	c, err := hex.Of(lanzo, hex.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := hex.Parse(c.String()); err != nil || back != c {
		t.Errorf("%s parsed as %s, %v", c, back, err)
	}
	for _, s := range []string{"", "zz", "0", "ffffffffffffffff"} {
		if _, err := hex.Parse(s); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%q: %v", s, err)
		}
	}
}
