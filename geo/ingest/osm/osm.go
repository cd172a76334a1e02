// Package osm reads OpenStreetMap extracts in the format .osm.pbf: roads as a
// profile takes them, and the names of streets, house numbers and villages.
//
// A file is bytes from somewhere else. Framing, compression, sizes, wire types,
// string numbers and lengths of lists are all checked here, in the goroutine of
// the caller, and everything is bounded by Limits: a damaged or hostile file
// ends in geo.ErrInvalid with the byte where it went wrong, never in a crash.
// That is why blocks are decoded here over protoscan. The reader of
// paulmach/osm, whose words are used, decodes in goroutines of its own, where a
// string number out of range, a negative size or an undense node is a panic
// that nobody can catch, and it needs the headers of the system's zlib.
package osm

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo/road"
)

// Extract is what a file says.
type Extract struct {
	Network road.Network
	Streets []Street // by way
	Houses  []House  // in the order of their nodes and ways
	Hamlets []Hamlet // by node
	// Date of the data as the header tells it; zero when it does not.
	Date time.Time
	// Synthetic tells that the file was made by a program: it shows no real place.
	Synthetic bool
	Checksum  string // sha256 of the file, hexadecimal
	Report    Report
}

// Street is a road with a name.
type Street struct {
	Name string
	Way  int32 // into Network.Ways
}

// House is a house number.
type House struct {
	Street string // or the hamlet that numbers its houses itself
	Number string
	Point  orb.Point // EPSG:4326, longitude first
}

// Hamlet is the name of a village, a quarter or a few houses.
type Hamlet struct {
	Name  string
	Class string    // the value of place: "hamlet", "suburb" …
	Point orb.Point // EPSG:4326, longitude first
}

// Report counts what was read and what was refused.
type Report struct {
	Nodes, Ways, Relations int // of the file
	RoadNodes, RoadWays    int // that made it into the network
	MissingNodes           int // ways refused: nodes that the file does not hold
	TooShort               int // ways refused: fewer than two nodes
	Impossible             int // ways refused: coordinates that are not on Earth
	Unreadable             int // names left out: not UTF-8, control characters, too long
	Writer                 string
}

// Refused is how many ways of roads were refused.
func (r Report) Refused() int { return r.MissingNodes + r.TooShort + r.Impossible }

// Progress is told the bytes that are done, of those of both passes.
type Progress func(done, total int64)

// Read reads a file of so many bytes twice: first the ways that the profile
// takes, then the places of their nodes. It gives the whole of it or an error:
// geo.ErrInvalid with a text for people for what is wrong with the file. The same
// bytes give the same extract, whatever the order of their objects.
func Read(ctx context.Context, f io.ReadSeeker, size int64, p road.Profile, progress Progress) (Extract, error) {
	return ReadWithin(ctx, f, size, p, DefaultLimits(), progress)
}

// ReadWithin is Read with limits of its own.
func ReadWithin(ctx context.Context, f io.ReadSeeker, size int64, p road.Profile, l Limits, progress Progress) (Extract, error) {
	if err := looksRight(f, size, l); err != nil {
		return Extract{}, err
	}
	l = l.of(size)
	s := &survey{profile: p, limits: l, needed: newIDSet(l.Pages), texts: map[string]string{}}
	first, err := pass(ctx, f, size, l, s.takeWays(), func(done int64) { progress(done, 2*size) })
	if err != nil {
		return Extract{}, err
	}
	if len(s.ways) == 0 {
		return Extract{}, errNoRoads
	}
	s.nodes = make([]point, s.needed.seal())
	second, err := pass(ctx, f, size, l, s.takeNodes(), func(done int64) { progress(size+done, 2*size) })
	if err != nil {
		return Extract{}, err
	}
	if first.sum != second.sum {
		return Extract{}, errChanged
	}
	e, err := s.assemble(first.header)
	e.Date, e.Report.Writer = first.header.date, first.header.writer
	e.Synthetic = s.synthetic || first.header.synthetic()
	e.Checksum = hex.EncodeToString(first.sum[:])
	return e, err
}

// read is what a pass leaves behind beside what it took.
type read struct {
	header header
	sum    [32]byte // of the file
}

// pass goes through the file once, block after block.
func pass(ctx context.Context, f io.ReadSeeker, size int64, l Limits, v visitor, progress func(int64)) (read, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return read{}, err
	}
	var out read
	frames := newFrames(f, size)
	blobs := inflater{}
	blocks := blockReader{limits: l, visitor: v}
	var raw int64
	for first := true; ; first = false {
		if err := ctx.Err(); err != nil {
			return read{}, err
		}
		kind, body, err := frames.next()
		if errors.Is(err, io.EOF) {
			break
		}
		var data []byte
		if err == nil {
			data, err = blobs.inflate(body)
		}
		if raw += int64(len(data)); err == nil && raw > l.Raw {
			err = tooMuch(raw>>30, l.Raw>>30, "GB spacchettati / GB unpacked")
		}
		if err == nil {
			out.header, err = takeBlock(kind, first, data, out.header, &blocks)
		}
		if err != nil {
			return read{}, frames.place(err)
		}
		progress(frames.at)
	}
	frames.sum(out.sum[:])
	return out, nil
}

// takeBlock reads one unpacked block: the header, which comes first and once, or
// a block of data. Other kinds are refused: one flipped bit in the name of a
// kind must not make a block of roads go missing.
func takeBlock(kind string, first bool, data []byte, h header, blocks *blockReader) (header, error) {
	switch {
	case first && kind == kindHeader:
		return readHeader(data)
	case first:
		return h, errNotPBF
	case kind == kindData:
		return h, blocks.read(data)
	}
	return h, damage("un blocco di tipo %q non è previsto qui / unexpected kind of block", clip(kind))
}
