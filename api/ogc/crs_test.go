package ogc_test

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	crs84URI = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	epsg     = "http://www.opengis.net/def/crs/EPSG/0/"
)

// crsTests are those of part 2.
func crsTests() map[string]func(*testing.T, *client) {
	return map[string]func(*testing.T, *client){
		"/conf/crs/crs-uri":                    crsURI,
		"/conf/crs/default-crs":                defaultCRS,
		"/conf/crs/storageCrs":                 storageCRS,
		"/conf/crs/crs-parameter":              crsParameter,
		"/conf/crs/crs-parameter-default":      crsParameterDefault,
		"/conf/crs/crs-parameter-invalid":      crsParameterInvalid,
		"/conf/crs/crs-transform":              crsTransform,
		"/conf/crs/bbox-crs-parameter":         bboxCRS,
		"/conf/crs/bbox-crs-parameter-default": bboxCRSDefault,
		"/conf/crs/bbox-crs-parameter-invalid": bboxCRSInvalid,
	}
}

// described gives the collections as they stand in the list and alone.
func (c *client) described(t *testing.T) []document {
	t.Helper()
	out := c.objects(t, c.read(t, "/collections")["collections"])
	for _, alone := range c.each(t, "") {
		out = append(out, alone)
	}
	return out
}

func systemsOf(of document) []string {
	var out []string
	for _, s := range of["crs"].([]any) {
		out = append(out, s.(string))
	}
	return out
}

// ogcName is the form of the names of the OGC (09-048r5).
var ogcName = regexp.MustCompile(`^http://www\.opengis\.net/def/crs/[A-Z]+/[0-9.]+/[A-Za-z0-9]+$`)

func crsURI(t *testing.T, c *client) {
	for _, of := range append(c.described(t), c.read(t, "/collections")) {
		all := systemsOf(of)
		if s, has := of["storageCrs"].(string); has {
			all = append(all, s)
		}
		for _, s := range all {
			if u, err := url.Parse(s); err != nil || u.Scheme != "http" || !ogcName.MatchString(s) {
				t.Errorf("%v: %q", of["id"], s)
			}
		}
		for _, want := range []string{crs84URI, epsg + "4326", epsg + "3857", epsg + "32632", epsg + "7791"} {
			if !slices.Contains(all, want) {
				t.Errorf("%v: no %s", of["id"], want)
			}
		}
	}
}

func defaultCRS(t *testing.T, c *client) {
	for _, of := range c.described(t) {
		if list := systemsOf(of); list[0] != crs84URI {
			t.Errorf("%v: %v", of["id"], list)
		}
	}
}

func storageCRS(t *testing.T, c *client) {
	for _, of := range c.described(t) {
		if s := of["storageCrs"].(string); !slices.Contains(systemsOf(of), s) {
			t.Errorf("%v: %s", of["id"], s)
		}
	}
}

// near is a box in which every collection has something.
const near = "7.2,45.2,7.6,45.5"

// located are the addresses of every collection: some features, and one that has
// a geometry.
func (c *client) located(t *testing.T, see func(id, items, one string)) {
	t.Helper()
	for _, id := range c.list {
		f := c.items(t, "/collections/"+id+"/items?limit=1&bbox="+near)[0]
		see(id, "/collections/"+id+"/items", "/collections/"+id+"/items/"+url.PathEscape(f["id"].(string)))
	}
}

func crsParameter(t *testing.T, c *client) {
	doc := c.api(t)
	systems := systemsOf(c.read(t, "/collections"))
	c.located(t, func(id, items, one string) {
		declared := c.parameter(t, id, "crs").Schema.Value
		for _, uri := range systems {
			if !slices.Contains(declared.Enum, any(uri)) {
				t.Errorf("%s: %s is not among %v", id, uri, declared.Enum)
			}
			for path, target := range map[string]string{items: items + with("limit", "2", "crs", uri), items + "/{featureId}": one + with("crs", uri)} {
				a := c.get(t, target)
				if got := a.Header.Get("Content-Crs"); a.StatusCode != http.StatusOK || got != "<"+uri+">" {
					t.Errorf("%s: %d, Content-Crs %q", target, a.StatusCode, got)
				}
				c.promised(t, doc, path, a)
			}
		}
	})
}

