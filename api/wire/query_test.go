package wire_test

import (
	"errors"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"atlante/api/wire"
	"atlante/geo"
)

func TestStrictQueries(t *testing.T) {
	cases := []struct{ query, parameter, it, en string }{
		{"zona=7", "zona", `"zona" non è previsto; parametri ammessi: kind, zone, limit, lang`, `"zona" is not known; parameters allowed: kind, zone, limit, lang`},
		{"zone=7&zone=8", "zone", "zone è ripetuto: scrivilo una volta sola", "zone is repeated: write it once"},
		{"zone=", "zone", "zone è vuoto: toglilo o dagli un valore", "zone is empty: leave it out or give it a value"},
		{"zone=%ff", "zone", "zone non è testo UTF-8", "zone is not UTF-8 text"},
		{"zone=sette", "zone", `"sette" non è il numero di una zona omogenea`, "zone=sette: is not the number of a zone"},
		{"limit=0", "limit", "limit=0: serve un numero intero tra 1 e 1000", "limit=0: a whole number between 1 and 1000 is needed"},
		{"kind=portineria,portineria", "kind", "kind: portineria è ripetuto", "kind: portineria is repeated"},
		{"kind=portineria,", "kind", `kind: "" non è il nome breve di un tipo di luogo, come portineria`, "kind=: is not the short name of a kind"},
		{"lang=fr", "lang", "lang: scegli it oppure en", "lang=fr: choose it or en"},
		{"a;b", "?", "la parte dopo il punto interrogativo non è scritta bene", "the part after the question mark is malformed"},
	}
	for _, c := range cases {
		q := wire.ReadQuery(get(t, "/x?"+c.query), "kind", "zone", "limit")
		wire.ParseList(q, "kind", geo.ParseKindID)
		wire.Parse(q, "zone", geo.ParseZoneID)
		q.Int("limit", 100, 1, wire.ListMax)
		err := q.Err()
		if !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s: %v", c.query, err)
			continue
		}
		for lang, want := range map[string]string{"it": c.it, "en": c.en} {
			p := wire.NewProblem(get(t, "/x", "Accept-Language", lang), err)
			if len(p.Errors) != 1 || p.Errors[0].Parameter != c.parameter || p.Errors[0].Detail != want || p.Status != 400 {
				t.Errorf("%s in %s: %+v", c.query, lang, p)
			}
		}
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	q := wire.ReadQuery(get(t, "/x?zone=0&bbox=1&foo=1"), "zone", "bbox")
	wire.Parse(q, "zone", geo.ParseZoneID)
	wire.Parse(q, "bbox", wire.ParseBBox)
	p := wire.NewProblem(get(t, "/x"), q.Err())
	var names []string
	for _, e := range p.Errors {
		names = append(names, e.Parameter)
	}
	if !slices.Equal(names, []string{"foo", "zone", "bbox"}) {
		t.Errorf("faults of %v", names)
	}
}

func TestGoodQueries(t *testing.T) {
	q := wire.ReadQuery(get(t, "/x?kind=cer,portineria&zone=7&limit=5&q=Pinerlo&lang=en"), "kind", "zone", "limit", "q")
	kinds := wire.ParseList(q, "kind", geo.ParseKindID)
	zone := wire.Parse(q, "zone", geo.ParseZoneID)
	limit := q.Int("limit", 100, 1, 1000)
	if err := q.Err(); err != nil || !slices.Equal(kinds, []geo.KindID{"cer", "portineria"}) || zone != 7 || limit != 5 || q.Text("q", 10) != "Pinerlo" {
		t.Errorf("%v %v %v %v", kinds, zone, limit, err)
	}
	q = wire.ReadForm(get(t, "/x?zone=&q="), "zone", "q")
	if err := q.Err(); err != nil || q.Has("zone") {
		t.Errorf("an empty field of a form: %v", err)
	}
	q = wire.ReadQuery(get(t, "/x?q="+strings.Repeat("%C3%A0", 11)), "q")
	if q.Text("q", 10); q.Err() == nil {
		t.Error("a text over its limit passed")
	}
	if q = wire.ReadQuery(get(t, "/x?q="+strings.Repeat("%C3%A0", 10)), "q"); len(q.Text("q", 10)) != 20 || q.Err() != nil {
		t.Error("characters are counted, not bytes")
	}
}

