package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"atlante/geo"
	"atlante/geo/road"
	"atlante/geo/work"
)

// roadImported is an import by its parts, in seconds.
type roadImported struct {
	total, draw float64
	fileMB      float64
	counts      geo.RoadCounts
	stages      []phase
	heapMB      float64 // the most that Go held while it ran
	storedMB    float64
}

// importNetwork writes a network to a file and imports that, as people do.
func (b *bench) importNetwork(ctx context.Context, d *database, r *roadRun) (version int64, err error) {
	name := filepath.Join(filepath.Dir(b.settings.DataDir), string(r.size)+".osm.pbf")
	began := time.Now()
	drawn, err := drawNetwork(r.size, 1)
	if err != nil {
		return 0, err
	}
	if err := writePBF(ctx, name, drawn, func(int, int) {}); err != nil {
		return 0, err
	}
	drawn = nil
	r.imported.draw = time.Since(began).Seconds()
	sum, err := checksum(name)
	if err != nil {
		return 0, err
	}
	batch, err := newBatch("roads", filepath.Base(name), sum)
	if err != nil {
		return 0, err
	}
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	r.imported.fileMB = float64(info.Size()) / 1e6
	return r.imported.run(ctx, d, f, work.RoadImport{File: batch.File, Size: info.Size(), Profile: road.DefaultProfile(), Batch: batch, Now: time.Now})
}

// run times the steps by when the next begins, and the writing by its
// statements.
func (i *roadImported) run(ctx context.Context, d *database, f *os.File, im work.RoadImport) (int64, error) {
	var l laps
	names, begins := []string{}, []time.Time{}
	im.Progress = func(step string) work.Progress {
		names, begins = append(names, step), append(begins, time.Now())
		return func(int, int) {}
	}
	most := watchHeap()
	began := time.Now()
	outcome, err := work.ImportRoads(l.context(ctx), d.Store, f, im)
	ended := time.Now()
	i.heapMB = most()
	if err != nil {
		return 0, err
	}
	i.total, i.counts = ended.Sub(began).Seconds(), outcome.Version.Read
	writing, ok := l.first("graph_lock")
	if !ok {
		writing.from = ended
	}
	begins = append(begins, writing.from)
	for k, name := range names {
		i.stages = append(i.stages, phase{name, begins[k+1].Sub(begins[k]).Seconds()})
	}
	i.stages = append(i.stages, phase{"write the graphs to the database", ended.Sub(writing.from).Seconds()})
	i.storedMB, err = storedGraphs(ctx, d.owner)
	return outcome.Version.ID, err
}

// writeImports writes a table of stages for each size.
func (b *bench) writeImports(runs []roadRun) {
	for _, r := range runs {
		i := r.imported
		b.write("### Import of `%s`\n\n`atlante import roads` of %s MB .osm.pbf: %d nodes and %d ways in the file, %d nodes and %d ways of roads within 40 km of the territory (drawing and packing the file beforehand: %s s). Go held at most %s MB; the graphs of both modes take %s MB in the database; reading that for cars back takes %s s.\n\n",
			r.size, digits(i.fileMB), i.counts.FileNodes, i.counts.FileWays, i.counts.Nodes, i.counts.Ways, digits(i.draw), digits(i.heapMB), digits(i.storedMB), digits(r.readS))
		b.table("seconds", i.total, i.stages)
	}
}
