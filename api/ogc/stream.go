package ogc

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/klauspost/compress/gzip"

	"atlante/api/wire"
	"atlante/geo/export"
	"atlante/geo/feature"
)

// An answer is made in portions. Each is read from the database whole, then
// written: so no more than one is held, however many features there are, and no
// slow reader holds a connection to the database.
const (
	firstPortion = 200     // features; all answers up to it are made whole and have a length
	portionBytes = 1 << 20 // of the others, about
	portionLeast = 20
	portionMost  = 2000
	// What is sorted by another field than the key is sorted again for each
	// portion, so those are fewer and larger.
	sortedFirst = 2000
	sortedBytes = 6 << 20
)

// stream writes a GeoJSON collection: timeStamp and numberMatched in front, what
// is known only at the end behind.
func (q *request) stream(w http.ResponseWriter, encoding string, matched int64) error {
	e := export.NewEncoder(q.of, q.crs.SRID, q.crs.LatitudeFirst)
	buf := q.head(matched)
	out := &portions{w: w, q: q, encoding: encoding}
	size, about, most := firstPortion, portionBytes, portionMost
	if len(q.query.Sort) > 0 {
		size, about, most = sortedFirst, sortedBytes, q.query.Limit
	}
	query, left, returned := q.query, q.query.Limit, 0
	for {
		query.Limit = min(size, left)
		before, told := len(buf), 0
		next, err := q.part(query, func(f feature.Feature) error {
			if returned+told > 0 {
				buf = append(buf, ',', '\n')
			}
			var err error
			buf, err = e.Append(buf, f)
			told++
			return err
		})
		if err != nil {
			return out.fail(err)
		}
		returned, left = returned+told, left-told
		last := next == "" || left <= 0 || told == 0
		if last {
			if buf, err = q.tail(buf, returned, next); err != nil {
				return out.fail(err)
			}
			return out.end(buf)
		}
		if !out.write(buf) {
			return nil // the client has gone
		}
		size = min(max(about/max((len(buf)-before)/told, 1), portionLeast), most)
		buf, query.After, query.Offset = buf[:0], next, 0
	}
}

func (q *request) head(matched int64) []byte {
	buf := []byte(`{"type":"FeatureCollection","timeStamp":`)
	buf = export.AppendText(buf, stamp(q.state.Changed))
	buf = append(buf, `,"numberMatched":`...)
	buf = strconv.AppendInt(buf, matched, 10)
	return append(buf, ",\"features\":[\n"...)
}

func (q *request) tail(buf []byte, returned int, next string) ([]byte, error) {
	links, err := encode(q.links(next))
	if err != nil {
		return nil, err
	}
	buf = append(buf, "\n],\"numberReturned\":"...)
	buf = strconv.AppendInt(buf, int64(returned), 10)
	buf = append(buf, `,"links":`...)
	buf = append(buf, bytes.TrimSpace(links)...)
	return append(buf, '}', '\n'), nil
}

// portions writes an answer piece by piece.
type portions struct {
	w        http.ResponseWriter
	q        *request
	encoding string
	out      io.Writer // nil until something has been written
	packer   *gzip.Writer
}

// begin sends the headers.
func (p *portions) begin() {
	if p.out != nil {
		return
	}
	p.w.Header().Set("Content-Type", contentType(p.q.format))
	p.out = p.w
	if p.encoding == "gzip" {
		p.w.Header().Set("Content-Encoding", "gzip")
		p.packer, _ = gzip.NewWriterLevel(p.w, 5) // a level that there is
		p.out = p.packer
	}
	p.w.WriteHeader(http.StatusOK)
}

// write sends a piece; the time to take it begins anew with each. False: the
// client has gone.
func (p *portions) write(b []byte) bool {
	p.begin()
	c := http.NewResponseController(p.w)
	_ = c.SetWriteDeadline(p.q.s.Now().Add(wire.WriteTimeout)) // not every writer has one
	_, err := p.out.Write(b)
	return err == nil
}

// end sends the last piece; an answer of one piece has a length.
func (p *portions) end(b []byte) error {
	if p.out == nil {
		return wire.Send(p.w, p.q.r, contentType(p.q.format), p.encoding, b)
	}
	if p.write(b) && p.packer != nil {
		_ = p.packer.Close() // the client may be gone
	}
	return nil
}

// fail gives the error back while nothing has been sent. Afterwards the answer is
// cut, so that nobody takes half of it for the whole.
func (p *portions) fail(err error) error {
	if p.out == nil {
		return err
	}
	p.q.s.Log.LogAttrs(p.q.ctx(), slog.LevelError, "answer cut", slog.String("path", p.q.r.URL.Path), slog.Any("err", err))
	panic(http.ErrAbortHandler)
}
