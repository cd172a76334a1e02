package wire

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Answers without a ready head come whole, with all lengths around the buffer, over
// connections that stay and such that do not, also when they are sent bit by bit.
func TestOtherAnswersComeWhole(t *testing.T) {
	t.Parallel()
	server := connected(t, func(w http.ResponseWriter, r *http.Request) {
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
	})
	for _, stay := range []bool{true, false} {
		client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: !stay, MaxIdleConnsPerHost: 1}}
		for _, path := range []string{"/length", "/plain", "/bits"} {
			step := 1
			if !stay {
				step = 37
			}
			for n := 3600; n < 4200; n += step {
				wholeAnswer(t, client, fmt.Sprintf("http://%s%s?n=%d", server, path, n), n, path == "/bits")
			}
			wholeAnswer(t, client, fmt.Sprintf("http://%s%s?n=%d", server, path, 300_000), 300_000, path == "/bits")
		}
	}
}

// connected serves over connections of InOnePiece and gives the address.
func connected(t *testing.T, f http.HandlerFunc) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: f}
	go func() { _ = server.Serve(InOnePiece(server, l)) }()
	t.Cleanup(func() { _ = server.Close() })
	return l.Addr().String()
}

// dialled is a connection to an address that gives up after a few seconds.
func dialled(t *testing.T, address string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return c
}

// sendN answers with n bytes and a head of its own, and one that a middleware has set.
func sendN(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.URL.Query().Get("n"))
	w.Header().Set("X-Before", "set by a middleware")
	w.Header().Set("X-Line", "is replaced")
	var h Head
	h.Set("Content-Type", "application/test")
	h.Set("X-Line", r.URL.Query().Get("line"))
	w.Header().Set("Content-Security-Policy", "is replaced")
	if n%2 == 0 {
		h.SetMachine()
		h.Set("Vary", "Accept-Encoding")
	}
	h.Send(w, r, []byte(strings.Repeat("x", n)))
}

// A ready head says what the same one says that net/http writes, with bodies of all
// lengths, to GET and to HEAD, also with a line break in it, and to requests that come
// at once.
func TestReadyHead(t *testing.T) {
	t.Parallel()
	ready := connected(t, sendN)
	plain := httptest.NewServer(http.HandlerFunc(sendN))
	defer plain.Close()
	for _, n := range []int{1, 100, 2047, 2048, 2049, 3500, 3600, 3700, 3800, 3900, 4095, 4096, 4097, 8192, 300_000} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			for _, line := range []string{"one", "one%0D%0AX-Two:%20two", "one%0Atwo"} {
				path := fmt.Sprintf("/?n=%d&line=%s", n, line)
				a, b := answered(t, method, "http://"+ready+path), answered(t, method, plain.URL+path)
				if a != b {
					t.Fatalf("%s %s:\n%.900s\n%.900s", method, path, a, b)
				}
			}
		}
	}
	c := dialled(t, ready)
	for n := 3400; n < 4100; n += 2 { // around the length with which the answer just fills the buffer
		fmt.Fprintf(c, "GET /?n=%d&line=a HTTP/1.1\r\nHost: x\r\n\r\nHEAD /?n=%d&line=b HTTP/1.1\r\nHost: x\r\n\r\nGET /?n=%d&line=c HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", n, n, n+1)
		r := bufio.NewReader(c)
		for i, line := range []string{"a", "b", "c"} {
			method := []string{http.MethodGet, http.MethodHead}[i%2]
			res, err := http.ReadResponse(r, &http.Request{Method: method})
			if err != nil {
				t.Fatal(n, line, err)
			}
			body, err := io.ReadAll(res.Body)
			if err != nil || res.Header.Get("X-Line") != line || len(res.Header.Values("X-Line")) != 1 || method == http.MethodGet && len(body) != n+i/2 {
				t.Fatalf("%d%s: %v %d %v", n, line, res.Header, len(body), err)
			}
		}
	}
}

// answered is an answer as text, without its date.
func answered(t *testing.T, method, address string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(address, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.Header.Get("Date") == "" {
		t.Fatal(address, err, res.Header)
	}
	res.Header.Del("Date")
	return fmt.Sprint(res.StatusCode, res.ContentLength, res.Header, string(body))
}

// A server that ends does not wait for a client that never reads.
func TestEndsBesideASlowClient(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	begun := make(chan struct{})
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		HoldLittle(r, 4096)
		close(begun)
		var h Head
		h.Set("Content-Type", "application/test")
		h.Send(w, r, make([]byte, 64<<20))
	})}
	go func() { _ = server.Serve(InOnePiece(server, l)) }()
	fmt.Fprint(dialled(t, l.Addr().String()), "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	<-begun
	time.Sleep(100 * time.Millisecond) // so that it waits in the middle of its answer
	closed := make(chan error)
	go func() { closed <- server.Close() }()
	select {
	case err := <-closed:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(3 * time.Second):
		t.Error("waits for a client that does not read")
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