func TestBBox(t *testing.T) {
	b, err := wire.ParseBBox("7.0,45,7.8,45.4")
	if err != nil || b.Min[0] != 7 || b.Min[1] != 45 || b.Max[0] != 7.8 || b.Max[1] != 45.4 {
		t.Errorf("%v %v", b, err)
	}
	for _, bad := range []string{"", "1,2,3", "1,2,3,4,5", "a,b,c,d", "NaN,1,2,3", "1,2,Inf,4", "8,45,7,46", "7,46,8,45", "7,45,181,46", "7,-91,8,46"} {
		if _, err := wire.ParseBBox(bad); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		b, err := wire.ParseBBox(rapid.StringMatching(`[-0-9.eINan]{1,8},[-0-9.e]{1,8},[-0-9.e]{1,8},[-0-9.e]{1,8}`).Draw(t, "bbox"))
		if err != nil {
			return
		}
		for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
			if math.IsNaN(v) || math.Abs(v) > 180 {
				t.Fatalf("accepted %v", b)
			}
		}
	})
}

func TestNegotiation(t *testing.T) {
	cases := []struct{ target, accept, want string }{
		{"/x", "", "json"},
		{"/x", "*/*", "json"},
		{"/x", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json"},
		{"/x", "application/geo+json", "geojson"},
		{"/x", "application/geo+json, application/json;q=0.9", "geojson"},
		{"/x", "application/geo+json;q=0.5, application/json", "json"},
		{"/x", "application/json;q=0, application/*", "geojson"},
		{"/x", "application/*", "json"},
		{"/x?f=geojson", "application/json", "geojson"},
		{"/x?f=json", "text/csv", "json"},
		{"/x", "text/csv", ""},
		{"/x", "application/json;q=0", ""},
	}
	for _, c := range cases {
		r := get(t, c.target)
		if c.accept != "" {
			r.Header.Set("Accept", c.accept)
		}
		got, err := wire.Negotiate(r, wire.JSON, wire.GeoJSON)
		if got.Name != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s with %q: %q, %v", c.target, c.accept, got.Name, err)
		}
		if err != nil {
			if p := wire.NewProblem(r, err); p.Status != 406 || !strings.Contains(p.Detail, "application/geo+json") {
				t.Errorf("problem %+v", p)
			}
		}
	}
	if _, err := wire.Negotiate(get(t, "/x?f=csv"), wire.JSON); wire.NewProblem(get(t, "/x"), err).Status != 400 {
		t.Errorf("f=csv: %v", err)
	}
}

func TestEncodings(t *testing.T) {
	for header, want := range map[string]string{
		"": "identity", "gzip": "gzip", "br, gzip;q=0.2": "gzip", "gzip;q=0": "identity", "*": "gzip",
		"*;q=0": "identity", "br": "identity", "identity": "identity", "gzip;q=oops": "identity",
	} {
		r := get(t, "/")
		if header != "" {
			r.Header.Set("Accept-Encoding", header)
		}
		if got := wire.Encoding(r); got != want {
			t.Errorf("%q: %s", header, got)
		}
	}
	for header, want := range map[string]bool{"gzip, br": true, "br;q=0.1, gzip": false, "br, gzip;q=0.5": true, "br": true, "br;q=0": false} {
		if got := wire.Accepted(get(t, "/", "Accept-Encoding", header)).Brotli; got != want {
			t.Errorf("%q: Brotli %v", header, got)
		}
	}
}

func TestLanguages(t *testing.T) {
	for header, want := range map[string]string{
		"": "it", "en": "en", "en-GB,it;q=0.5": "en", "it,en;q=0.5": "it", "de": "it", "de,en;q=0.5": "en", "%%": "it",
	} {
		if got := wire.Lang(get(t, "/", "Accept-Language", header)); got != want {
			t.Errorf("%q: %s", header, got)
		}
	}
	if got := wire.Lang(get(t, "/?lang=en", "Accept-Language", "it")); got != "en" {
		t.Errorf("lang=en: %s", got)
	}
}

func TestOrigins(t *testing.T) {
	request := func(host, proto string) *http.Request {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/x", nil)
		r.Host = host
		if proto != "" {
			r.Header.Set("X-Forwarded-Proto", proto)
		}
		return r
	}
	cases := []struct {
		origins     wire.Origins
		host, proto string
		want        string
	}{
		{wire.Origins{}, "127.0.0.1:8080", "", "http://127.0.0.1:8080"},
		{wire.Origins{}, "atlante.example", "https", "http://atlante.example"},
		{wire.Origins{TrustForwarded: true}, "atlante.example", "https", "https://atlante.example"},
		{wire.Origins{TrustForwarded: true}, "atlante.example", "javascript", "http://atlante.example"},
		{wire.Origins{Public: "https://a.example/"}, "evil.example", "http", "https://a.example"},
		{wire.Origins{}, "[::1]:8080", "", "http://[::1]:8080"},
		{wire.Origins{}, `evil"><`, "", ""},
	}
	for _, c := range cases {
		if got := c.origins.Of(request(c.host, c.proto)); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
