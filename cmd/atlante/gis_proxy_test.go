package main

import (
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// proxyTimeout bounds the reading of a header.
const proxyTimeout = 5 * time.Second

// onlooker stands between a program and the service and remembers what was asked.
// The service answers with the onlooker's address in its links, as behind a proxy.
type onlooker struct {
	url  string
	mu   sync.Mutex
	seen []exchange
}

// exchange is one request and what came of it.
type exchange struct {
	path   string
	query  url.Values
	held   bool // the client named a tag that it holds
	status int
}

func onlook(t testing.TB, s *service) *onlooker {
	t.Helper()
	to, err := url.Parse("http://" + s.addr)
	if err != nil {
		t.Fatal(err)
	}
	addr := freeAddr(t)
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	o := &onlooker{url: "http://" + addr}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host
		},
		ModifyResponse: func(r *http.Response) error {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.seen = append(o.seen, exchange{r.Request.URL.Path, r.Request.URL.Query(), r.Request.Header.Get("If-None-Match") != "", r.StatusCode})
			return nil
		},
	}
	server := &http.Server{Handler: proxy, ReadHeaderTimeout: proxyTimeout}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return o
}

// asked gives what was asked below a path since the last time, and forgets it.
func (o *onlooker) asked(below string) []exchange {
	o.mu.Lock()
	defer o.mu.Unlock()
	var out []exchange
	for _, e := range o.seen {
		if strings.HasPrefix(e.path, below) {
			out = append(out, e)
		}
	}
	o.seen = nil
	return out
}
