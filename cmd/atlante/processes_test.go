package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// living is a process as /proc tells of it.
type living struct {
	pid, parent int
	line        string
}

func (l living) String() string { return fmt.Sprintf("%d (%s)", l.pid, l.line) }

// everyone lists all processes that are not zombies.
func everyone() []living {
	var out []living
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended meanwhile
		}
		// pid (name) state ppid …: the name may hold blanks and brackets
		tail := string(stat[strings.LastIndexByte(string(stat), ')')+1:])
		fields := strings.Fields(tail)
		if len(fields) < 2 || fields[0] == "Z" || fields[0] == "X" {
			continue
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		parent, _ := strconv.Atoi(fields[1])
		line, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline"))
		out = append(out, living{pid, parent, strings.TrimSpace(strings.ReplaceAll(string(line), "\x00", " "))})
	}
	return out
}

// family lists a process and all that descend from it.
func family(pid int) []living {
	all := everyone()
	in := map[int]bool{pid: true}
	for more := true; more; {
		more = false
		for _, p := range all {
			if in[p.parent] && !in[p.pid] {
				in[p.pid], more = true, true
			}
		}
	}
	var out []living
	for _, p := range all {
		if in[p.pid] {
			out = append(out, p)
		}
	}
	return out
}

// processesOf lists the processes that name a folder on their command line or
// work inside it, as all of PostgreSQL's do.
func processesOf(dir string) []living {
	var out []living
	for _, p := range everyone() {
		at, _ := os.Readlink(fmt.Sprintf("/proc/%d/cwd", p.pid))
		if p.pid != os.Getpid() && (strings.Contains(p.line, dir) || strings.HasPrefix(at+"/", dir+"/")) {
			out = append(out, p)
		}
	}
	return out
}

// nobodyLeft waits a moment for the processes of a folder and of a family to end.
func nobodyLeft(t testing.TB, dir string, were []living) {
	t.Helper()
	var left []living
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		left = processesOf(dir)
		alive := everyone()
		for _, w := range were {
			for _, p := range alive {
				if p.pid == w.pid && p.line == w.line {
					left = append(left, p)
				}
			}
		}
		if len(left) == 0 {
			return
		}
	}
	t.Errorf("left behind: %v", left)
}

// postmaster is the process of PostgreSQL that a data folder names.
func postmaster(t testing.TB, dataDir string) int {
	t.Helper()
	pid, err := postmasterNow(dataDir)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// postmasterNow is an error while there is none.
func postmasterNow(dataDir string) (int, error) {
	text, err := os.ReadFile(filepath.Join(dataDir, "postgres", "data", "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	return strconv.Atoi(first)
}
