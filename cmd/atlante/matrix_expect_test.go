package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// block is what comes of one way of asking a route, as testdata/matrix.txt says.
type block struct {
	method, route, way string
	lines              []*expected
}

// expected is a line: what comes of asking in some states, as some actors.
type expected struct {
	states  []string // "*" all
	actors  string   // "*" all
	outcome string
	own     bool // it stands in the block itself, so that it must be met
	met     bool
}

// noEntry says that a route is about no entry.
const noEntry = "-"

func (b *block) name() string { return strings.TrimSpace(b.method + " " + b.route + " " + b.way) }

// aboutEntry tells whether the route is asked for every entry.
func (b *block) aboutEntry() bool { return b.lines[0].states[0] != noEntry }

// line gives what is expected of an actor in a state: the first line that fits.
func (b *block) line(state, actor string) *expected {
	for _, x := range b.lines {
		if (x.states[0] == "*" || slices.Contains(x.states, state)) && (x.actors == "*" || strings.Contains(x.actors, actor)) {
			return x
		}
	}
	return nil
}

// reader takes the file of expectations apart.
type reader struct {
	t      testing.TB
	blocks []*block
	sets   map[string][]string
	shared map[string]*[]*expected
	into   *[]*expected
	own    bool
}

func readExpectations(t testing.TB) []*block {
	t.Helper()
	text, err := os.ReadFile("testdata/matrix.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{t: t, sets: map[string][]string{}, shared: map[string]*[]*expected{}}
	for n, line := range strings.Split(string(text), "\n") {
		line, _, _ = strings.Cut(line, " #")
		if words := strings.Fields(line); len(words) > 0 && words[0][0] != '#' && !r.take(line, words) {
			t.Fatalf("testdata/matrix.txt:%d: %s", n+1, line)
		}
	}
	return r.blocks
}

// take reads a line; false when it makes no sense.
func (r *reader) take(line string, words []string) bool {
	switch {
	case words[0] == "set":
		r.sets["@"+words[1]] = words[2:]
	case words[0] == "define":
		r.into, r.own = &[]*expected{}, false
		r.shared[words[1]] = r.into
	case words[0] == "use":
		lines, known := r.shared[words[1]]
		if !known {
			return false
		}
		for _, x := range *lines {
			same := *x
			*r.into = append(*r.into, &same)
		}
	case line[0] != ' ':
		b := &block{method: words[0], route: words[1], way: strings.Join(words[2:], " ")}
		r.blocks = append(r.blocks, b)
		r.into, r.own = &b.lines, true
	default:
		return r.expect(line)
	}
	return true
}

func (r *reader) expect(line string) bool {
	parts := strings.Split(line, ":")
	if len(parts) != 3 {
		return false
	}
	x := &expected{actors: strings.TrimSpace(parts[1]), outcome: strings.TrimSpace(parts[2]), own: r.own}
	for _, s := range strings.Fields(parts[0]) {
		if set, known := r.sets[s]; known {
			x.states = append(x.states, set...)
		} else if s[0] == '@' {
			return false
		} else {
			x.states = append(x.states, s)
		}
	}
	for _, a := range strings.ReplaceAll(x.actors, "*", "") {
		if !strings.ContainsRune(actorLetters, a) {
			return false
		}
	}
	*r.into = append(*r.into, x)
	return len(x.states) > 0
}
