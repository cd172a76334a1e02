package work

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/ingest"
)

// PlaceSaver writes places and gives them back with their keys.
type PlaceSaver interface {
	NameStore
	PlaceRows(context.Context) ([]ingest.PlaceRow, error)
	SavePlaces(context.Context, geo.Batch, []ingest.PlaceRow) (geo.PlaceChanges, error)
}

// PlaceStore is what an import of places needs.
type PlaceStore interface {
	PlaceSaver
	BoundaryReader
	Kinds(context.Context) ([]geo.Kind, error)
}

// PlaceImport is a file of places and how to treat it.
type PlaceImport struct {
	ingest.Options
	Source      geo.Source // of rows that name none
	DefaultKind geo.KindID // for files without a column for the kind
	DryRun      bool       // read, locate and compare, then change nothing
	Batch       geo.Batch  // what to call it
	NewID       func() (uuid.UUID, error)
}

// PlaceOutcome says what an import of places did, or would do.
type PlaceOutcome struct {
	Changes   geo.PlaceChanges
	Unlocated []ingest.PlaceRow // kept, but without a position: work to do
	Report    *ingest.Report
}

// errDryRun takes back the transaction of a dry run.
var errDryRun = errors.New("dry run")

// ImportPlaces reads places from CSV or GeoJSON, finds positions for those that
// give none, and writes them all in one transaction. One refused row refuses the
// file; the report says which rows and why. The same file twice changes nothing.
func ImportPlaces[S PlaceStore](ctx context.Context, db Atomic[S], r io.Reader, im PlaceImport) (PlaceOutcome, error) {
	var out PlaceOutcome
	err := db.Atomically(ctx, func(s S) error {
		names, err := s.Gazetteer(ctx)
		if err != nil {
			return err
		}
		kinds, err := s.Kinds(ctx)
		if err != nil {
			return err
		}
		if err := knownKind(im.DefaultKind, kinds); err != nil {
			return err
		}
		var rows []ingest.PlaceRow
		rows, out.Report, err = ingest.CollectPlaces(ctx, r, ingest.PlaceOptions{
			Options: im.Options, Territory: names, Kinds: kinds, DefaultKind: im.DefaultKind, Source: im.Source})
		if err != nil {
			return err
		}
		if err := compareComuni(ctx, s, rows, im.File, out.Report); err != nil {
			return err
		}
		if out.Report.Rejected > 0 {
			return refused(out.Report)
		}
		if err := locate(names, rows, im.NewID); err != nil {
			return err
		}
		for _, p := range rows {
			if p.Position == nil {
				out.Unlocated = append(out.Unlocated, p)
			}
		}
		b := im.Batch
		b.Accepted = len(rows)
		for _, n := range out.Report.Notices {
			b.Notices = append(b.Notices, n.Text)
		}
		if out.Changes, err = s.SavePlaces(ctx, b, rows); err != nil {
			return err
		}
		if im.DryRun {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return out, err
}

// knownKind refuses a kind for all rows that does not exist; "" is none.
func knownKind(id geo.KindID, kinds []geo.Kind) error {
	var known []string
	for _, k := range kinds {
		if id == k.ID {
			return nil
		}
		known = append(known, string(k.ID))
	}
	if id == "" {
		return nil
	}
	return geo.Invalid("il tipo %q non esiste; scegli tra %s / no such kind", id, strings.Join(known, ", "))
}

// locate gives every row an id and, where it has none, a position as good as
// the gazetteer knows it.
func locate(names *gazetteer.Gazetteer, rows []ingest.PlaceRow, newID func() (uuid.UUID, error)) error {
	for i := range rows {
		rows[i].Place, _ = names.Place(rows[i].Place)
		if rows[i].Position == nil {
			rows[i].Precision = geo.PrecisionNone
		}
		id, err := newID()
		if err != nil {
			return err
		}
		rows[i].ID = id
	}
	return nil
}

// relocate looks again for the positions that were not given by a source, and
// for the streets of all addresses; only places that change are written.
func relocate(ctx context.Context, s PlaceSaver, b geo.Batch) (geo.PlaceChanges, error) {
	names, err := s.Gazetteer(ctx)
	if err != nil {
		return geo.PlaceChanges{}, err
	}
	rows, err := s.PlaceRows(ctx)
	if err != nil {
		return geo.PlaceChanges{}, err
	}
	for i := range rows {
		if rows[i].Precision != geo.PrecisionExact {
			rows[i].Position = nil
		}
		rows[i].Place, _ = names.Place(rows[i].Place)
		if rows[i].Position == nil {
			rows[i].Precision = geo.PrecisionNone
		}
	}
	b.Accepted = len(rows)
	return s.SavePlaces(ctx, b, rows)
}
