package ingest

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// ComuneBoundary is the territory of a comune, outer rings counter-clockwise
// and holes clockwise, in the coordinates of the file.
type ComuneBoundary struct {
	ID       geo.ComuneID
	Name     string // as the file writes it
	Boundary orb.MultiPolygon
	SRID     int // 4326 (degrees, longitude first) or 32632 (metres)
}

// Boundaries is all that a boundary file gives.
type Boundaries struct {
	Comuni []ComuneBoundary // by code, one for each comune expected
	SRID   int
	SHA256 string // of the file as it arrived, lower-case hexadecimal
	Bytes  int64
	Format string // "shapefile" or "GeoJSON"
}

// BoundaryOptions say which comuni the file must hold: exactly these.
type BoundaryOptions struct {
	Options
	Expected []geo.Comune
}

// ReadBoundaries reads boundaries of comuni from a zip with a shapefile, as
// ISTAT publishes it (key PRO_COM_T), or from a GeoJSON FeatureCollection (key
// com_istat_code, PRO_COM_T or istat), told apart by the first bytes. Comuni of
// other provinces are passed over.
//
// The file is refused as a whole, with an error that wraps geo.ErrInvalid,
// when a comune is missing, unknown or given twice, a ring is open, or the
// coordinate system is not what the file declares. Whether polygons cross
// themselves or each other is for the database to check.
func ReadBoundaries(ctx context.Context, r io.Reader, o BoundaryOptions) (Boundaries, *Report, error) {
	limits := o.Limits.orDefault()
	report := newReport(o.File)
	m := &meter{ctx: ctx, in: r, file: o.File, limit: limits.Bytes}
	sum := sha256.New()
	in := bufio.NewReader(io.TeeReader(m, sum))
	head, err := in.Peek(4)
	b := &boundaryReader{ctx: ctx, o: o, limits: limits, report: report, ids: make(map[geo.ComuneID]bool)}
	var format string
	switch {
	case err != nil && !errors.Is(err, io.EOF):
	case len(head) == 0:
		err = geo.Invalid("%s: il file è vuoto / the file is empty", o.File)
	case bytes.HasPrefix(head, []byte("PK")):
		format = "shapefile"
		err = b.readZip(in)
	case startsJSON(in):
		format = "GeoJSON"
		err = b.readGeoJSON(in, m)
	default:
		err = geo.Invalid("%s: serve lo zip dei confini ISTAT (shapefile) oppure un GeoJSON / neither a zip nor a GeoJSON", o.File)
	}
	if err == nil {
		err = b.check()
	}
	if err != nil {
		return Boundaries{}, report, fileError(o.File, err)
	}
	return Boundaries{Comuni: b.found, SRID: b.srid, SHA256: hex.EncodeToString(sum.Sum(nil)), Bytes: m.read, Format: format}, report, nil
}

// boundaryReader collects comuni from either format.
type boundaryReader struct {
	ctx       context.Context
	o         BoundaryOptions
	limits    Limits
	report    *Report
	srid      int
	found     []ComuneBoundary
	ids       map[geo.ComuneID]bool
	vertices  int
	elsewhere int
}

// add keeps a comune after looking at its rings.
func (b *boundaryReader) add(id geo.ComuneID, name string, polygons orb.MultiPolygon) error {
	if b.ids[id] {
		return geo.Invalid("%s: il comune %s (%s) è dato due volte / given twice", b.o.File, id, clip(name))
	}
	b.ids[id] = true
	n := 0
	for _, polygon := range polygons {
		for i, ring := range polygon {
			n += len(ring)
			if why := openRing(ring); why != "" {
				return geo.Invalid("%s: comune %s (%s): %s", b.o.File, id, clip(name), why)
			}
			turn(ring, i == 0)
		}
	}
	if n == 0 {
		return geo.Invalid("%s: il comune %s (%s) non ha confine / no geometry", b.o.File, id, clip(name))
	}
	if b.vertices += n; n > b.limits.RingVertices || b.vertices > b.limits.Vertices {
		return geo.Invalid("%s: troppi vertici (%d nel comune %s, %d in tutto): usa i confini generalizzati / too many vertices", b.o.File, n, id, b.vertices)
	}
	b.found = append(b.found, ComuneBoundary{ID: id, Name: name, Boundary: polygons})
	b.report.Rows++
	if b.o.Progress != nil {
		b.o.Progress(Progress{Rows: b.report.Rows})
	}
	return b.ctx.Err()
}

