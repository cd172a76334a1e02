package ingest

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// The coordinate systems that boundaries may come in.
const (
	sridDegrees = 4326  // WGS 84, longitude and latitude in degrees
	sridMetres  = 32632 // WGS 84 / UTM zone 32N, metres
)

// Generous boxes around Piemonte, for telling degrees from metres and the
// right place from the wrong one.
var (
	piemonteDegrees = orb.Bound{Min: orb.Point{6.3, 43.8}, Max: orb.Point{9.5, 46.8}}
	piemonteMetres  = orb.Bound{Min: orb.Point{280_000, 4_840_000}, Max: orb.Point{560_000, 5_200_000}}
)

const mendCRS = "convertilo con: ogr2ogr -t_srs EPSG:4326 nuovo.geojson file"

var epsgName = regexp.MustCompile(`(?i)^(?:urn:(?:ogc|x-ogc):def:crs:|https?://www\.opengis\.net/def/crs/)?epsg[:/](?:[\d.]*[:/])?(\d{4,5})$`)

// sridOf reads the name in the crs member of a GeoJSON; "" is degrees.
func sridOf(name string) (int, error) {
	n := strings.TrimSpace(name)
	if n == "" || strings.HasSuffix(strings.ToUpper(n), "CRS84") {
		return sridDegrees, nil
	}
	m := epsgName.FindStringSubmatch(n)
	if m == nil {
		return 0, fmt.Errorf("sistema di coordinate %q sconosciuto; %s / unknown CRS", clip(n), mendCRS)
	}
	switch m[1] {
	case "4326":
		return sridDegrees, nil
	case "32632":
		return sridMetres, nil
	}
	return 0, fmt.Errorf("sistema di coordinate EPSG:%s non previsto: servono EPSG:4326 oppure EPSG:32632; %s / unsupported CRS", m[1], mendCRS)
}

// sridOfProjection reads the .prj of a shapefile (well-known text).
func sridOfProjection(wkt string) (int, error) {
	folded := strings.ToUpper(strings.Join(strings.FieldsFunc(wkt, func(r rune) bool {
		return strings.ContainsRune(" _\t\r\n", r)
	}), ""))
	wgs := strings.Contains(folded, "WGS84") || strings.Contains(folded, "WGS1984")
	projected := strings.HasPrefix(folded, "PROJCS") || strings.HasPrefix(folded, "PROJCRS")
	switch {
	case projected && wgs && strings.Contains(folded, "UTMZONE32N"):
		return sridMetres, nil
	case !projected && wgs && strings.HasPrefix(folded, "GEOG"):
		return sridDegrees, nil
	}
	return 0, fmt.Errorf("il file .prj dichiara %q: servono WGS 84 / UTM 32N (EPSG:32632) oppure WGS 84 in gradi (EPSG:4326); %s / unsupported CRS", clip(projectionName(wkt)), mendCRS)
}

// projectionName is the first quoted text of a WKT.
func projectionName(wkt string) string {
	if _, rest, ok := strings.Cut(wkt, `"`); ok {
		name, _, _ := strings.Cut(rest, `"`)
		return name
	}
	return wkt
}

// checkBox makes sure that coordinates are what the file says they are. b is
// the box of all boundaries together.
func checkBox(file string, b orb.Bound, srid int) error {
	within := func(box orb.Bound) bool { return box.Contains(b.Min) && box.Contains(b.Max) }
	swapped := orb.Bound{Min: orb.Point{b.Min[1], b.Min[0]}, Max: orb.Point{b.Max[1], b.Max[0]}}
	declared, box, other := "gradi (EPSG:4326)", piemonteDegrees, piemonteMetres
	found, fix := "metri (EPSG:32632)", `convertilo in gradi, oppure dichiara EPSG:32632 (membro "crs" del GeoJSON, file .prj dello shapefile)`
	if srid == sridMetres {
		declared, box, other = "metri (EPSG:32632)", piemonteMetres, piemonteDegrees
		found, fix = "gradi (EPSG:4326)", `togli la dichiarazione sbagliata (membro "crs" o file .prj)`
	}
	switch {
	case within(box):
		return nil
	case within(other):
		return geo.Invalid("%s: sistema di coordinate sbagliato: dichiara %s ma le coordinate sono %s; %s / wrong CRS", file, declared, found, fix)
	case box.Contains(swapped.Min) && box.Contains(swapped.Max):
		return geo.Invalid("%s: latitudine e longitudine sono scambiate: la longitudine va per prima / axes are swapped, longitude comes first", file)
	}
	return geo.Invalid("%s: le coordinate (da %.6g %.6g a %.6g %.6g) sono fuori dal Piemonte per %s; controlla il sistema di coordinate e %s / outside Piemonte, check the CRS",
		file, b.Min[0], b.Min[1], b.Max[0], b.Max[1], declared, mendCRS)
}
