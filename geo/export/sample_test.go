package export_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"atlante/geo/export"
	"atlante/geo/feature"
)

// collection has a field of every type, and names that mean something to SQL.
func collection(g feature.Geometry) feature.Collection {
	return feature.Collection{
		ID: "sample", TitleIT: "Prova", TitleEN: "Sample", Geometry: g, Nullable: true, Key: "id",
		Fields: []feature.Field{
			{Name: "id", Type: feature.Text, TitleIT: "identificativo", TitleEN: "identifier"},
			{Name: "name", Type: feature.Text, TitleIT: "nome", TitleEN: "name"},
			{Name: "order", Type: feature.Integer, TitleIT: "numero", TitleEN: "number"},
			{Name: "share", Type: feature.Real, TitleIT: "quota", TitleEN: "share"},
			{Name: "open", Type: feature.Boolean, TitleIT: "aperto", TitleEN: "open"},
			{Name: "confirmed_on", Type: feature.Day, TitleIT: "confermato il", TitleEN: "confirmed on"},
			{Name: "updated_at", Type: feature.Instant, TitleIT: "aggiornato", TitleEN: "updated"},
			{Name: "kind", Type: feature.Text, TitleIT: "tipo", TitleEN: "kind", Values: []string{"cer", "portineria"}},
		},
	}
}

var about = export.About{
	Title: "Luoghi: «prova»", Description: "Luoghi & aree <di prova>", Licence: "CC BY 4.0",
	LicenceURL: "https://creativecommons.org/licenses/by/4.0/", Attribution: "Atlante; ISTAT",
	Date: time.Date(2026, 11, 22, 10, 20, 30, 0, time.UTC), Version: "7.12", Address: "https://atlante.example/api/v1/downloads/sample",
}

// hostileText is a text, a text repeated so many times, or bytes in
// percent-encoding.
type hostileText string

func (h *hostileText) UnmarshalJSON(b []byte) error {
	var long struct {
		Of    string
		Times int
		Bytes string
	}
	if json.Unmarshal(b, (*string)(h)) == nil {
		return nil
	}
	if err := json.Unmarshal(b, &long); err != nil {
		return err
	}
	raw, err := url.PathUnescape(long.Bytes)
	*h = hostileText(strings.Repeat(long.Of, long.Times) + raw)
	return err
}

// hostile are the texts that people may send, of the whole project.
func hostile(t testing.TB) []string {
	t.Helper()
	b, err := os.ReadFile("../../cmd/atlante/testdata/hostile.json")
	if err != nil {
		t.Fatal(err)
	}
	var kinds []struct{ Texts []hostileText }
	if err := json.Unmarshal(b, &kinds); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, k := range kinds {
		for _, s := range k.Texts {
			// PostgreSQL keeps no NUL in a text.
			out = append(out, strings.ReplaceAll(strings.ToValidUTF8(string(s), "\uFFFD"), "\x00", ""))
		}
	}
	return append(out, "", " spazi ", "'=1", "''-2", "_x0041_ _x000D_", "a;b,c\"d\"", "NULL", "007", "1e5", "-12,5", "＝1+1")
}

// sample are features with every text that is hostile and with every value left
// out once.
func sample(t testing.TB, c feature.Collection, crs feature.SRID) []feature.Feature {
	t.Helper()
	var out []feature.Feature
	texts := hostile(t)
	for i, s := range texts {
		out = append(out, made(i, s, c.Geometry, crs))
	}
	for i := range c.Fields {
		if c.Fields[i].Name == c.Key {
			continue
		}
		f := made(len(out), "intero", c.Geometry, crs)
		f.Values[i] = nil
		out = append(out, f)
	}
	bare := made(len(out), "senza posizione", c.Geometry, crs)
	bare.WKB = nil
	return append(out, bare)
}

func made(i int, text string, g feature.Geometry, crs feature.SRID) feature.Feature {
	id := fmt.Sprintf("f-%06d", i)
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%365)
	kind := "cer"
	if i%2 == 0 {
		kind = "portineria"
	}
	return feature.Feature{ID: id, WKB: wkb.MustMarshal(place(i, g, crs)), Values: []any{
		id, text, int64(i) - 5, float64(i)/8 - 1.5, i%3 == 0, at, at.Add(time.Duration(i)*time.Second + 250*time.Millisecond), kind,
	}}
}

// place gives geometries around Torino, each a little apart.
func place(i int, g feature.Geometry, crs feature.SRID) orb.Geometry {
	x, y, unit := 7.1+float64(i%1000)/1250, 45.0+float64(i/1000)/250, 0.0004
	if crs != feature.WGS84 {
		x, y, unit = 390_000+float64(i%1000)*31.25, 4_990_000+float64(i/1000)*30, 25
	}
	square := func(x, y, side float64) orb.Ring {
		return orb.Ring{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}
	}
	hole := square(x+unit/4, y+unit/4, unit/4)
	hole.Reverse()
	switch g {
	case feature.Point:
		return orb.Point{x, y}
	case feature.Polygon:
		return orb.Polygon{square(x, y, unit)}
	}
	if i%2 == 0 {
		return orb.MultiPolygon{{square(x, y, unit), hole}}
	}
	return orb.MultiPolygon{{square(x, y, unit), hole}, {square(x+2*unit, y, unit)}}
}

func extent(features []feature.Feature) orb.Bound {
	b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, f := range features {
		if f.WKB == nil {
			continue
		}
		g, err := wkb.Unmarshal(f.WKB)
		if err != nil {
			panic(err) // made above
		}
		b = b.Union(g.Bound())
	}
	return b
}

func formatNamed(t testing.TB, name string) export.Format {
	t.Helper()
	f, ok := export.ByName(name)
	if !ok {
		t.Fatalf("no format %s", name)
	}
	return f
}