func crsParameterDefault(t *testing.T, c *client) {
	c.located(t, func(_, items, one string) {
		for _, target := range []string{items + "?limit=1", one} {
			plain, named := c.get(t, target), c.get(t, strings.Split(target, "?")[0]+with("limit", "1", "crs", crs84URI))
			if got := plain.Header.Get("Content-Crs"); got != "<"+crs84URI+">" {
				t.Errorf("%s: %q", target, got)
			}
			if strings.HasSuffix(target, "limit=1") && !same(plain.json(t)["features"], named.json(t)["features"]) {
				t.Errorf("%s: the default is another system", target)
			}
		}
	})
}

func crsParameterInvalid(t *testing.T, c *client) {
	c.located(t, func(_, items, one string) {
		for _, wrong := range []string{epsg + "4258", "CRS84", "EPSG:32632", "http://www.opengis.net/def/crs/EPSG/0/", "urn:ogc:def:crs:EPSG::4326", " " + crs84URI} {
			c.refused(t, items+with("crs", wrong), http.StatusBadRequest)
			c.refused(t, one+with("crs", wrong), http.StatusBadRequest)
		}
	})
}

// back turns a position into degrees, longitude first, by formulas of its own.
func back(uri string, x, y float64) (lon, lat float64) {
	switch uri {
	case epsg + "4326":
		return y, x
	case epsg + "3857":
		const radius = 6378137
		return x / radius * 180 / math.Pi, (2*math.Atan(math.Exp(y/radius)) - math.Pi/2) * 180 / math.Pi
	case epsg + "32632", epsg + "7791":
		return fromUTM(x, y)
	}
	return x, y
}

// fromUTM inverts the transverse Mercator of zone 32 on the ellipsoid, by the
// series of Snyder (Map Projections: A Working Manual, USGS 1395, p. 63), good to
// a centimetre. GRS80 and WGS84 differ by less.
func fromUTM(easting, northing float64) (lon, lat float64) {
	const a, f, k0 = 6378137.0, 1 / 298.257223563, 0.9996
	e2 := f * (2 - f)
	ep2 := e2 / (1 - e2)
	m := northing / k0
	mu := m / (a * (1 - e2/4 - 3*e2*e2/64 - 5*e2*e2*e2/256))
	e1 := (1 - math.Sqrt(1-e2)) / (1 + math.Sqrt(1-e2))
	p := mu + (3*e1/2-27*math.Pow(e1, 3)/32)*math.Sin(2*mu) + (21*e1*e1/16-55*math.Pow(e1, 4)/32)*math.Sin(4*mu) + 151*math.Pow(e1, 3)/96*math.Sin(6*mu) + 1097*math.Pow(e1, 4)/512*math.Sin(8*mu)
	sin, cos, tan := math.Sin(p), math.Cos(p), math.Tan(p)
	c1, t1 := ep2*cos*cos, tan*tan
	n1 := a / math.Sqrt(1-e2*sin*sin)
	r1 := a * (1 - e2) / math.Pow(1-e2*sin*sin, 1.5)
	d := (easting - 500000) / (n1 * k0)
	latitude := p - n1*tan/r1*(d*d/2-(5+3*t1+10*c1-4*c1*c1-9*ep2)*math.Pow(d, 4)/24+(61+90*t1+298*c1+45*t1*t1-252*ep2-3*c1*c1)*math.Pow(d, 6)/720)
	longitude := (d - (1+2*t1+c1)*math.Pow(d, 3)/6 + (5-2*c1+28*t1-3*c1*c1+8*ep2+24*t1*t1)*math.Pow(d, 5)/120) / cos
	return 9 + longitude*180/math.Pi, latitude * 180 / math.Pi
}

func positions(f document) [][2]float64 {
	var out [][2]float64
	each(f["geometry"], func(x, y float64) { out = append(out, [2]float64{x, y}) })
	return out
}

