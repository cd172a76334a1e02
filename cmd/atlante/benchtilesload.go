package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// devTileLoadCmd asks for tiles as fast as they come. It is a process of its own,
// so that what it takes is not counted as the server's, and it shares the cores
// with every server that is measured alike: it writes prepared bytes and throws
// away what it reads.
type devTileLoadCmd struct{}

// tileLoad is what to ask: every path in turn, over connections that stay open.
type tileLoad struct {
	Address string   // host:port
	Paths   []string // in the order in which they are asked for, whoever is free takes the next
	Clients int
}

// tileAnswers is what came of it.
type tileAnswers struct {
	Seconds  float64 // from the first request to the last answer
	P50, P99 float64 // milliseconds
	Bytes    int64   // of bodies, as they came
	Empty    int     // answers 204
	CPU      float64 // seconds of the process that asked
}

// Run reads a tileLoad from standard input and writes the tileAnswers.
func (c *devTileLoadCmd) Run(out *console) error {
	var load tileLoad
	if err := json.NewDecoder(os.Stdin).Decode(&load); err != nil {
		return err
	}
	answers, err := load.ask()
	if err != nil {
		return err
	}
	return json.NewEncoder(out.out).Encode(answers)
}

// start runs the load in a process of its own and waits for it.
func (l tileLoad) start(ctx context.Context) (tileAnswers, error) {
	var a tileAnswers
	program, err := os.Executable()
	if err != nil {
		return a, err
	}
	question, err := json.Marshal(l)
	if err != nil {
		return a, err
	}
	args := []string{program, "dev", "bench-tiles-load"}
	if nice, err := exec.LookPath("nice"); err == nil && os.Getuid() == 0 {
		// Whoever asks shares the cores with the one who answers, and must not measure
		// its own waiting for one.
		args = append([]string{nice, "-n", "-10"}, args...)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env, cmd.Stdin, cmd.Stderr = plainEnvironment(), bytes.NewReader(question), os.Stderr
	answer, err := cmd.Output()
	if err != nil {
		return a, fmt.Errorf("load: %w", err)
	}
	err = json.Unmarshal(answer, &a)
	a.CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return a, err
}

func (l tileLoad) ask() (tileAnswers, error) {
	if l.Clients < 1 || len(l.Paths) == 0 {
		return tileAnswers{}, errors.New("nothing to ask")
	}
	requests := make([][]byte, len(l.Paths))
	for i, p := range l.Paths {
		requests[i] = fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\nUser-Agent: bench\r\n\r\n", p, l.Address)
	}
	clients := make([]*loadClient, l.Clients)
	for i := range clients {
		conn, err := net.Dial("tcp", l.Address)
		if err != nil {
			return tileAnswers{}, err
		}
		defer conn.Close()
		clients[i] = &loadClient{conn: conn, r: bufio.NewReaderSize(conn, 64<<10)}
	}
	took := make([]time.Duration, len(requests))
	var next atomic.Int64
	var wg sync.WaitGroup
	began := time.Now()
	for _, c := range clients {
		wg.Go(func() { c.err = c.work(requests, took, &next) })
	}
	wg.Wait()
	a := tileAnswers{Seconds: time.Since(began).Seconds()}
	for _, c := range clients {
		if c.err != nil {
			return a, c.err
		}
		a.Bytes, a.Empty = a.Bytes+c.bytes, a.Empty+c.empty
	}
	slices.Sort(took)
	a.P50, a.P99 = took[len(took)/2].Seconds()*1e3, took[len(took)*99/100].Seconds()*1e3
	return a, nil
}

// loadClient is one connection.
type loadClient struct {
	conn  net.Conn
	r     *bufio.Reader
	bytes int64
	empty int
	err   error
}

// work takes requests until none is left. took[i] is how long the i-th was on its way.
func (c *loadClient) work(requests [][]byte, took []time.Duration, next *atomic.Int64) error {
	for {
		i := int(next.Add(1)) - 1
		if i >= len(requests) {
			return nil
		}
		began := time.Now()
		if _, err := c.conn.Write(requests[i]); err != nil {
			return err
		}
		if err := c.answer(); err != nil {
			line, _, _ := bytes.Cut(requests[i], []byte("\r\n"))
			return fmt.Errorf("%s: %w", line, err)
		}
		took[i] = time.Since(began)
	}
}

// answer reads one answer and throws its body away.
func (c *loadClient) answer() error {
	line, err := c.r.ReadSlice('\n')
	if err != nil {
		return err
	}
	status := 0
	if len(line) > 12 {
		status, _ = strconv.Atoi(string(line[9:12]))
	}
	if status != 200 && status != 204 {
		return fmt.Errorf("%q", bytes.TrimSpace(line))
	}
	length, chunked := int64(0), false
	for {
		if line, err = c.r.ReadSlice('\n'); err != nil {
			return err
		}
		name, value, found := bytes.Cut(bytes.TrimSpace(line), []byte(": "))
		switch {
		case !found:
			if status == 204 {
				c.empty++
			}
			return c.body(length, chunked)
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.ParseInt(string(value), 10, 64); err != nil {
				return err
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = bytes.Equal(value, []byte("chunked"))
		}
	}
}

func (c *loadClient) body(length int64, chunked bool) error {
	if !chunked {
		c.bytes += length
		_, err := c.r.Discard(int(length))
		return err
	}
	for {
		line, err := c.r.ReadSlice('\n')
		if err != nil {
			return err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 64)
		if err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, c.r, n+2); err != nil {
			return err
		}
		if c.bytes += n; n == 0 {
			return nil
		}
	}
}
