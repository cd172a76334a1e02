package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// restFor is how long the service does nothing before its memory is read.
const restFor = 5 * time.Second

// memory is what the service and its PostgreSQL hold.
type memory struct {
	service, postgres held
	processes         int // of PostgreSQL
}

// atRest reads the memory of a service after some seconds without work.
func atRest(ctx context.Context, service int) (memory, error) {
	var m memory
	select {
	case <-ctx.Done():
		return m, ctx.Err()
	case <-time.After(restFor):
	}
	var err error
	if m.service, err = memoryOf(service); err != nil {
		return m, err
	}
	for _, pid := range descendants(service) {
		h, err := memoryOf(pid)
		if err != nil {
			return m, err
		}
		p := &m.postgres
		p.private, p.shared, p.files = p.private+h.private, p.shared+h.shared, p.files+h.files
		m.processes++
	}
	return m, nil
}

// memory writes the section about memory.
func (b *bench) memory(first, second served) {
	b.write("## Memory at rest\n\n%.0f s after the service was ready, nobody asking. Megabytes of main memory; what processes share is divided among them (Pss), so that nothing is counted twice. After the first start the service has loaded and computed everything; after the second it has only read.\n\n", restFor.Seconds())
	for _, s := range []struct {
		name string
		memory
	}{{"first", first.memory}, {"second", second.memory}} {
		b.write("After the %s start, the service (resident: %s MB):\n\n", s.name, digits(s.service.resident))
		b.table("MB", s.service.sum(), s.service.parts())
		b.write("and PostgreSQL, %d processes:\n\n", s.processes)
		b.table("MB", s.postgres.sum(), s.postgres.parts())
	}
}

// held is memory in megabytes.
type held struct{ resident, private, files, shared float64 }

func (h held) sum() float64 { return h.private + h.files + h.shared }

func (h held) parts() []phase {
	return []phase{{"heap, stacks and other private pages", h.private}, {"program and library files", h.files},
		{"shared memory", h.shared}}
}

// memoryOf reads what the kernel says of a process.
func memoryOf(pid int) (held, error) {
	var h held
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "smaps_rollup"))
	if err != nil {
		return h, err
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) != 3 || f[2] != "kB" {
			continue
		}
		kb, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			return h, fmt.Errorf("%q: %w", line, err)
		}
		switch f[0] {
		case "Rss:":
			h.resident = kb / 1024
		case "Pss_Anon:":
			h.private = kb / 1024
		case "Pss_File:":
			h.files = kb / 1024
		case "Pss_Shmem:":
			h.shared = kb / 1024
		}
	}
	return h, nil
}

// descendants are the processes below one.
func descendants(pid int) []int {
	parents := map[int]int{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, s := range stats {
		text, err := os.ReadFile(s)
		if err != nil {
			continue // it has ended
		}
		_, after, _ := strings.Cut(string(text), ") ")
		var state string
		var parent int
		if _, err := fmt.Sscan(after, &state, &parent); err != nil {
			continue
		}
		if n, err := strconv.Atoi(filepath.Base(filepath.Dir(s))); err == nil {
			parents[n] = parent
		}
	}
	var out []int
	for child := range parents {
		for at := parents[child]; at > 1; at = parents[at] {
			if at == pid {
				out = append(out, child)
				break
			}
		}
	}
	return out
}
