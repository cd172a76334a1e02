package hex

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/uber/h3-go/v4"

	"atlante/geo"
)

// MaxFill is the largest number of cells that Fill may have to look at. The
// whole territory needs about 120,000 at resolution 9.
const MaxFill = 2_000_000

// earthAreaKm2 is the area of the sphere on which H3 lays its grid.
const earthAreaKm2 = 510_065_621.7

// Fill gives the cells of a resolution whose centre lies inside the polygons
// (EPSG:4326, longitude first), ascending, each once. Holes are left out. The
// centre is tested in the plane of longitude and latitude, as PostGIS does.
//
// The number of cells is estimated before any is made: geometry that is not
// finite, not on Earth, or that would need more than MaxFill cells is
// geo.ErrInvalid.
func Fill(mp orb.MultiPolygon, resolution int) ([]Cell, error) {
	n, err := EstimateFill(mp, resolution)
	if err != nil {
		return nil, err
	}
	if n > MaxFill {
		return nil, geo.Invalid("l'area chiede circa %d celle alla risoluzione %d, al massimo %d: riduci l'area / too many cells, make the area smaller", n, resolution, MaxFill)
	}
	var cells []Cell
	for _, p := range mp {
		found, err := h3.PolygonToCells(toLoops(p), resolution)
		if err != nil {
			return nil, fmt.Errorf("h3 cells of a polygon: %w", err)
		}
		for _, c := range found {
			cells = append(cells, Cell(c))
		}
	}
	slices.Sort(cells)
	return slices.Compact(cells), nil
}

// EstimateFill gives an upper estimate of the cells that Fill would look at:
// those of the bounding boxes of the polygons, since that is the memory taken.
func EstimateFill(mp orb.MultiPolygon, resolution int) (int, error) {
	if resolution < 0 || resolution > 15 {
		return 0, geo.Invalid("risoluzione H3 %d: deve stare fra 0 e 15 / must lie between 0 and 15", resolution)
	}
	perKm2 := float64(h3.NumCells(resolution)) / earthAreaKm2
	total := 0.0
	for _, p := range mp {
		if err := onEarth(p); err != nil {
			return 0, err
		}
		if len(p) == 0 || len(p[0]) == 0 {
			continue
		}
		total += boxKm2(p[0].Bound())*perKm2*1.1 + 12
	}
	return int(min(total, math.MaxInt32)), nil
}

// boxKm2 is the area of a box of longitudes and latitudes on the sphere.
func boxKm2(b orb.Bound) float64 {
	rad := math.Pi / 180
	return earthAreaKm2 / (4 * math.Pi) * (b.Max.Lon() - b.Min.Lon()) * rad *
		(math.Sin(b.Max.Lat()*rad) - math.Sin(b.Min.Lat()*rad))
}

func onEarth(p orb.Polygon) error {
	for _, r := range p {
		for _, q := range r {
			// NaN and infinities fail these comparisons as well.
			if !(math.Abs(q.Lon()) <= 180 && math.Abs(q.Lat()) <= 90) {
				return geo.Invalid("punto %v fuori dalla Terra: servono longitudine e latitudine in gradi (EPSG:4326) / not a longitude and latitude", q)
			}
		}
	}
	return nil
}

func toLoops(p orb.Polygon) h3.GeoPolygon {
	var out h3.GeoPolygon
	for i, r := range p {
		if i == 0 {
			out.GeoLoop = toLoop(r)
		} else if len(r) > 0 {
			out.Holes = append(out.Holes, toLoop(r))
		}
	}
	return out
}

// toLoop drops the closing point, which H3 does not want.
func toLoop(r orb.Ring) h3.GeoLoop {
	if len(r) > 1 && r[0] == r[len(r)-1] {
		r = r[:len(r)-1]
	}
	loop := make(h3.GeoLoop, len(r))
	for i, q := range r {
		loop[i] = h3.NewLatLng(q.Lat(), q.Lon())
	}
	return loop
}
