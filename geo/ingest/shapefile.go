package ingest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// The shapes that hold polygons, by the ESRI Shapefile Technical Description
// (July 1998): plain, with Z, with M. Z and M are not read.
const (
	shapeNull     = 0
	shapePolygon  = 5
	shapePolygonZ = 15
	shapePolygonM = 25
)

// maxParts of one shape; a comune with islands has a few.
const maxParts = 2_000

// shapes reads the records of a .shp one after the other. Numbers in the file
// are believed only as far as bytes for them really come.
type shapes struct {
	in     io.Reader
	left   int64 // bytes that the header still promises
	limits Limits
	record int32
	buf    bytes.Buffer
}

var errShapeEnd = errors.New("il file .shp finisce prima della tabella .dbf: non vanno insieme / fewer shapes than rows in the .dbf")

// openShapes reads the header of a .shp.
func openShapes(in io.Reader, l Limits) (*shapes, error) {
	var h [100]byte
	if _, err := io.ReadFull(in, h[:]); err != nil {
		return nil, fmt.Errorf("intestazione del file .shp incompleta / short header: %w", err)
	}
	if binary.BigEndian.Uint32(h[0:]) != 9994 || binary.LittleEndian.Uint32(h[28:]) != 1000 {
		return nil, errors.New("non è uno shapefile / not a shapefile")
	}
	switch kind := binary.LittleEndian.Uint32(h[32:]); kind {
	case shapePolygon, shapePolygonZ, shapePolygonM:
	default:
		return nil, fmt.Errorf("contiene forme di tipo %d, servono poligoni / not polygons", kind)
	}
	length := int64(binary.BigEndian.Uint32(h[24:])) * 2
	return &shapes{in: in, left: length - 100, limits: l}, nil
}

// header reads the head of a record and gives the length of its content.
func (s *shapes) header() (int64, error) {
	if s.left < 8 {
		return 0, errShapeEnd
	}
	var h [8]byte
	if _, err := io.ReadFull(s.in, h[:]); err != nil {
		return 0, short(err)
	}
	s.record++
	if n := int32(binary.BigEndian.Uint32(h[0:])); n != s.record {
		return 0, fmt.Errorf("record %d numerato %d / records out of order", s.record, n)
	}
	length := int64(binary.BigEndian.Uint32(h[4:])) * 2
	s.left -= 8 + length
	if length < 4 || s.left < 0 {
		return 0, fmt.Errorf("record %d: lunghezza sbagliata / wrong length", s.record)
	}
	return length, nil
}

func short(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("il file .shp finisce a metà / the file ends too early")
	}
	return err
}

// skip passes over one record.
func (s *shapes) skip() error {
	length, err := s.header()
	if err != nil {
		return err
	}
	if _, err := io.CopyN(io.Discard, s.in, length); err != nil {
		return short(err)
	}
	return nil
}

// end makes sure that no record is left over.
func (s *shapes) end() error {
	if s.left >= 8 {
		return errors.New("il file .shp ha più forme della tabella .dbf: non vanno insieme / more shapes than rows in the .dbf")
	}
	return nil
}

// polygons reads one record as polygons with their holes.
func (s *shapes) polygons() (orb.MultiPolygon, error) {
	length, err := s.header()
	if err != nil {
		return nil, err
	}
	if most := int64(s.limits.RingVertices)*32 + maxParts*4 + 100; length > most {
		return nil, errors.New("troppi vertici / too many vertices")
	}
	s.buf.Reset()
	if _, err := io.CopyN(&s.buf, s.in, length); err != nil {
		return nil, short(err)
	}
	rings, err := ringsOf(s.buf.Bytes())
	if err != nil {
		return nil, err
	}
	return nest(rings)
}

// ringsOf takes the content of a polygon record apart: type, box, number of
// parts and points, where the parts begin, points.
func ringsOf(b []byte) ([]orb.Ring, error) {
	switch binary.LittleEndian.Uint32(b) {
	case shapePolygon, shapePolygonZ, shapePolygonM:
	case shapeNull:
		return nil, errors.New("forma vuota / null shape")
	default:
		return nil, errors.New("non è un poligono / not a polygon")
	}
	if len(b) < 44 {
		return nil, errors.New("record troppo corto / record too short")
	}
	parts, points := int64(binary.LittleEndian.Uint32(b[36:])), int64(binary.LittleEndian.Uint32(b[40:]))
	at := 44 + 4*parts
	if parts < 1 || parts > maxParts || at+16*points > int64(len(b)) {
		return nil, fmt.Errorf("%d parti e %d vertici non stanno nel record / parts and points do not fit", parts, points)
	}
	start := func(i int64) int64 {
		if i == parts {
			return points
		}
		return int64(binary.LittleEndian.Uint32(b[44+4*i:]))
	}
	rings := make([]orb.Ring, 0, parts)
	for i := range parts {
		from, to := start(i), start(i+1)
		if i == 0 && from != 0 || from >= to || to > points {
			return nil, errors.New("le parti del poligono non sono in ordine / parts out of order")
		}
		ring := make(orb.Ring, 0, to-from)
		for p := b[at+16*from : at+16*to]; len(p) > 0; p = p[16:] {
			ring = append(ring, orb.Point{
				math.Float64frombits(binary.LittleEndian.Uint64(p)),
				math.Float64frombits(binary.LittleEndian.Uint64(p[8:])),
			})
		}
		rings = append(rings, ring)
	}
	return rings, nil
}

// nest makes polygons of rings: clockwise ones are outer, the others are holes
// in the smallest outer ring around them.
func nest(rings []orb.Ring) (orb.MultiPolygon, error) {
	var out orb.MultiPolygon
	var holes []orb.Ring
	for _, r := range rings {
		if why := openRing(r); why != "" {
			return nil, errors.New(why)
		}
		if r.Orientation() == orb.CW {
			out = append(out, orb.Polygon{r})
		} else {
			holes = append(holes, r)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("tutti gli anelli girano in senso antiorario: nello shapefile quelli esterni vanno in senso orario / no outer ring")
	}
	for _, h := range holes {
		best, bestArea := -1, math.Inf(1)
		for i := range out {
			if area := math.Abs(planar.Area(out[i][0])); area < bestArea && around(out[i][0], h) {
				best, bestArea = i, area
			}
		}
		if best < 0 {
			return nil, errors.New("un buco sta fuori da ogni anello esterno / a hole outside all outer rings")
		}
		out[best] = append(out[best], h)
	}
	return out, nil
}

// around tells whether a hole lies in a ring. Three of its vertices stand for
// all: whether it crosses the ring is checked by the database.
func around(ring, hole orb.Ring) bool {
	box := ring.Bound()
	for _, i := range []int{0, len(hole) / 3, 2 * len(hole) / 3} {
		if !box.Contains(hole[i]) || !planar.RingContains(ring, hole[i]) {
			return false
		}
	}
	return true
}
