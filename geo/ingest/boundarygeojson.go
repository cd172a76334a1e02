package ingest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// Properties that hold the code and the name of a comune, the surest first.
var (
	boundaryCodes = []string{"com_istat_code", "PRO_COM_T", "pro_com_t", "istat_code", "istat", "ISTAT", "PRO_COM", "pro_com"}
	boundaryNames = []string{"name", "COMUNE", "comune", "DEN_COM", "DENOMINAZIONE"}
)

func (b *boundaryReader) readGeoJSON(in *bufio.Reader, m *meter) error {
	if head, err := in.Peek(len(byteOrderMark)); err == nil && string(head) == byteOrderMark {
		if _, err := in.Discard(len(byteOrderMark)); err != nil {
			return err
		}
	}
	f := &featureReader{file: b.o.File, meter: m, decode: json.NewDecoder(in)}
	if err := f.each(b.addFeature); err != nil {
		return err
	}
	srid, err := sridOf(f.crs)
	if err != nil {
		return geo.Invalid("%s: %v", b.o.File, err)
	}
	b.srid = srid
	return nil
}

func (b *boundaryReader) addFeature(n int, x feature) error {
	id, err := comuneCode(firstProperty(x, boundaryCodes))
	if err != nil {
		return geo.Invalid("%s, elemento %d: nessun codice ISTAT valido tra %s / no ISTAT code", b.o.File, n, strings.Join(boundaryCodes[:5], ", "))
	}
	if !strings.HasPrefix(string(id), provincePrefix) {
		b.elsewhere++
		return nil
	}
	name := firstProperty(x, boundaryNames)
	polygons, err := polygonsOf(x.Geometry)
	if err != nil {
		return geo.Invalid("%s, elemento %d, comune %s (%s): %v", b.o.File, n, id, clip(name), err)
	}
	return b.add(id, name, polygons)
}

func firstProperty(x feature, names []string) string {
	for _, n := range names {
		if s, err := propertyText(x.Properties[n]); err == nil && s != "" {
			return strings.TrimSpace(s)
		}
	}
	return ""
}

// comuneCode reads a code that may have lost its leading zeros, because some
// files hold it as a number.
func comuneCode(s string) (geo.ComuneID, error) {
	s, _, _ = strings.Cut(s, ".") // numbers of a .dbf may have decimals
	if len(s) > 0 && len(s) < 6 {
		s = strings.Repeat("0", 6-len(s)) + s
	}
	return geo.ParseComuneID(s)
}

// polygonsOf reads the coordinates of a Polygon or MultiPolygon.
func polygonsOf(g *geometry) (orb.MultiPolygon, error) {
	if g == nil {
		return nil, fmt.Errorf("manca la geometria / no geometry")
	}
	var list [][][][]float64
	var err error
	switch g.Type {
	case "Polygon":
		list = make([][][][]float64, 1)
		err = json.Unmarshal(g.Coordinates, &list[0])
	case "MultiPolygon":
		err = json.Unmarshal(g.Coordinates, &list)
	default:
		return nil, fmt.Errorf("serve un Polygon o un MultiPolygon, qui c'è %q / not a polygon", clip(g.Type))
	}
	if err != nil {
		return nil, fmt.Errorf("coordinate non valide: %v / bad coordinates", err)
	}
	out := make(orb.MultiPolygon, 0, len(list))
	for _, rings := range list {
		polygon := make(orb.Polygon, 0, len(rings))
		for _, points := range rings {
			ring := make(orb.Ring, 0, len(points))
			for _, p := range points {
				if len(p) < 2 || len(p) > 4 {
					return nil, fmt.Errorf("un vertice ha %d coordinate / bad vertex", len(p))
				}
				ring = append(ring, orb.Point{p[0], p[1]})
			}
			polygon = append(polygon, ring)
		}
		out = append(out, polygon)
	}
	return out, nil
}
