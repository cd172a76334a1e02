package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/ingest"
	"atlante/geo/work"
)

// places imports a made file of many places, the same file again, and sets the
// writing beside a bare COPY.
func (b *bench) places(ctx context.Context, d *database) error {
	file, err := benchFile(ctx, d, b.Rows)
	if err != nil {
		return err
	}
	first, err := b.importPlaces(ctx, d, file)
	if err != nil {
		return err
	}
	if first.changes.New != b.Rows {
		return fmt.Errorf("%d of %d places are new", first.changes.New, b.Rows)
	}
	again, err := b.importPlaces(ctx, d, file)
	if err != nil {
		return err
	}
	rows, bare, err := bareCopy(ctx, d, "place", "batch", first.batch)
	if err != nil {
		return err
	}
	b.write("## Import of %d places\n\nA CSV of %.1f MB made with a fixed seed: places over all comuni, one half with coordinates, the other with a comune and an address only. **%.0f rows per second**, all in one transaction.\n\n",
		b.Rows, float64(len(file))/1e6, float64(b.Rows)/first.total)
	b.table("seconds", first.total, first.phases())
	b.write("The same file again, which changes nothing: %s s, %.0f rows per second.\n\n", digits(again.total), float64(b.Rows)/again.total)
	b.table("seconds", again.total, again.phases())
	b.write("A bare COPY of the %d rows into a table without keys: %s s; the first import takes %.1f times as long.\n\n", rows, digits(bare), first.total/bare)
	return nil
}

// imported is an import by its parts, in seconds.
type imported struct {
	total, read, locate float64
	changes             geo.PlaceChanges
	batch               uuid.UUID
	laps                *laps
}

func (i imported) phases() []phase {
	return []phase{
		{"read and check the rows", i.read},
		{"find the comune of the coordinates (PostGIS)", i.laps.seconds("comuni_at")},
		{"locate the addresses (gazetteer)", i.locate - i.laps.seconds("comuni_at")},
		{"copy the rows to a temporary table", i.laps.seconds("copy incoming_place")},
		{"compare with what is known", i.laps.seconds("incoming_place_keep") + i.laps.seconds("incoming_known_fill")},
		{"entries, with their keys", i.laps.seconds("incoming_entry_new")},
		{"revisions and history", i.laps.seconds("incoming_revision") + i.laps.seconds("incoming_transition")},
		{"what people see: keys, indexes, checks", i.laps.seconds("incoming_place_show")},
		{"commit", i.laps.seconds("commit")},
	}
}

func (b *bench) importPlaces(ctx context.Context, d *database, file []byte) (imported, error) {
	batch, err := newBatch("places", "bench.csv", "")
	if err != nil {
		return imported{}, err
	}
	r := imported{batch: batch.ID, laps: &laps{}}
	began, read := time.Now(), time.Now()
	out, err := work.ImportPlaces(r.laps.context(ctx), d.Store, bytes.NewReader(file), work.PlaceImport{
		Options: ingest.Options{File: "bench.csv", Limits: ingest.CLILimits(), Progress: func(ingest.Progress) { read = time.Now() }},
		Source:  geo.Source{Name: "bench", Licence: "CC BY 4.0"}, Batch: batch, NewID: uuid.NewV7})
	r.total, r.changes = time.Since(began).Seconds(), out.Changes
	r.read = read.Sub(began).Seconds()
	if writing, ok := r.laps.first("incoming_place"); ok {
		r.locate = writing.from.Sub(read).Seconds()
	}
	return r, err
}

// benchFile makes a CSV of places over all comuni, those with coordinates at
// the centre of a cell of their comune. The same data give the same file.
func benchFile(ctx context.Context, d *database, rows int) ([]byte, error) {
	cells, err := d.Cells(ctx)
	if err != nil {
		return nil, err
	}
	comuni, _, err := d.Comuni(ctx, geo.ComuneFilter{})
	if err != nil {
		return nil, err
	}
	of := map[geo.ComuneID][]cover.Cell{}
	for _, c := range cells {
		of[c.Owner] = append(of[c.Owner], c)
	}
	rng := rand.New(rand.NewPCG(2026, 7))
	kinds := []string{"partner", "casa_del_quartiere", "portineria"}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"external_id", "kind", "name", "address", "comune", "lat", "lon"})
	for i := range rows {
		c := comuni[i%len(comuni)]
		n := strconv.Itoa(i)
		row := []string{n, kinds[rng.IntN(len(kinds))], "Luogo di prova " + n, "Via Roma " + strconv.Itoa(1+rng.IntN(99)), string(c.ID), "", ""}
		if i%2 == 0 {
			at := of[c.ID][rng.IntN(len(of[c.ID]))].Centre
			row[5], row[6] = fmt.Sprintf("%.6f", at.Lat()), fmt.Sprintf("%.6f", at.Lon())
		}
		_ = w.Write(row)
	}
	w.Flush()
	return io.ReadAll(&out)
}
