package apitest

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// Generated asks n requests made from the document, well-formed and mutated, and
// holds every answer to it: none may be the service's own failure, and none may
// have a status, a header or a body that is not promised. The same seed makes the
// same requests.
func (s *Service) Generated(t *testing.T, n int, seed uint64) {
	g := &generator{rand.New(rand.NewPCG(seed, 5)), s.Known}
	ops := s.Operations()
	statuses := map[int]int{}
	for i := range n {
		op := ops[i%len(ops)] // each its share
		target, header := g.request(op)
		res, body := s.get(t, target, header)
		statuses[res.StatusCode]++
		if res.StatusCode >= http.StatusInternalServerError {
			t.Errorf("%s %v: %d %.300s", target, header, res.StatusCode, body)
			continue
		}
		if err := s.Check(t.Context(), op, res, body); err != nil {
			t.Errorf("%s %v: %v", target, header, err)
		}
	}
	t.Logf("%d requests, answers by status: %v", n, statuses)
	if statuses[http.StatusOK] < n/10 || statuses[http.StatusBadRequest] < n/20 {
		t.Errorf("of %d requests too few were answered or refused to say much: %v", n, statuses)
	}
}

type generator struct {
	*rand.Rand
	known map[string]map[string]string
}

func (g *generator) one(of []string) string { return of[g.IntN(len(of))] }

// request makes one, a third of them without anything wrong on purpose.
func (g *generator) request(op Operation) (string, http.Header) {
	wrong := 0.0
	if g.IntN(3) > 0 {
		wrong = 0.3
	}
	path, query := op.Path, []string{}
	for _, p := range op.Parameters {
		if p.Value.In == openapi3.ParameterInPath {
			path = strings.ReplaceAll(path, "{"+p.Value.Name+"}", segment(g.value(op, p.Value, wrong/2)))
			continue
		}
		_, always := g.known[op.OperationID][p.Value.Name] // keeps the answer small
		if !always && !p.Value.Required && g.IntN(5) > 0 {
			continue
		}
		query = append(query, g.pair(p.Value.Name, g.value(op, p.Value, wrong)))
		if g.Float64() < wrong/10 {
			query = append(query, query[len(query)-1]) // twice
		}
	}
	if g.Float64() < wrong/4 {
		query = append(query, g.pair(g.one(hostile), g.one(hostile)))
	}
	g.Shuffle(len(query), func(i, j int) { query[i], query[j] = query[j], query[i] })
	if len(query) > 0 {
		path += "?" + strings.Join(query, "&")
	}
	return path, g.header(op, wrong)
}

func (g *generator) pair(name, value string) string {
	return url.QueryEscape(name) + "=" + url.QueryEscape(value)
}

// header asks for one of the media types, for anything, or for what there is not.
func (g *generator) header(op Operation, wrong float64) http.Header {
	h := http.Header{}
	offers := []string{}
	for media := range op.Responses.Status(http.StatusOK).Value.Content {
		offers = append(offers, media)
	}
	slices.Sort(offers)
	switch {
	case g.Float64() < wrong/4:
		h.Set("Accept", g.one([]string{"image/png", "text/csv;q=x", "*/*;q=0", ";;,,", "application/geo+json;q=0.1,text/html"}))
	case g.IntN(2) == 0:
		h.Set("Accept", g.one(offers))
	}
	if g.IntN(4) == 0 {
		h.Set("Accept-Language", g.one([]string{"en", "it", "de, en;q=0.3", "*", "%%", "x-"}))
	}
	if g.IntN(8) == 0 {
		h.Set("If-None-Match", g.one([]string{"*", `"x"`, `W/"x", "y`, `"`}))
	}
	return h
}

// value is one that exists, one by the schema, or a wrong one.
func (g *generator) value(op Operation, p *openapi3.Parameter, wrong float64) string {
	if g.Float64() < wrong {
		return g.mutated(g.plain(op, p), p)
	}
	return g.plain(op, p)
}

func (g *generator) plain(op Operation, p *openapi3.Parameter) string {
	if known, is := g.known[op.OperationID][p.Name]; is && g.IntN(3) > 0 {
		return known
	}
	if all := examples(p); len(all) > 0 && g.IntN(2) > 0 {
		return g.one(all)
	}
	return g.bySchema(p.Schema.Value)
}

