package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"time"
)

// The page about performance has several authors: `make bench` writes what stands
// before the first of these lines, `make bench-tiles` and `make bench-tricks` what
// follows theirs. Each leaves alone what the others have written.
const (
	tileChapter  = "<!-- tiles: written by make bench-tiles -->\n"
	trickChapter = "<!-- tricks: written by make bench-tricks -->\n"
)

// writeChapter writes the chapter that a line begins.
func writeChapter(name, line, chapter string) error {
	read, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	page := string(read)
	if !strings.Contains(page, line) {
		page += "\n" + line
	}
	before, after, _ := strings.Cut(page, line)
	end := len(after)
	for _, other := range []string{tileChapter, trickChapter} {
		if i := strings.Index(after, other); i >= 0 {
			end = min(end, i)
		}
	}
	next := after[end:]
	if next != "" {
		next = "\n" + next
	}
	return os.WriteFile(name, []byte(before+line+"\n"+chapter+next), 0o644)
}

// keepChapters gives what a page holds from the first of these lines on.
func keepChapters(name string) string {
	page, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	first := len(page)
	for _, line := range []string{tileChapter, trickChapter} {
		if i := strings.Index(string(page), line); i >= 0 {
			first = min(first, i)
		}
	}
	if first == len(page) {
		return ""
	}
	return "\n" + string(page[first:])
}

func (b *tileBench) head(now time.Time) error {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return err
	}
	b.write(`## Tiles side by side

Written by `+"`make bench-tiles`"+` on %s; do not edit. %d cores, %s, %s, PostgreSQL %s; load average %s before the first measurement. The ratios count: the other figures are those of this machine.

The data, made with a fixed seed: the grid and the comuni of the starting set (%d cells, %d comuni) and %d places with 8 attributes, identifiers among them as real places have (UUIDs of version 7, of forty imports), drawn where people live (the weight of a cell is its residents to the power 0.35: in proportion to them Turin alone would have 80,000), every fiftieth at the seat of a comune as its precision allows no more. The borders of the comuni, seven vertices each without the file of ISTAT, are roughened to some hundreds. The publication is older than these places: cells carry the figures of the starting set, which have the same form.

The tiles: %d different ones, in the order in which planners look at the map. A session begins with the whole territory at zoom 7, goes to a comune (two of three times one of the mountains), nearer by one or two zooms at a time, and drags the map at each; a window shows 3 by 2 tiles. Zoom 7 to 14: %s tiles. A tile has all layers that the map of the pages asks for. Every server answers all of them, in orders that differ from pass to pass and are the same for all.

`, now.UTC().Format(time.DateOnly), runtime.NumCPU(), runtime.Version(), runtime.GOARCH, b.version(), strings.Fields(string(load))[0],
		len(b.data.cells), len(b.data.comuni), b.Places, len(b.data.walk), strings.Trim(fmt.Sprint(zoomsOf(b.data.walk)), "[]"))
	return nil
}

func (b *tileBench) version() string {
	if b.d.cluster == nil {
		return "of DATABASE_URL"
	}
	return b.d.cluster.Version
}

// tableOf writes the medians of a contest, and the ratio of the first to all others.
func (b *tileBench) tableOf(field []*contestant) {
	b.write("| server | clients | requests/s | from … to | p50 ms | p99 ms | CPU ms: server | PostgreSQL | bytes a tile | ratio |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, clients := range clientCounts {
		first := middleRun(field[0].runs[clients]).perSecond
		for i, c := range field {
			if len(c.runs[clients]) == 0 {
				continue
			}
			m, all := middleRun(c.runs[clients]), sample{}
			for _, r := range c.runs[clients] {
				all = append(all, r.perSecond)
			}
			ratio, cpu, database := "", digits(m.cpu), digits(m.database)
			if i > 0 {
				ratio = fmt.Sprintf("**%.2f**", first/m.perSecond)
			}
			if c.pid != 0 {
				database = "–"
			}
			if c.foreign {
				cpu, database = "–", "–"
			}
			b.write("| %s | %d | %.0f | %.0f … %.0f | %s | %s | %s | %s | %.0f | %s |\n", c.name, clients, m.perSecond, all.at(0), all.at(100), digits(m.p50), digits(m.p99), cpu, database, m.bytes, ratio)
		}
	}
	b.write("\n")
}
