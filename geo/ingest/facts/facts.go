// Package facts holds what Atlante knows from the start: comuni, zones,
// valleys, passes, kinds, the starting set of places. The files are read by the
// same parsers as everybody's files, and every set carries its source.
package facts

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"iter"
	"time"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/ingest"
)

//go:embed *.csv
var files embed.FS

// Comuni gives the comuni by code, without boundaries.
func Comuni() ([]geo.Comune, error) {
	return read(SetComuni, ingest.ReadComuni)
}

// Zones gives the zone omogenee by number, without boundaries.
func Zones() ([]geo.Zone, error) { return read(SetZones, ingest.ReadZones) }

// Kinds gives the kinds of places by position.
func Kinds() ([]geo.Kind, error) { return read(SetKinds, ingest.ReadKinds) }

// Localities gives the quartieri with a point of their own.
func Localities() ([]gazetteer.Locality, error) {
	return read(SetLocalities, ingest.ReadLocalities)
}

// Suppressed gives the comuni that mergers ended.
func Suppressed() ([]gazetteer.Suppressed, error) {
	list, err := read(SetSuppressed, ingest.ReadSuppressed)
	for i := range list {
		list[i].Source = Source(SetSuppressed)
	}
	return list, err
}

// Valleys gives the valleys, a tree by mouths.
func Valleys() ([]geo.Valley, error) {
	g, err := Gazetteer(nil)
	if err != nil {
		return nil, err
	}
	return read(SetValleys, func(ctx context.Context, r io.Reader, o ingest.Options) ([]geo.Valley, *ingest.Report, error) {
		return ingest.ReadValleys(ctx, r, o, g)
	})
}

// Passes gives the roads over ridges.
func Passes() ([]geo.Pass, error) {
	g, err := Gazetteer(nil)
	if err != nil {
		return nil, err
	}
	return read(SetPasses, func(ctx context.Context, r io.Reader, o ingest.Options) ([]geo.Pass, *ingest.Report, error) {
		return ingest.ReadPasses(ctx, r, o, g)
	})
}

// Relation of the participants to the Plan.
const tookPart = "took part in the consultation"

// Participants gives the bodies that took part in the Plan. They are in no
// coverage figure until they claim a place.
func Participants() ([]geo.Organization, error) {
	g, err := Gazetteer(nil)
	if err != nil {
		return nil, err
	}
	return read(SetParticipants, func(ctx context.Context, r io.Reader, o ingest.Options) ([]geo.Organization, *ingest.Report, error) {
		return ingest.ReadOrganizations(ctx, r, o, g, tookPart, Source(SetParticipants))
	})
}

// Networks gives the networks of organizations.
func Networks() ([]ingest.NetworkRow, error) {
	return read(SetNetworks, func(ctx context.Context, r io.Reader, o ingest.Options) ([]ingest.NetworkRow, *ingest.Report, error) {
		return ingest.ReadNetworks(ctx, r, o, Source(SetNetworks).Licence)
	})
}

// Places gives the starting set of places as the bytes of a CSV, to be read by
// ingest.ReadPlaces with the source that Source(SetPlaces) gives.
func Places() []byte { return contents(SetPlaces) }

// Gazetteer builds a gazetteer of the facts, with street names if any are
// given.
func Gazetteer(streets iter.Seq[gazetteer.Street]) (*gazetteer.Gazetteer, error) {
	comuni, err := Comuni()
	if err != nil {
		return nil, err
	}
	localities, err := Localities()
	if err != nil {
		return nil, err
	}
	suppressed, err := Suppressed()
	if err != nil {
		return nil, err
	}
	return gazetteer.New(gazetteer.Facts{Comuni: comuni, Localities: localities, Suppressed: suppressed, Streets: streets})
}

// parser is a reader of ingest, ready but for its input.
type parser[T any] func(context.Context, io.Reader, ingest.Options) ([]T, *ingest.Report, error)

// read runs a parser over an embedded file. Facts may hold no reject.
func read[T any](s Set, parse parser[T]) ([]T, error) {
	rows, report, err := parse(never{}, bytes.NewReader(contents(s)), ingest.Options{File: s.file()})
	if err != nil {
		return nil, fmt.Errorf("embedded facts: %w", err)
	}
	if report.Rejected > 0 {
		r := report.Rejects[0]
		return nil, fmt.Errorf("embedded facts: %s, line %d, column %s, value %q: %s", r.File, r.Line, r.Column, r.Value, r.Reason)
	}
	return rows, nil
}

func contents(s Set) []byte {
	b, err := files.ReadFile(s.file())
	if err != nil {
		panic("embedded file missing: " + err.Error()) // the build would have failed
	}
	return b
}

// never is a context that does not end: bytes that are part of the program are
// read at once, there is nothing to wait for and nobody to call it off.
type never struct{}

func (never) Deadline() (time.Time, bool) { return time.Time{}, false }
func (never) Done() <-chan struct{}       { return nil }
func (never) Err() error                  { return nil }
func (never) Value(any) any               { return nil }
