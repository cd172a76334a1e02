package site_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"atlante/geo"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

// TestWhatPassesLoadsAgain: a page that has to wait says so and loads itself again;
// an answer to a form does not, and would send it twice.
func TestWhatPassesLoadsAgain(t *testing.T) {
	s := sitetest.New(t, site.Options{})
	for _, c := range []struct {
		method string
		err    error
		again  bool
	}{
		{http.MethodGet, site.ErrNotYet, true}, {http.MethodGet, fmt.Errorf("slow: %w", geo.ErrBusy), true},
		{http.MethodPost, fmt.Errorf("slow: %w", geo.ErrBusy), false}, {http.MethodGet, geo.ErrNotFound, false},
	} {
		w := httptest.NewRecorder()
		s.FailBeside(w, httptest.NewRequest(c.method, "/dati", nil), c.err, site.Link("Comuni", "/ogc/collections/comuni"))
		body := w.Body.String()
		if strings.Contains(body, `http-equiv="refresh"`) != c.again || strings.Contains(body, "si aggiorna da sola") != c.again {
			t.Errorf("%s %v: %s", c.method, c.err, body)
		}
		if !strings.Contains(body, `<a href="/ogc/collections/comuni">Comuni</a>`) {
			t.Errorf("%v leads nowhere back", c.err)
		}
	}
}