// openRing says what is wrong with a ring, "" when nothing is.
func openRing(ring orb.Ring) string {
	for _, p := range ring {
		if !finite(p) {
			return "coordinate non finite / coordinates are not finite"
		}
	}
	switch {
	case len(ring) < 4:
		return "un anello ha meno di quattro vertici / a ring with fewer than four vertices"
	case !ring.Closed():
		return "un anello non è chiuso: il primo e l'ultimo vertice devono coincidere / a ring is not closed"
	case ring.Orientation() == 0:
		return "un anello non ha area / a ring without area"
	}
	return ""
}

func finite(p orb.Point) bool {
	const big = 1e9 // beyond any coordinate; also false for NaN
	return p[0] > -big && p[0] < big && p[1] > -big && p[1] < big
}

// turn makes an outer ring run counter-clockwise and a hole clockwise.
func turn(ring orb.Ring, outer bool) {
	if (ring.Orientation() == orb.CCW) != outer {
		ring.Reverse()
	}
}

// check looks at all comuni together.
func (b *boundaryReader) check() error {
	if b.elsewhere > 0 {
		b.report.notice(0, "%d comuni di altre province: non letti", b.elsewhere)
	}
	if err := b.checkSet(); err != nil {
		return err
	}
	box := b.found[0].Boundary.Bound()
	for _, c := range b.found {
		box = box.Union(c.Boundary.Bound())
	}
	if b.srid == 0 { // no .prj: the numbers themselves tell
		b.srid = sridDegrees
		if piemonteMetres.Contains(box.Min) && piemonteMetres.Contains(box.Max) {
			b.srid = sridMetres
		}
		b.report.notice(0, "manca il file .prj: dalle coordinate il sistema è EPSG:%d", b.srid)
	}
	if err := checkBox(b.o.File, box, b.srid); err != nil {
		return err
	}
	slices.SortFunc(b.found, func(x, y ComuneBoundary) int { return strings.Compare(string(x.ID), string(y.ID)) })
	for i := range b.found {
		b.found[i].SRID = b.srid
	}
	return nil
}

// checkSet makes sure that exactly the expected comuni were found.
func (b *boundaryReader) checkSet() error {
	var missing, unknown []string
	expected := make(map[geo.ComuneID]bool, len(b.o.Expected))
	for _, c := range b.o.Expected {
		expected[c.ID] = true
		if !b.ids[c.ID] {
			missing = append(missing, fmt.Sprintf("%s (%s)", c.Name, c.ID))
		}
	}
	for _, c := range b.found {
		if !expected[c.ID] {
			unknown = append(unknown, fmt.Sprintf("%s (%s)", clip(c.Name), c.ID))
		}
	}
	if missing == nil && unknown == nil && len(b.found) > 0 {
		return nil
	}
	text := fmt.Sprintf("%s: servono esattamente %d comuni, nel file ce ne sono %d", b.o.File, len(expected), len(b.found))
	if missing != nil {
		text += "; mancano: " + some(missing)
	}
	if unknown != nil {
		text += "; sconosciuti: " + some(unknown) + " (confini di un altro anno?)"
	}
	return geo.Invalid("%s / wrong set of comuni", text)
}

// some lists at most twenty names.
func some(names []string) string {
	slices.Sort(names)
	if len(names) <= 20 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s e altri %d", strings.Join(names[:20], ", "), len(names)-20)
}
