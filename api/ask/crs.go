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
	var out []CRS
	for _, s := range feature.Systems() {
		c := CRS{SRID: s.SRID, URI: epsgBase + strconv.Itoa(int(s.SRID)), TitleIT: s.TitleIT + ", metri", TitleEN: s.TitleEN + ", metres"}
		if s.Degrees {
			out = append(out, CRS{s.SRID, CRS84, false, s.TitleIT + ", longitudine e latitudine", s.TitleEN + ", longitude and latitude"})
			c.LatitudeFirst, c.TitleIT, c.TitleEN = true, s.TitleIT+", latitudine e longitudine", s.TitleEN+", latitude and longitude"
		}
		out = append(out, c)
	}
	return out
}

// ParseCRS reads the address of one of the Systems.
func ParseCRS(s string) (CRS, error) {
	for _, c := range Systems() {
		if c.URI == s {
			return c, nil
		}
	}
	if c, ok := short(s); ok {
		return CRS{}, geo.Invalid("%.80q va scritto per intero: %s / it is written in full: %s", s, c.URI, c.URI)
	}
	list := addresses()
	return CRS{}, geo.Invalid("il sistema %.80q non è previsto; ci sono: %s / no such system; there are: %s", s, list, list)
}

// short finds the system that a code or another of its names means: "EPSG:32632",
// "32632", "CRS84" or "urn:ogc:def:crs:EPSG::32632".
func short(s string) (CRS, bool) {
	at := strings.LastIndexAny(s, ":/")
	for _, c := range Systems() {
		if code := c.URI[strings.LastIndex(c.URI, "/")+1:]; strings.EqualFold(strings.TrimSpace(s[at+1:]), code) {
			return c, true
		}
	}
	return CRS{}, false
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
