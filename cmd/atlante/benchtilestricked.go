package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/paulmach/orb/maptile"

	"atlante/tiles/pack"
)

// tilesOfZooms are the tiles of the walk that a trick may be made for: what one saves
// at the zooms that everybody sees first hardly shows among the many below.
var tilesOfZooms = []struct {
	name     string
	from, to maptile.Zoom
	passes   int
}{{"7 to 9", 7, 9, 15}, {"10 and 11", 10, 11, 2}, {"12 to 14", 12, 14, 1}}

// tricks builds the program without one trick after the other and sets each beside
// the whole one.
func (b *tileBench) tricks(ctx context.Context) error {
	root, err := moduleRoot(ctx)
	if err != nil {
		return fmt.Errorf("si misura dalla cartella dei sorgenti / run it in the folder of the sources: %w", err)
	}
	if err := b.workTricks(ctx, root); err != nil {
		return err
	}
	return b.placedTricks(ctx, root)
}

// workTricks compares what a tile costs without each.
func (b *tileBench) workTricks(ctx context.Context, root string) error {
	whole, end, err := b.variant(ctx, root, trick{name: "nothing"}, engineRun{})
	if err != nil {
		return err
	}
	defer end()
	field := []*contestant{whole}
	for _, t := range tileTricks {
		c, end, err := b.variant(ctx, root, t, engineRun{})
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		defer end()
		field = append(field, c)
	}
	if err := b.sameTiles(ctx, field); err != nil {
		return err
	}
	if err := b.compete(ctx, field, []int{8}, b.Rounds); err != nil {
		return err
	}
	byZoom := make([][]*contestant, len(tilesOfZooms))
	for i, z := range tilesOfZooms {
		for _, c := range field {
			part := newContestant(c.name, c.address, c.path, z.passes)
			part.pid = c.pid
			for _, t := range b.data.walk {
				if t.Z >= z.from && t.Z <= z.to {
					part.tiles = append(part.tiles, t)
				}
			}
			if len(part.tiles) == 0 {
				return fmt.Errorf("the walk has no tile of zoom %s", z.name)
			}
			byZoom[i] = append(byZoom[i], part)
		}
		if err := b.compete(ctx, byZoom[i], []int{8}, b.Rounds); err != nil {
			return err
		}
	}
	b.writeTricks(field, byZoom)
	return nil
}

// sameTiles fails unless all give the same tiles, unpacked: what a trick saves is work, and
// nothing of what people see. One of ten is asked for.
func (b *tileBench) sameTiles(ctx context.Context, field []*contestant) error {
	for i := 0; i < len(b.data.walk); i += 10 {
		var first []byte
		for _, c := range field {
			packed, err := readTile(ctx, c.address, c.path(b.data.walk[i]))
			if err != nil {
				return err
			}
			raw, err := pack.Unpack(packed)
			if err != nil {
				return err
			}
			if first == nil {
				first = raw
			}
			if !bytes.Equal(raw, first) {
				return fmt.Errorf("tile %s: %q and %q differ", tilePath(b.data.walk[i]), field[0].name, c.name)
			}
		}
	}
	return nil
}

func (b *tileBench) writeTricks(field []*contestant, byZoom [][]*contestant) {
	b.write("## What each trick of the tiles buys\n\nWritten by `make bench-tricks` on %s; do not edit. Data, tiles and machine as in the chapter before. The program built once more without each, as a service of its own that is asked for the same cold tiles, gzip and HTTP and all; 8 clients, medians of %d rounds in turn. \"More CPU\": what a tile costs without it, over what it costs with all of them in the same round, the median of the rounds; then for the tiles of some zooms alone, which are asked for up to 60 times in a row: what stands in the caches of the processor then makes tricks of memory look smaller.\n\n| without | instead | requests/s | CPU ms a tile | bytes a tile | more CPU |", time.Now().UTC().Format(time.DateOnly), b.Rounds)
	for _, z := range tilesOfZooms {
		b.write(" zoom %s |", z.name)
	}
	b.write("\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for i, c := range field {
		m := middleRun(c.runs[8])
		instead := ""
		if i > 0 {
			instead = tileTricks[i-1].instead
		}
		b.write("| %s | %s | %.0f | %s | %.0f |", c.name, instead, m.perSecond, digits(m.cpu), m.bytes)
		for _, f := range append([][]*contestant{field}, byZoom...) {
			if i == 0 {
				b.write(" %s ms |", digits(middleRun(f[0].runs[8]).cpu))
				continue
			}
			b.write(" **%+.0f %%** |", 100*(middleRatio(f[i].runs[8], f[0].runs[8], cpuOfTile)-1))
		}
		b.write("\n")
	}
	b.write("\n")
}

// placedRounds are more: a single figure varies more than a table of them.
func (b *tileBench) placedRounds() int { return 2*b.Rounds + 1 }

// placedTricks sets the others beside the whole program, each where it was made for.
func (b *tileBench) placedTricks(ctx context.Context, root string) error {
	b.write("Others save waiting instead of work, or work elsewhere: each is measured where it was made for, medians of %d rounds.\n\n| without | instead | what is measured | with it | without | more |\n|---|---|---|--:|--:|--:|\n", b.placedRounds())
	for _, t := range placedTricks {
		if err := b.placedTrick(ctx, root, t); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	b.write("\n")
	return nil
}

func (b *tileBench) placedTrick(ctx context.Context, root string, t placedTrick) error {
	with, end, err := b.variant(ctx, root, trick{name: "with " + t.name}, t.run)
	if err != nil {
		return err
	}
	defer end()
	without, endOther, err := b.variant(ctx, root, trick{"without " + t.name, t.instead, t.edits}, t.run)
	if err != nil {
		return err
	}
	defer endOther()
	field := []*contestant{with, without}
	if err := b.sameTiles(ctx, field); err != nil {
		return err
	}
	if t.run.cached {
		with.passes, without.passes = warmPasses, warmPasses
	}
	if err := b.compete(ctx, field, []int{t.clients}, b.placedRounds()); err != nil {
		return err
	}
	var of [2]float64
	for i, c := range field {
		var s sample
		for _, r := range c.runs[t.clients] {
			s = append(s, t.of(r))
		}
		of[i] = s.at(50)
	}
	b.write("| %s | %s | %s | %s | %s | **%+.0f %%** |\n", strings.TrimPrefix(with.name, "with "), t.instead, t.what, digits(of[0]), digits(of[1]), 100*(middleRatio(without.runs[t.clients], with.runs[t.clients], t.of)-1))
	return nil
}
