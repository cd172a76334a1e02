package ogc_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"

	"atlante/api/ogc"
	"atlante/api/wire"
	"atlante/geo/geotest"
	"atlante/geo/postgis"
	"atlante/web/ogcpage"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

func TestMain(m *testing.M) { geotest.Main(m) }

// document is a JSON object.
type document = map[string]any

// client asks a server that runs.
type client struct {
	base  string
	store *postgis.Store
	rows  *pgx.Conn // plain SQL, to compare with
	list  []string  // ids of the collections
}

// live starts a server over the starting set.
func live(t *testing.T) *client {
	t.Helper()
	store := geotest.Store(t)
	return serve(t, store, store)
}

// serve starts a server over a store that may have an eye on itself.
func serve(t *testing.T, store *postgis.Store, shown ogc.Store) *client {
	t.Helper()
	c := serveOver(t, store, shown)
	c.rows = geotest.Login(t, store)
	for _, of := range c.objects(t, c.read(t, "/collections")["collections"]) {
		c.list = append(c.list, of["id"].(string))
	}
	if want := []string{"places", "comuni", "zones", "cells", "gaps"}; !slices.Equal(c.list, want) {
		t.Fatalf("collections %v", c.list)
	}
	return c
}

// serveOver is serve without a look at what there is.
func serveOver(t *testing.T, store *postgis.Store, shown ogc.Store) *client {
	t.Helper()
	pages := sitetest.New(t, site.Options{})
	shows, err := ogcpage.New(pages)
	if err != nil {
		t.Fatal(err)
	}
	r := chi.NewRouter()
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	r.Use(wire.Recover(log))
	ogc.Mount(r, shown, ogc.Options{Log: log, Version: "test", Now: time.Now, Pages: shows})
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	return &client{base: server.URL + ogc.Root, store: store}
}

// answered is an answer with its body.
type answered struct {
	*http.Response
	body []byte
}

func (a answered) json(t *testing.T) document {
	t.Helper()
	var out document
	if err := json.Unmarshal(a.body, &out); err != nil {
		t.Fatalf("%s: %v: %.300s", a.Request.URL, err, a.body)
	}
	return out
}

// ask asks for a path below the root, or for a whole address.
func (c *client) ask(t testing.TB, method, target string, headers ...string) answered {
	t.Helper()
	if !strings.HasPrefix(target, "http") {
		target = c.base + target
	}
	r, err := http.NewRequestWithContext(t.Context(), method, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	return answered{res, body}
}

// transport keeps the answers as they are sent.
var transport = &http.Transport{DisableCompression: true}

func (c *client) get(t testing.TB, target string, headers ...string) answered {
	t.Helper()
	return c.ask(t, http.MethodGet, target, headers...)
}

// read gets a document, which must be there.
func (c *client) read(t *testing.T, target string) document {
	t.Helper()
	a := c.get(t, target)
	if a.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d: %.300s", target, a.StatusCode, a.body)
	}
	return a.json(t)
}

// refused gets an address that must be a problem of a status.
func (c *client) refused(t *testing.T, target string, status int) document {
	t.Helper()
	a := c.get(t, target)
	if a.StatusCode != status || a.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s: %d %s, not %d: %.200s", target, a.StatusCode, a.Header.Get("Content-Type"), status, a.body)
		return nil
	}
	return a.json(t)
}

func (c *client) objects(t *testing.T, v any) []document {
	t.Helper()
	list, ok := v.([]any)
	if !ok {
		t.Fatalf("not a list: %.100v", v)
	}
	var out []document
	for _, x := range list {
		out = append(out, x.(document))
	}
	return out
}

// items are the features of a query.
func (c *client) items(t *testing.T, target string) []document {
	t.Helper()
	return c.objects(t, c.read(t, target)["features"])
}

func ids(features []document) []string {
	var out []string
	for _, f := range features {
		out = append(out, f["id"].(string))
	}
	return out
}

// link finds the first link of a relation.
func (c *client) link(t *testing.T, doc document, rel string) string {
	t.Helper()
	for _, l := range c.objects(t, doc["links"]) {
		if l["rel"] == rel {
			return l["href"].(string)
		}
	}
	return ""
}

// all follows next from a page to the last, and gives the features of all.
func (c *client) all(t *testing.T, target string) (features []document, pages int) {
	t.Helper()
	for target != "" {
		doc := c.read(t, target)
		features, pages = append(features, c.objects(t, doc["features"])...), pages+1
		target = c.link(t, doc, "next")
		if pages > 1000 {
			t.Fatal("next leads nowhere")
		}
	}
	return features, pages
}

// with writes a query.
func with(pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return "?" + q.Encode()
}

// count asks the database how many rows a view has, with a condition of the test.
func (c *client) count(t *testing.T, from string, args ...any) int {
	t.Helper()
	var n int
	if err := c.rows.QueryRow(t.Context(), "SELECT count(*) FROM "+from, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
