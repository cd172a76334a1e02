package ingest

import (
	"fmt"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// TerritoryBox holds the Città metropolitana di Torino with a margin of some
// five kilometres, EPSG:4326. A position outside it is a mistake.
var TerritoryBox = orb.Bound{Min: orb.Point{6.56, 44.66}, Max: orb.Point{8.22, 45.66}}

// NearbyBox holds all that lies within geo.ExternalKm of the territory, EPSG:4326.
var NearbyBox = orb.Bound{Min: orb.Point{6.02, 44.27}, Max: orb.Point{8.76, 46.05}}

// outside says why a point cannot be a place of the territory, or one beyond its
// border; "" when it can.
func outside(p orb.Point, beyond bool) string {
	switch {
	case p.Lon() == 0 && p.Lat() == 0:
		return "0,0 è in mezzo al mare: lascia vuote le coordinate se non le sai / leave coordinates empty when unknown"
	case TerritoryBox.Contains(p) || beyond && NearbyBox.Contains(p):
		return ""
	case TerritoryBox.Contains(orb.Point{p.Lat(), p.Lon()}):
		return "latitudine e longitudine sembrano scambiate: qui la latitudine è circa 45, la longitudine circa 7 / latitude and longitude look swapped"
	case p.Lon() > 180 || p.Lat() > 90 || p.Lon() < -180 || p.Lat() < -90:
		return "non sono gradi: servono latitudine e longitudine WGS 84 (EPSG:4326), per esempio 45,07 e 7,69 / not degrees"
	}
	if beyond {
		return fmt.Sprintf("%.4f, %.4f è a più di %d km dal territorio / farther than that from the territory", p.Lat(), p.Lon(), geo.ExternalKm)
	}
	return fmt.Sprintf("%.4f, %.4f è fuori dai 312 comuni della Città metropolitana di Torino / outside the 312 comuni", p.Lat(), p.Lon())
}
