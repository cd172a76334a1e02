package ingest

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash/fnv"
	"io"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

// PlaceRow is a place as a file describes it: without an ID, and with a
// position only where the file gives coordinates (EPSG:4326).
type PlaceRow struct {
	geo.Place
	Line int // physical line, or number of the feature
	// Key is the same whenever the same place is read again: "id:", the kind and
	// the external id where there is one (lists of two kinds may number alike), else "h:" and a hash of kind, folded
	// name and comune.
	Key        string
	ExternalID string
}

// Territory is what the reader of places must know of the comuni;
// *gazetteer.Gazetteer is one.
type Territory interface {
	ComuneResolver
	InZone(geo.ZoneID) []geo.ComuneID
}

// PlaceOptions say how to understand a file of places.
type PlaceOptions struct {
	Options
	Territory   Territory
	Kinds       []geo.Kind
	DefaultKind geo.KindID // for files without a column for the kind
	Source      geo.Source // of rows that name none; its licence and date hold for all
}

// CollectPlaces is ReadPlaces into a slice.
func CollectPlaces(ctx context.Context, r io.Reader, o PlaceOptions) ([]PlaceRow, *Report, error) {
	var rows []PlaceRow
	report, err := ReadPlaces(ctx, r, o, func(p PlaceRow) error {
		rows = append(rows, p)
		return nil
	})
	return rows, report, err
}

// ReadPlaces reads places from CSV (comma, semicolon or tab; UTF-8 or
// Windows-1252; Italian or English headers) or from a GeoJSON
// FeatureCollection of points, told apart by the first character. Rows go to
// each as they are read; an error of each stops the reading and is returned.
//
// A row that says the same as an earlier one is passed over with a notice; one
// with the same key that says something else is a reject. The report is never
// nil. An error wraps geo.ErrInvalid when the file is at fault.
func ReadPlaces(ctx context.Context, r io.Reader, o PlaceOptions, each func(PlaceRow) error) (*Report, error) {
	limits := o.Limits.orDefault()
	in := bufio.NewReaderSize(r, 4096)
	p := newPlaceReader(o, each)
	var report *Report
	var err error
	if startsJSON(in) {
		report, err = p.readGeoJSON(ctx, in, limits)
	} else {
		report, err = p.readCSV(ctx, in)
	}
	return report, err
}

// startsJSON tells whether the first sign of a file is a curly bracket.
func startsJSON(in *bufio.Reader) bool {
	head, _ := in.Peek(512) // an error comes again when the file is read
	for i, c := range head {
		switch {
		case c == '{':
			return true
		case c == ' ', c == '\t', c == '\r', c == '\n', i < 3 && c == byteOrderMark[i]:
		default:
			return false
		}
	}
	return false
}

// placeReader turns rows into places.
type placeReader struct {
	o     PlaceOptions
	kinds map[string]geo.KindID // by folded id, name and plural
	seen  map[string]earlier    // by key
	each  func(PlaceRow) error
}

// earlier is where a key was first read, and a sum of all that was said there.
type earlier struct {
	line int
	sum  uint64
}

func newPlaceReader(o PlaceOptions, each func(PlaceRow) error) *placeReader {
	p := &placeReader{o: o, kinds: make(map[string]geo.KindID), seen: make(map[string]earlier), each: each}
	for _, k := range o.Kinds {
		for _, name := range []string{string(k.ID), k.NameIT, k.NameEN, k.PluralIT, k.PluralEN} {
			p.kinds[gazetteer.Fold(name)] = k.ID
		}
	}
	return p
}

func (p *placeReader) readCSV(ctx context.Context, r io.Reader) (*Report, error) {
	t, err := openTable(ctx, r, p.o.Options, p.fields())
	if err != nil {
		return t.report, err
	}
	err = t.each(p.take)
	return t.report, err
}

// take reads one row and hands it on unless it is bad or a repetition.
func (p *placeReader) take(r *row) error {
	place := p.place(r)
	if r.bad {
		return nil
	}
	sum := fnv.New64a()
	for _, v := range r.values {
		sum.Write([]byte(v))
		sum.Write([]byte{0})
	}
	if was, twice := p.seen[place.Key]; twice {
		if was.sum == sum.Sum64() {
			r.report.notice(r.line, "uguale alla riga %d: letta una volta", was.line)
			return nil
		}
		r.reject(placeName, "già alla riga %d con altri dati: correggi, oppure distingui i due luoghi con il nome o con external_id / given twice with different data", was.line)
		return nil
	}
	p.seen[place.Key] = earlier{r.line, sum.Sum64()}
	return p.each(place)
}

// placeKey is PlaceRow.Key.
func placeKey(externalID string, kind geo.KindID, name string, comune geo.ComuneID) string {
	if externalID != "" {
		return "id:" + string(kind) + ":" + externalID
	}
	sum := sha256.Sum256([]byte(string(kind) + "\x00" + gazetteer.Fold(name) + "\x00" + string(comune)))
	return "h:" + hex.EncodeToString(sum[:16])
}

// kind finds a kind by its short name, its name or its plural.
func (p *placeReader) kind(r *row) geo.KindID {
	written := r.text(placeKind)
	if written == "" && p.o.DefaultKind != "" {
		return p.o.DefaultKind
	}
	id, ok := p.kinds[gazetteer.Fold(written)]
	if !ok {
		known := ""
		for i, k := range p.o.Kinds {
			if i > 0 {
				known += ", "
			}
			known += string(k.ID)
		}
		r.reject(placeKind, "tipo sconosciuto: %s / unknown kind", known)
	}
	return id
}
