package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"atlante/geo/geotest"
)

// Two hundred pairs of villages of a real Alpine extract: all of them with a way
// by car and on foot, nobody drives or walks faster than can be, and the page says
// that no engine has been asked.
func TestDevRoutesOfLiechtenstein(t *testing.T) {
	t.Parallel()
	file := geotest.SharedData(t, geotest.LiechtensteinFile)
	page := filepath.Join(newDir(t), "routes.md")
	atlante(t, 0, newDir(t), "dev", "routes", "--roads", file, "--pairs", "200", "--out", page)
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "Not validated against another engine") || strings.Contains(string(text), "SYNTHETIC") {
		t.Errorf("%.300s", text)
	}
	rows := regexp.MustCompile(`(?m)^\| (.+) \| (.+) \| (\d+\.\d) \| (\d+) \| (\d+) \|$`).FindAllStringSubmatch(string(text), -1)
	if len(rows) != 200 {
		t.Errorf("%d pairs", len(rows))
	}
	for _, r := range rows {
		var n [3]float64
		for i := range n {
			if n[i], err = strconv.ParseFloat(r[3+i], 64); err != nil {
				t.Fatal(err)
			}
		}
		km, car, foot := n[0], n[1], n[2]
		if km > 1 && (60*km/car > 80 || 60*km/foot > 4.7 || foot < car) {
			t.Errorf("%s–%s: %.1f km, %.0f min by car, %.0f on foot", r[1], r[2], km, car, foot)
		}
	}
}

// compare-routes prints what comes out, asks nobody twice for too many pairs and
// says what is wrong with an address where nobody answers.
func TestDevCompareRoutes(t *testing.T) {
	t.Parallel()
	file := geotest.SharedData(t, geotest.LiechtensteinFile)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sources, _, _ := strings.Cut(strings.TrimPrefix(r.URL.RawQuery, "sources="), "&")
		rows := strings.Repeat("[600],", strings.Count(sources, ";")+1)
		fmt.Fprintf(w, `{"code":"Ok","durations":[%s]}`, strings.TrimSuffix(rows, ","))
	}))
	defer server.Close()
	said := atlante(t, 0, newDir(t), "dev", "compare-routes", "--engine", server.URL, "--roads", file, "--pairs", "50")
	for _, want := range []string{"osrm (" + server.URL + ")", "50 coppie confrontate su 50", "mediana", "p90"} {
		if !strings.Contains(said.out, want) {
			t.Errorf("no %q in %s", want, said.out)
		}
	}
	address := server.URL
	server.Close()
	said = atlante(t, 1, newDir(t), "dev", "compare-routes", "--engine", address, "--roads", file)
	if !strings.Contains(said.err, "non risponde come OSRM") {
		t.Error(said.err)
	}
	atlante(t, 1, newDir(t), "dev", "compare-routes", "--engine", address, "--roads", file, "--pairs", "0")
	atlante(t, 2, newDir(t), "dev", "compare-routes", "--engine", address, "--kind", "graphhopper", "--roads", file)
}
