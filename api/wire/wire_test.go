package wire_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"atlante/api/wire"
	"atlante/geo"
)

func get(t *testing.T, target string, headers ...string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func serve(h http.Handler, r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func problemOf(t *testing.T, res *http.Response) wire.Problem {
	t.Helper()
	if got := res.Header.Get("Content-Type"); got != wire.ProblemType {
		t.Fatalf("content type %q", got)
	}
	var p wire.Problem
	if err := json.NewDecoder(res.Body).Decode(&p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestErrorsBecomeProblems(t *testing.T) {
	secret := errors.New("pq: relation atlante.place on 10.0.0.3")
	cases := []struct {
		err    error
		status int
		it, en string
		logged bool
	}{
		{geo.Invalid("manca il nome / the name is missing"), 400, "manca il nome", "the name is missing", false},
		{fmt.Errorf("load: %w", geo.NotFound("non c'è / is not here")), 404, "non c'è", "is not here", false},
		{fmt.Errorf("%w", geo.ErrConflict), 409, "Nel frattempo", "The data have changed", false},
		{geo.Forbidden("non spetta a te / not yours to do"), 403, "non spetta", "not yours", false},
		{geo.ErrTooMany, 429, "Sono arrivate", "Too many requests", false},
		{geo.ErrBusy, 503, "Il servizio è occupato", "The service is busy", false},
		{fmt.Errorf("query: %w", context.DeadlineExceeded), 503, "Non siamo riusciti", "We could not answer", true},
		{secret, 500, "Qualcosa non ha funzionato", "Something failed", true},
		{&http.MaxBytesError{Limit: 1}, 413, "Il contenuto inviato supera", "The content sent is over", false},
	}
	for _, c := range cases {
		var log bytes.Buffer
		h := wire.Handle(slog.New(slog.NewTextHandler(&log, nil)), func(http.ResponseWriter, *http.Request) error { return c.err })
		for lang, want := range map[string]string{"it": c.it, "en": c.en} {
			res := serve(h, get(t, "/api/x?lang="+lang))
			p := problemOf(t, res)
			if res.StatusCode != c.status || p.Status != c.status || !strings.HasPrefix(p.Detail, want) || p.Instance != "/api/x" {
				t.Errorf("%v in %s: status %d, problem %+v", c.err, lang, res.StatusCode, p)
			}
			if strings.Contains(p.Detail+p.Title, "10.0.0.3") {
				t.Errorf("leaks: %+v", p)
			}
			if retry := res.Header.Get("Retry-After"); (retry != "") != (c.status == 503 || c.status == 429) {
				t.Errorf("%v: Retry-After %q", c.err, retry)
			}
		}
		if lines := strings.Count(log.String(), "\n"); (lines == 2) != c.logged {
			t.Errorf("%v: log lines for two requests: %q", c.err, log.String())
		}
	}
}

func TestInvalidContentIs422(t *testing.T) {
	h := wire.Handle(quiet(), func(http.ResponseWriter, *http.Request) error { return geo.Invalid("x / y") })
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader("{}"))
	if res := serve(h, r); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestClientGoneIsSilent(t *testing.T) {
	var log bytes.Buffer
	ctx, cancel := context.WithCancel(t.Context())
	h := wire.Handle(slog.New(slog.NewTextHandler(&log, nil)), func(_ http.ResponseWriter, r *http.Request) error {
		cancel()
		return fmt.Errorf("57014: %w", r.Context().Err())
	})
	res := serve(h, get(t, "/").WithContext(ctx))
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != wire.StatusClientGone || len(body) != 0 || log.Len() != 0 {
		t.Errorf("status %d, body %q, log %q", res.StatusCode, body, log.String())
	}
}

func TestDeadlineReachesTheHandler(t *testing.T) {
	h := wire.Deadline(time.Millisecond)(wire.Handle(quiet(), func(_ http.ResponseWriter, r *http.Request) error {
		<-r.Context().Done()
		return errors.New("canceling statement due to user request") // as PostgreSQL says it
	}))
	if res := serve(h, get(t, "/")); res.StatusCode != 503 || problemOf(t, res).Type != "/api/problems#too-slow" {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestRecover(t *testing.T) {
	var log bytes.Buffer
	h := wire.Recover(slog.New(slog.NewTextHandler(&log, nil)))(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", `"half"`)
		panic("secret")
	}))
	res := serve(h, get(t, "/"))
	if p := problemOf(t, res); res.StatusCode != 500 || strings.Contains(p.Detail, "secret") || res.Header.Get("ETag") != "" {
		t.Errorf("status %d, problem %+v", res.StatusCode, p)
	}
	if !strings.Contains(log.String(), "secret") {
		t.Error("the log does not say why")
	}
	begun := wire.Recover(quiet())(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("half"))
		panic("late")
	}))
	defer func() {
		if v := recover(); v != http.ErrAbortHandler {
			t.Errorf("a half answer was not cut: %v", v)
		}
	}()
	serve(begun, get(t, "/"))
}

func TestMachineHeaders(t *testing.T) {
	called := false
	h := wire.Secure(wire.Machine(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true })))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodOptions, "/", nil)
	res := serve(h, r)
	if res.StatusCode != 204 || called || res.Header.Get("Access-Control-Allow-Methods") != "GET, HEAD, OPTIONS" {
		t.Errorf("preflight: %d %v", res.StatusCode, res.Header)
	}
	res = serve(h, get(t, "/"))
	for name, want := range map[string]string{
		"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Age, Atlante-Versions, Cache-Status, Content-Crs, Content-Disposition, ETag, Link, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset",
		"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
		"Vary": "Accept, Accept-Encoding, Accept-Language",
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestRequestLog(t *testing.T) {
	var log bytes.Buffer
	clock := time.Unix(0, 0)
	now := func() time.Time { clock = clock.Add(7 * time.Millisecond); return clock }
	h := wire.Log(slog.New(slog.NewTextHandler(&log, nil)), now)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte("abc"))
	}))
	serve(h, get(t, "/geocode?q=via+segreta"))
	for _, want := range []string{"path=/geocode", "status=418", "bytes=3", "took=7ms"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%s is not in %s", want, log.String())
		}
	}
	if strings.Contains(log.String(), "segreta") {
		t.Error("the query is in the log")
	}
}

