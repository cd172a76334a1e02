package work

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/ingest/osm"
	"atlante/geo/road"
)

// GraphStore keeps the versions of the road graphs.
type GraphStore interface {
	ActiveGraph(context.Context) (geo.RoadVersion, error)
	ReadGraph(ctx context.Context, version int64, mode geo.Mode) (*road.Graph, error)
	SaveGraph(context.Context, geo.RoadVersion, map[geo.Mode]*road.Graph) (int64, error)
}

// RoadStore is what an import of roads reads and writes.
type RoadStore interface {
	GraphStore
	PlaceSaver
	Comuni(context.Context, geo.ComuneFilter) ([]geo.Comune, string, error)
	ReplaceMapFile(context.Context, gazetteer.MapFile) error
}

// RoadImport is a file of roads and how to read it.
type RoadImport struct {
	File     string // its name, for people
	Size     int64
	Profile  road.Profile
	Batch    geo.Batch // what to call it; its checksum is that of the file
	Now      func() time.Time
	Progress func(step string) Progress // one for each step, told when it begins
}

// RoadOutcome says what an import of roads did.
type RoadOutcome struct {
	Version geo.RoadVersion
	Same    bool // this very file is in use: nothing was changed
	Places  geo.PlaceChanges
	Comuni  []geo.Comune // whose seats no road comes close to
	Notices []string     // what is odd about the file, though it was taken
}

// ImportRoads reads an OpenStreetMap file, makes the graphs of both modes out of
// it and stores them as the version in use, all in one transaction; streets, house
// numbers and hamlets go to the gazetteer, and all places are looked at again.
// Whatever is wrong with the file refuses it whole, with geo.ErrInvalid. It
// computes no travel times.
func ImportRoads[S RoadStore](ctx context.Context, db Atomic[S], f io.ReadSeeker, im RoadImport) (RoadOutcome, error) {
	var out RoadOutcome
	var comuni []geo.Comune
	var before geo.RoadVersion
	err := db.Atomically(ctx, func(s S) (err error) {
		if before, err = s.ActiveGraph(ctx); err != nil && !errors.Is(err, geo.ErrNotFound) {
			return err
		}
		out.Version, out.Same = before, err == nil && sameRoads(ctx, s, before, im)
		comuni, _, err = s.Comuni(ctx, geo.ComuneFilter{Geometry: true})
		return err
	})
	if err != nil || out.Same {
		return out, err
	}
	extract, err := osm.Read(ctx, f, im.Size, im.Profile, inKilobytes(im.Progress("Lettura in due passate, KB / reading in two passes, KB")))
	if err != nil {
		return out, named(im.File, err)
	}
	beyond := clipRoads(&extract, roadBox(comuni))
	im.Profile.Bends(extract.Network)
	graphs, counts, err := buildGraphs(ctx, extract.Network, im)
	if err != nil {
		return out, err
	}
	if out.Comuni, err = uncovered(graphs[geo.ModeCar], comuni); err != nil {
		return out, named(im.File, err)
	}
	out.Version = roadVersion(extract, im, beyond, counts, out.Comuni)
	out.Notices = oddities(out.Version, before)
	err = db.Atomically(ctx, func(s S) error {
		if out.Version.ID, err = s.SaveGraph(ctx, out.Version, graphs); err != nil {
			return err
		}
		if extract.Synthetic { // its streets are nobody's
			return nil
		}
		if err := s.ReplaceMapFile(ctx, mapFile(extract, out.Version)); err != nil {
			return err
		}
		out.Places, err = relocate(ctx, s, im.Batch)
		return err
	})
	return out, err
}

// sameRoads tells whether the file is in use already, read by the same profile,
// and its graphs can be read by this program.
func sameRoads(ctx context.Context, s GraphStore, v geo.RoadVersion, im RoadImport) bool {
	if v.Checksum != im.Batch.Checksum || v.ProfileHash != im.Profile.Hash() {
		return false
	}
	for _, mode := range roadModes {
		if _, err := s.ReadGraph(ctx, v.ID, mode); err != nil {
			return false
		}
	}
	return true
}

// roadModes have a graph each.
var roadModes = []geo.Mode{geo.ModeCar, geo.ModeFoot}

// buildGraphs makes the graph of each mode.
func buildGraphs(ctx context.Context, n road.Network, im RoadImport) (map[geo.Mode]*road.Graph, map[geo.Mode]geo.GraphCounts, error) {
	graphs, counts := map[geo.Mode]*road.Graph{}, map[geo.Mode]geo.GraphCounts{}
	for _, mode := range roadModes {
		step := "Grafo in auto / graph for cars"
		if mode == geo.ModeFoot {
			step = "Grafo a piedi / graph on foot"
		}
		g, r := road.Build(n, mode, im.Progress(step))
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		graphs[mode] = g
		counts[mode] = geo.GraphCounts{Ways: r.Ways, Refused: r.Refused, Nodes: r.Nodes, Edges: r.Edges, Arcs: r.Arcs,
			Components: r.Components, Largest: r.Largest, Dropped: r.Dropped, Winter: r.Winter, Km: r.Km}
	}
	return graphs, counts, nil
}

// roadVersion describes what is about to be stored.
func roadVersion(e osm.Extract, im RoadImport, beyond int, counts map[geo.Mode]geo.GraphCounts, uncovered []geo.Comune) geo.RoadVersion {
	r := e.Report
	v := geo.RoadVersion{CreatedAt: im.Now().UTC(), Active: true, File: im.File, Checksum: e.Checksum, ProfileHash: im.Profile.Hash(),
		Synthetic: e.Synthetic, Writer: r.Writer, Source: geo.Source{Name: "OpenStreetMap", Licence: "ODbL 1.0"}, Graphs: counts,
		Read: geo.RoadCounts{FileNodes: r.Nodes, FileWays: r.Ways, FileRelations: r.Relations, Nodes: len(e.Network.Nodes),
			Ways: len(e.Network.Ways), MissingNodes: r.MissingNodes, TooShort: r.TooShort, Impossible: r.Impossible, Beyond: beyond,
			Streets: len(e.Streets), Houses: len(e.Houses), Hamlets: len(e.Hamlets), Unreadable: r.Unreadable}}
	if e.Synthetic {
		v.Source = geo.Source{Name: "Rete sintetica / synthetic network: " + r.Writer, Licence: "CC0"}
	}
	if !e.Date.IsZero() {
		v.DataDate = e.Date.Format(time.RFC3339)
	}
	for _, c := range uncovered {
		v.Uncovered = append(v.Uncovered, c.ID)
	}
	return v
}

// fewerRoads is the part of the roads of before that a new file should have.
const fewerRoads = 0.9

// oddities tells what a file that was cut off between two of its blocks looks
// like: nothing in the format says how many there should be.
func oddities(v, before geo.RoadVersion) []string {
	var out []string
	if v.Synthetic {
		return nil
	}
	if v.Read.FileRelations == 0 {
		out = append(out, "Il file non contiene relazioni: se non è stato ritagliato apposta, lo scaricamento potrebbe essersi interrotto / no relations in the file: was the download cut off?")
	}
	if n := before.Read.Ways; !before.Synthetic && float64(v.Read.Ways) < fewerRoads*float64(n) {
		out = append(out, fmt.Sprintf("Le strade sono %d, prima erano %d: controlla che il file sia completo / fewer roads than before, is the file complete?", v.Read.Ways, n))
	}
	return out
}

func inKilobytes(p Progress) osm.Progress {
	return func(done, total int64) { p(int(done>>10), int(total>>10)) }
}