// bySchema makes a value that fits a schema, as far as it can be made without
// knowing what its pattern means.
func (g *generator) bySchema(s *openapi3.Schema) string {
	switch {
	case len(s.Enum) > 0:
		return fmt.Sprint(s.Enum[g.IntN(len(s.Enum))])
	case s.Type.Is("array"):
		parts := []string{}
		most := uint64(6)
		if s.MaxItems != nil {
			most = min(most, *s.MaxItems)
		}
		for range max(s.MinItems, g.Uint64N(most)+1) {
			parts = append(parts, g.bySchema(s.Items.Value))
		}
		return strings.Join(parts, ",")
	case s.Type.Is("integer"), s.Type.Is("number"):
		low, high := -1000.0, 1000.0
		if s.Min != nil {
			low = *s.Min
		}
		if s.Max != nil {
			high = *s.Max
		}
		v := low + g.Float64()*(high-low)
		if g.IntN(3) == 0 {
			v = []float64{low, high}[g.IntN(2)]
		}
		if s.Type.Is("integer") {
			return fmt.Sprintf("%.0f", v)
		}
		return fmt.Sprintf("%g", v)
	case s.Type.Is("boolean"):
		return g.one([]string{"true", "false"})
	case s.Format == "uuid":
		return fmt.Sprintf("0197a3c0-0000-7000-8000-%012x", g.IntN(1<<40))
	case s.Format == "date":
		return fmt.Sprintf("20%02d-%02d-%02d", g.IntN(40), 1+g.IntN(12), 1+g.IntN(28))
	case s.Format == "date-time":
		return fmt.Sprintf("20%02d-%02d-%02dT%02d:00:00Z", g.IntN(40), 1+g.IntN(12), 1+g.IntN(28), g.IntN(24))
	}
	return g.one([]string{"a", "Torino", "Pinerlo", "Val d'Ala", "001272", "cer", "portineria", "g-portineria-1", "è", "1", strings.Repeat("x", 30)})
}

// hostile are values that have hurt some program.
var hostile = []string{
	"", " ", "\x00", "\xff\xfe", "%", "%00", "'", `"`, "' OR 1=1 --", "'; DROP TABLE atlante.place; --", "<script>alert(1)</script>", "../../etc/passwd", "..", ".", "/",
	"null", "undefined", "NaN", "Infinity", "-Infinity", "-0", "-1", "0", "1e400", "1e-400", "9223372036854775807", "9223372036854775808", "99999999999999999999999999",
	"0x10", "1_000", "٣", "１", "true", "[]", "{}", "[[[[[[[[", "((((((((", "\u202eabc", "e\u0301", "İ", "ß", "\U0001F600", "a\r\nSet-Cookie: x=1", "a\tb", ",", ",,", "1,2,3,4", "1,2,3,4,5,6",
	"-180,-90,180,90", "180,90,-180,-90", "unlimited", "kind='portineria'", "S_INTERSECTS(geometry,POINT(7 45))", "{\"op\":\"and\",\"args\":[]}", "..", "../..", "2020-01-01/..", "2020-13-45", "name", "-name", "+name", "geometry",
	"EPSG:4326", "http://www.opengis.net/def/crs/EPSG/0/32632", "http://www.opengis.net/def/crs/EPSG/0/99999", strings.Repeat("a", 5000), strings.Repeat("(", 3000), strings.Repeat("%", 1000), strings.Repeat("è", 2000),
}

// mutated breaks a value, or puts another in its place.
func (g *generator) mutated(value string, p *openapi3.Parameter) string {
	runes := []rune(value)
	switch g.IntN(6) {
	case 0:
		return value + g.one(hostile)
	case 1:
		if len(runes) > 0 {
			i := g.IntN(len(runes))
			return string(runes[:i]) + string(runes[i+1:])
		}
	case 2:
		if len(runes) > 0 {
			runes[g.IntN(len(runes))] = rune(g.IntN(0x2FF))
			return string(runes)
		}
	case 3:
		return value + "," + value
	case 4:
		return strings.ToUpper(value)
	}
	return g.one(hostile)
}

// segment writes a value as one part of a path: neither none nor one that
// programs take for a way up, which would make it another path.
func segment(value string) string {
	if strings.Trim(value, ".") == "" {
		value = "x" + value
	}
	return url.PathEscape(value)
}
