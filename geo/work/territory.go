package work

import (
	"context"
	"io"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/ingest"
	"atlante/geo/travel"
)

// BoundaryStore keeps the boundaries of the comuni, and all that depends on them.
type BoundaryStore interface {
	GridStore
	CoverageStore
	BoundaryChecksum(context.Context) (string, error)
	ReplaceBoundaries(context.Context, geo.Boundaries) error
}

// ReplaceBoundaries puts new boundaries in place, remakes the grid and its
// residents and publishes the coverage, all in one transaction: no reader sees
// new cells with old figures. It does nothing, and says so with false,
// when the same file was imported last.
func ReplaceBoundaries[S BoundaryStore](ctx context.Context, db Atomic[S], b geo.Boundaries, r Recomputation) (changed bool, err error) {
	err = db.Atomically(ctx, func(s S) error {
		last, err := s.BoundaryChecksum(ctx)
		if err != nil || b.Checksum != "" && last == b.Checksum {
			return err
		}
		changed = true
		if err := s.ReplaceBoundaries(ctx, b); err != nil {
			return err
		}
		if err := RebuildGrid(ctx, s, r.Parameters, r.Progress); err != nil {
			return err
		}
		_, err = Recompute(ctx, within[S]{s}, r)
		return err
	})
	return changed && err == nil, err
}

// NameStore gives the gazetteer that resolves names of comuni in files.
type NameStore interface {
	Gazetteer(context.Context) (*gazetteer.Gazetteer, error)
}

// ZoneStore moves comuni between zones.
type ZoneStore interface {
	NameStore
	CoverageStore
	SetZones(ctx context.Context, zoneOf map[geo.ComuneID]geo.ZoneID, source string) (int64, error)
}

// Move is a comune that went from one zone to another.
type Move struct {
	Comune   geo.Comune
	From, To geo.ZoneID
}

// ImportZones reads which comune belongs to which zone, tells what moved, and
// publishes the figures by the new zones, all at once. A refused row refuses the
// file: nothing is changed.
func ImportZones[S ZoneStore](ctx context.Context, db Atomic[S], r io.Reader, o ingest.Options, re Recomputation) ([]Move, *ingest.Report, error) {
	var moves []Move
	var report *ingest.Report
	err := db.Atomically(ctx, func(s S) error {
		names, err := s.Gazetteer(ctx)
		if err != nil {
			return err
		}
		zones, err := s.Zones(ctx, false)
		if err != nil {
			return err
		}
		var rows []ingest.ZoneAssignment
		if rows, report, err = ingest.ReadZoneAssignments(ctx, r, o, names, zones); err != nil {
			return err
		}
		if report.Rejected > 0 {
			return refused(report)
		}
		if moves, err = moveZones(ctx, s, rows, o.File); err != nil || len(moves) == 0 {
			return err
		}
		_, err = Recompute(ctx, within[S]{s}, re)
		return err
	})
	return moves, report, err
}

func moveZones(ctx context.Context, s ZoneStore, rows []ingest.ZoneAssignment, file string) ([]Move, error) {
	comuni, _, err := s.Comuni(ctx, geo.ComuneFilter{})
	if err != nil {
		return nil, err
	}
	want := map[geo.ComuneID]geo.ZoneID{}
	for _, a := range rows {
		want[a.Comune] = a.Zone
	}
	var moves []Move
	change := map[geo.ComuneID]geo.ZoneID{}
	for _, c := range comuni {
		if z, named := want[c.ID]; named && z != c.Zone {
			moves = append(moves, Move{c, c.Zone, z})
			change[c.ID] = z
		}
	}
	if len(moves) == 0 {
		return nil, nil
	}
	_, err = s.SetZones(ctx, change, "imported: "+file)
	return moves, err
}

// ValleyStore replaces the valleys.
type ValleyStore interface {
	NameStore
	Comuni(context.Context, geo.ComuneFilter) ([]geo.Comune, string, error)
	ReplaceValleys(context.Context, []geo.Valley, []geo.Pass, map[geo.ComuneID]geo.ValleyID) error
}

// ValleyFiles are the three files that describe the valleys.
type ValleyFiles struct{ Valleys, Members, Passes io.Reader }

// ImportValleys replaces the valleys, their comuni and the passes together.
func ImportValleys[S ValleyStore](ctx context.Context, db Atomic[S], f ValleyFiles, o ingest.Options) (*ingest.Report, error) {
	var report *ingest.Report
	err := db.Atomically(ctx, func(s S) error {
		names, err := s.Gazetteer(ctx)
		if err != nil {
			return err
		}
		valleys, rep, err := ingest.ReadValleys(ctx, f.Valleys, o, names)
		if report = rep; err != nil || rep.Rejected > 0 {
			return refusedOr(err, rep)
		}
		members, rep, err := ingest.ReadValleyMembers(ctx, f.Members, o, names, valleys)
		if report = rep; err != nil || rep.Rejected > 0 {
			return refusedOr(err, rep)
		}
		passes, rep, err := ingest.ReadPasses(ctx, f.Passes, o, names)
		if report = rep; err != nil || rep.Rejected > 0 {
			return refusedOr(err, rep)
		}
		in := map[geo.ComuneID]geo.ValleyID{}
		for _, m := range members {
			in[m.Comune] = m.Valley
		}
		if err := s.ReplaceValleys(ctx, valleys, passes, in); err != nil {
			return err
		}
		comuni, _, err := s.Comuni(ctx, geo.ComuneFilter{})
		if err != nil {
			return err
		}
		_, err = travel.NewEstimate(comuni, valleys, passes, travel.DefaultParameters()) // refuses what no time can be told by
		return err
	})
	return report, err
}

// StreetStore replaces the official street names.
type StreetStore interface {
	NameStore
	ReplaceStreets(context.Context, []gazetteer.Street) (int64, error)
	PlaceSaver
}

// ImportStreets replaces the official street names and looks again at the
// addresses of all places: streets that now exist are confirmed. It gives the
// number of names and how many places changed.
func ImportStreets[S StreetStore](ctx context.Context, db Atomic[S], r io.Reader, o ingest.Options, b geo.Batch) (int64, geo.PlaceChanges, *ingest.Report, error) {
	var n int64
	var changes geo.PlaceChanges
	var report *ingest.Report
	err := db.Atomically(ctx, func(s S) error {
		names, err := s.Gazetteer(ctx)
		if err != nil {
			return err
		}
		var streets []gazetteer.Street
		report, err = ingest.ReadStreets(ctx, r, o, names, func(t gazetteer.Street) error {
			streets = append(streets, t)
			return nil
		})
		if err != nil || report.Rejected > 0 {
			return refusedOr(err, report)
		}
		if n, err = s.ReplaceStreets(ctx, streets); err != nil {
			return err
		}
		changes, err = relocate(ctx, s, b)
		return err
	})
	return n, changes, report, err
}

// refused says that rows of a file were refused, and so all of it.
func refused(r *ingest.Report) error {
	first := r.Rejects[0]
	return geo.Invalid("Non è stato caricato nulla: %d righe rifiutate. La prima: %s, riga %d, colonna %q, valore %q: %s",
		r.Rejected, first.File, first.Line, first.Column, first.Value, first.Reason)
}

func refusedOr(err error, r *ingest.Report) error {
	if err != nil {
		return err
	}
	return refused(r)
}
