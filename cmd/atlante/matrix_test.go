package main

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-chi/chi/v5"

	"atlante/geo"
	"atlante/geo/cover"
)

// The authorisation matrix of testdata/matrix.txt: every route × role × state ×
// method, asked of the router that the service uses, on PostGIS.
func TestMatrix(t *testing.T) {
	t.Parallel()
	e := newEstate(t, noLog(), func(h *house) {
		h.settle()
		h.keepTables()
	})
	t.Run("names every route", e.namesEveryRoute)
	t.Run("holds", e.holds)
	t.Run("knows no other method", e.knowsNoOtherMethod)
	t.Run("notices every change of a rule", e.noticesEveryChange)
}

// settle makes people, entries and links, and what the other addresses name.
func (h *house) settle() {
	h.t.Helper()
	ctx := h.t.Context()
	home, err := h.store.Comune(ctx, "001072")
	if err != nil {
		h.t.Fatal(err)
	}
	h.makePeople(home.Zone, home.Zone%11+1)
	h.makeEntries()
	h.makeLinks()
	gaps, _, err := h.store.Gaps(ctx, cover.GapFilter{Page: geo.Page{Limit: 1}})
	if err != nil || len(gaps) == 0 {
		h.t.Fatal(gaps, err)
	}
	var cell string
	if err := h.rows.QueryRow(ctx, `SELECT to_hex(h3) FROM atlante.cell LIMIT 1`).Scan(&cell); err != nil {
		h.t.Fatal(err)
	}
	maps.Copy(h.fill, map[string]string{"gap": gaps[0].ID, "h3": cell, "istat": "001272", "n": "7", "format": "csv", "layers": "comuni", "style": "map", "collection": "comuni", "feature": "001272", "z": "9", "x": "266", "y": "183", "scenario": "planned"})
}

// routesOf gives the methods of every route of the service.
func routesOf(t testing.TB, r chi.Routes) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := chi.Walk(r, func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		for strings.Contains(route, "/*/") { // of routers inside routers
			route = strings.ReplaceAll(route, "/*/", "/")
		}
		out[route] = append(out[route], method)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// sheet is what the matrix has found, from several workers.
type sheet struct {
	mu    sync.Mutex
	asked int
	wrong map[string]string // what is wrong, by block and state → the actors
}

// mark compares what came of asking with what is expected.
func (s *sheet) mark(e *estate, b *block, state, letter, got string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	x, want := b.line(state, letter), "nothing"
	if x != nil {
		x.met, want = true, x.outcome
	}
	if f := e.entries[state]; f != nil {
		want = strings.Replace(want, ">=", ">"+string(f.state), 1)
	}
	if want == got {
		return true
	}
	if s.wrong == nil {
		s.wrong = map[string]string{}
	}
	s.wrong[b.name()+", "+state+": expected "+want+", got "+got] += letter
	return false
}

// states are those in which a block is asked.
func (b *block) states(e *estate) []string {
	if !b.aboutEntry() {
		return []string{noEntry}
	}
	return slices.Sorted(maps.Keys(e.entries))
}

// holds: who may do what is as expected. What is the same for everybody, and the
// refusals that many routes share, are asked every fifth time only, all with
// ATLANTE_SOAK=1.
func (e *estate) holds(t *testing.T) {
	t.Parallel()
	blocks := readExpectations(t)
	var s sheet
	t.Run("workers", func(t *testing.T) {
		for part := range 2 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				e.copied(t).askAll(blocks, part, &s)
			})
		}
	})
	for _, key := range slices.Sorted(maps.Keys(s.wrong)) {
		t.Errorf("%s, as %s", key, s.wrong[key])
	}
	for _, b := range blocks {
		for _, x := range b.lines {
			if x.own && !x.met {
				t.Errorf("%s: nobody meets %v : %s : %s", b.name(), x.states, x.actors, x.outcome)
			}
		}
	}
	t.Logf("%d requests: %d ways of asking %d routes, %d states, %d people", s.asked, len(blocks), len(routesOf(t, e.router)), len(e.entries), len(actorLetters))
}

// askAll asks one half of the matrix. HEAD is answered as GET is.
func (h *house) askAll(blocks []*block, part int, s *sheet) {
	n, has := 0, routesOf(h.t, h.router)
	for i, b := range blocks {
		for j, state := range b.states(h.estate) {
			if (i+j)%2 != part {
				continue
			}
			for _, letter := range actorLetters {
				n++
				a := string(letter)
				if x := b.line(state, a); !soak() && x != nil && (!x.own || x.actors == "*") && n%5 != 0 {
					continue
				}
				s.mark(h.estate, b, state, a, h.try(b, h.entries[state], h.actors[a]))
				if b.method == "GET" && slices.Contains(has[b.route], "HEAD") && (soak() || n%5 == 0) {
					head := *b
					head.method = "HEAD"
					s.mark(h.estate, b, state, a, h.try(&head, h.entries[state], h.actors[a]))
				}
			}
		}
	}
}

// knowsNoOtherMethod: one that a route does not have is refused to everybody, and
// changes nothing.
func (e *estate) knowsNoOtherMethod(t *testing.T) {
	t.Parallel()
	h := e.copied(t)
	asked := 0
	for _, b := range readExpectations(t) {
		has := routesOf(t, h.router)[b.route]
		if b.method == stepMethod {
			continue
		}
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
			if slices.Contains(has, method) || b.route == "/mie-schede/esporta" && method == "POST" { // that is an entry called so: 404
				continue
			}
			for _, letter := range []string{"v", "o", "a"} {
				want := "405"
				if method == "OPTIONS" && machine(b.route) {
					want = "204" // any origin may ask what it may
				}
				var f *fixture
				if b.aboutEntry() {
					f = h.entries["published"]
				}
				other := *b
				other.method = method
				if got := h.try(&other, f, h.actors[letter]); got != want {
					t.Errorf("%s %s as %s: expected %s, got %s", method, b.route, letter, want, got)
				}
				asked++
			}
		}
	}
	t.Logf("%d requests", asked)
}

// machine tells the routes for programs.
func machine(route string) bool {
	return slices.ContainsFunc([]string{"/api/", "/ogc/", "/tiles/", "/styles/"}, func(room string) bool { return strings.HasPrefix(route, room) })
}

// namesEveryRoute: every route is in the expectations, and every expectation has
// a route.
func (e *estate) namesEveryRoute(t *testing.T) {
	missing := routesOf(t, e.router)
	seen := map[string]bool{}
	for _, b := range readExpectations(t) {
		if seen[b.name()] {
			t.Errorf("%s is expected twice", b.name())
		}
		seen[b.name()] = true
		if b.method == stepMethod {
			continue
		}
		if !slices.Contains(routesOf(t, e.router)[b.route], b.method) {
			t.Errorf("expected, but there is no %s %s", b.method, b.route)
		}
		missing[b.route] = slices.DeleteFunc(missing[b.route], func(m string) bool { return m == b.method || m == "HEAD" && b.method == "GET" })
	}
	for route, methods := range missing {
		for _, m := range methods {
			t.Errorf("%s %s is in no expectation: add it to testdata/matrix.txt", m, route)
		}
	}
}
