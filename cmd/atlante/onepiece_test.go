package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Answers of all lengths around the buffer come whole and at once, over connections
// that stay and such that do not; what is sent bit by bit comes bit by bit.
func TestAnswersInOnePiece(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		if r.URL.Path == "/length" {
			w.Header().Set("Content-Length", strconv.Itoa(n))
		}
		if r.URL.Path == "/bits" {
			for range 3 {
				fmt.Fprint(w, strings.Repeat("x", n))
				w.(http.Flusher).Flush()
			}
			return
		}
		fmt.Fprint(w, strings.Repeat("x", n))
	})}
	go func() { _ = server.Serve(inOnePiece(server, l)) }()
	defer server.Close()
	for _, stay := range []bool{true, false} {
		client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: !stay, MaxIdleConnsPerHost: 1}}
		for _, path := range []string{"/length", "/plain", "/bits"} {
			step := 1
			if !stay {
				step = 37
			}
			for n := 3600; n < 4200; n += step {
				wholeAnswer(t, client, fmt.Sprintf("http://%s%s?n=%d", l.Addr(), path, n), n, path == "/bits")
			}
			wholeAnswer(t, client, fmt.Sprintf("http://%s%s?n=%d", l.Addr(), path, 300_000), 300_000, path == "/bits")
		}
	}
}

func wholeAnswer(t *testing.T, c *http.Client, address string, n int, thrice bool) {
	t.Helper()
	res, err := c.Get(address)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if thrice {
		n *= 3
	}
	if err != nil || len(body) != n {
		t.Fatalf("%s: %d bytes, %v", address, len(body), err)
	}
}
