package ask

import (
	"strconv"
	"strings"

	"atlante/geo"
	"atlante/geo/feature"
)

// CRS is a reference system under the address by which clients know it. Two of
// them are the same system with its axes the other way round.
type CRS struct {
	SRID          feature.SRID
	URI           string
	LatitudeFirst bool // in what is written and read under this address
	TitleIT       string
	TitleEN       string
}

const (
	ogcBase  = "http://www.opengis.net/def/crs/OGC/1.3/"
	epsgBase = "http://www.opengis.net/def/crs/EPSG/0/"
	// CRS84 is the address of the system that everything is in unless another is
	// asked for.
	CRS84 = ogcBase + "CRS84"
)

// Systems are the reference systems in which features are asked for and given
// out, the default first.
func Systems() []CRS {
	return []CRS{
		{feature.WGS84, CRS84, false, "WGS 84, longitudine e latitudine", "WGS 84, longitude and latitude"},
		{feature.WGS84, epsgBase + "4326", true, "WGS 84, latitudine e longitudine", "WGS 84, latitude and longitude"},
		{feature.Mercator, epsgBase + "3857", false, "Pseudo-Mercatore, metri", "Pseudo-Mercator, metres"},
		{feature.UTM32, epsgBase + "32632", false, "WGS 84 / UTM 32N, metri", "WGS 84 / UTM zone 32N, metres"},
		{feature.RDN2008, epsgBase + "7791", false, "RDN2008 / UTM 32N, metri", "RDN2008 / UTM zone 32N, metres"},
	}
}

// ParseCRS reads the address of one of the Systems.
func ParseCRS(s string) (CRS, error) {
	for _, c := range Systems() {
		if c.URI == s {
			return c, nil
		}
	}
	list := addresses()
	return CRS{}, geo.Invalid("il sistema %.80q non è previsto; ci sono: %s / no such system; there are: %s", s, list, list)
}

func addresses() string {
	var out []string
	for _, c := range Systems() {
		out = append(out, c.URI)
	}
	return strings.Join(out, ", ")
}

// parseCRSOrCode takes an EPSG code beside the addresses.
func parseCRSOrCode(s string) (CRS, error) {
	digits := strings.TrimPrefix(s, "EPSG:")
	for _, c := range Systems() {
		if strconv.Itoa(int(c.SRID)) == digits && !c.LatitudeFirst {
			return c, nil
		}
	}
	return ParseCRS(s)
}

func orWGS84(c CRS) feature.SRID {
	if c.SRID == 0 {
		return feature.WGS84
	}
	return c.SRID
}
