package ingest

import (
	"fmt"

	"github.com/paulmach/orb"
)

// TerritoryBox holds the Città metropolitana di Torino with a margin of some
// five kilometres, EPSG:4326. A position outside it is a mistake.
var TerritoryBox = orb.Bound{Min: orb.Point{6.56, 44.66}, Max: orb.Point{8.22, 45.66}}

// outside says why a point cannot be a place of the territory, "" when it can.
func outside(p orb.Point) string {
	switch {
	case p.Lon() == 0 && p.Lat() == 0:
		return "0,0 è in mezzo al mare: lascia vuote le coordinate se non le sai / leave coordinates empty when unknown"
	case TerritoryBox.Contains(p):
		return ""
	case TerritoryBox.Contains(orb.Point{p.Lat(), p.Lon()}):
		return "latitudine e longitudine sembrano scambiate: qui la latitudine è circa 45, la longitudine circa 7 / latitude and longitude look swapped"
	case p.Lon() > 180 || p.Lat() > 90 || p.Lon() < -180 || p.Lat() < -90:
		return "non sono gradi: servono latitudine e longitudine WGS 84 (EPSG:4326), per esempio 45,07 e 7,69 / not degrees"
	}
	return fmt.Sprintf("%.4f, %.4f è fuori dai 312 comuni della Città metropolitana di Torino / outside the 312 comuni", p.Lat(), p.Lon())
}