// crsTransform: what comes in a system, turned back, is what comes without.
func crsTransform(t *testing.T, c *client) {
	systems := systemsOf(c.read(t, "/collections"))
	c.located(t, func(id, items, one string) {
		plain, alone := c.items(t, items+"?limit=3&bbox="+near), c.read(t, one)
		for _, uri := range systems {
			turned := c.items(t, items+with("limit", "3", "bbox", near, "crs", uri))
			for i, f := range append(turned, c.read(t, one+with("crs", uri))) {
				want := positions(append(slices.Clone(plain), alone)[i])
				for j, p := range positions(f) {
					lon, lat := back(uri, p[0], p[1])
					if math.Abs(lon-want[j][0]) > 4e-7 || math.Abs(lat-want[j][1]) > 4e-7 {
						t.Fatalf("%s in %s: %v is %v %v, not %v", id, uri, p, lon, lat, want[j])
					}
				}
			}
		}
	})
}

// boxIn is a box around Ceres, in the order of the axes of each system.
var boxIn = map[string]string{
	crs84URI:       "7.35,45.30,7.40,45.33",
	epsg + "4326":  "45.30,7.35,45.33,7.40",
	epsg + "3857":  "",
	epsg + "32632": "",
	epsg + "7791":  "",
}

func bboxCRS(t *testing.T, c *client) {
	for _, id := range c.list {
		declared := c.parameter(t, id, "bbox-crs").Schema.Value
		for uri := range boxIn {
			if !slices.Contains(declared.Enum, any(uri)) {
				t.Errorf("%s: %s is not among %v", id, uri, declared.Enum)
			}
		}
		want := ids(c.items(t, "/collections/"+id+"/items"+with("limit", "1000", "bbox", boxIn[crs84URI])))
		for uri := range boxIn {
			box := c.boxOf(t, uri)
			got := ids(c.items(t, "/collections/"+id+"/items"+with("limit", "1000", "bbox", box, "bbox-crs", uri)))
			if extra := differ(got, want); extra > len(want)/25 { // a straight edge is straight in one system only
				t.Errorf("%s in %s %s: %d features, not %d (%d differ)", id, uri, box, len(got), len(want), extra)
			}
		}
	}
}

// boxOf is the box in a system; that of the projected ones is made by PostGIS.
func (c *client) boxOf(t *testing.T, uri string) string {
	t.Helper()
	if uri == crs84URI || uri == epsg+"4326" {
		return boxIn[uri]
	}
	var w, s, e, n float64
	err := c.rows.QueryRow(t.Context(), `SELECT ST_XMin(g), ST_YMin(g), ST_XMax(g), ST_YMax(g)
		FROM (SELECT ST_Transform(ST_MakeEnvelope(7.35, 45.30, 7.40, 45.33, 4326), `+strings.TrimPrefix(uri, epsg)+`::int) AS g) AS b`).Scan(&w, &s, &e, &n)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%f,%f,%f,%f", w, s, e, n)
}

func differ(a, b []string) int {
	n := 0
	for _, x := range a {
		if !slices.Contains(b, x) {
			n++
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			n++
		}
	}
	return n
}

func bboxCRSDefault(t *testing.T, c *client) {
	for _, id := range c.list {
		plain := c.items(t, "/collections/"+id+"/items"+with("limit", "50", "bbox", boxIn[crs84URI]))
		named := c.items(t, "/collections/"+id+"/items"+with("limit", "50", "bbox", boxIn[crs84URI], "bbox-crs", crs84URI))
		if !same(plain, named) {
			t.Errorf("%s: %d and %d features", id, len(plain), len(named))
		}
	}
}

func bboxCRSInvalid(t *testing.T, c *client) {
	for _, id := range c.list {
		for _, wrong := range []string{epsg + "4258", "4326", "EPSG:3857", "x"} {
			c.refused(t, "/collections/"+id+"/items"+with("bbox", boxIn[crs84URI], "bbox-crs", wrong), http.StatusBadRequest)
		}
	}
}