func TestTags(t *testing.T) {
	if wire.Tag("a", "bc") == wire.Tag("ab", "c") {
		t.Error("parts run into each other")
	}
	body := []byte(strings.Repeat("atlante ", 400))
	h := wire.Handle(quiet(), func(w http.ResponseWriter, r *http.Request) error {
		return wire.SendTagged(w, r, "text/plain", body)
	})
	plain, packed := serve(h, get(t, "/")), serve(h, get(t, "/", "Accept-Encoding", "br, gzip"))
	if packed.Header.Get("Content-Encoding") != "gzip" || plain.Header.Get("Content-Encoding") != "" {
		t.Fatalf("encodings %q and %q", packed.Header.Get("Content-Encoding"), plain.Header.Get("Content-Encoding"))
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, body) {
		t.Errorf("unpacked %d bytes, %v", len(got), err)
	}
	tag, other := plain.Header.Get("ETag"), packed.Header.Get("ETag")
	if tag == other {
		t.Error("a strong tag must differ between encodings")
	}
	for header, want := range map[string]int{tag: 304, "W/" + tag: 304, `"x", ` + tag: 304, "*": 304, other: 200, `"x"`: 200} {
		res := serve(h, get(t, "/", "If-None-Match", header))
		if got, _ := io.ReadAll(res.Body); res.StatusCode != want || (want == 304) != (len(got) == 0) || res.Header.Get("ETag") != tag {
			t.Errorf("If-None-Match %s: %d with %d bytes", header, res.StatusCode, len(got))
		}
	}
	head := httptest.NewRequestWithContext(t.Context(), http.MethodHead, "/", nil)
	res := serve(h, head)
	if got, _ := io.ReadAll(res.Body); len(got) != 0 || res.Header.Get("Content-Length") != "3200" || res.Header.Get("ETag") != tag {
		t.Errorf("HEAD: %d bytes, %v", len(got), res.Header)
	}
}

func TestLimitsAreListed(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range wire.Limits() {
		if seen[l.Name] || l.Value <= 0 || l.Unit == "" || l.IT == "" || l.EN == "" {
			t.Errorf("%+v", l)
		}
		seen[l.Name] = true
	}
	var s http.Server
	wire.Bound(&s)
	if s.ReadHeaderTimeout != 5*time.Second || s.WriteTimeout != 30*time.Second || s.MaxHeaderBytes != 16384 {
		t.Errorf("server: %+v", &s)
	}
}
