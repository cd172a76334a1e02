package tiles

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strconv"
	"time"

	"atlante/api/wire"
	"atlante/tiles/cache"
)

// mediaType of a tile.
const mediaType = "application/vnd.mapbox-vector-tile"

func (s *Service) tile(w http.ResponseWriter, r *http.Request) error {
	text, err := routed(r)
	if err != nil {
		return err
	}
	a, err := text.address()
	if err != nil {
		return err
	}
	pin, err := parsePin(r)
	if err != nil {
		return err
	}
	v, err := s.lookPinned(r.Context(), pin)
	if err != nil {
		return err
	}
	k := v.key(a)
	var h wire.Head
	s.describe(&h, v, a)
	accepted := wire.Accepted(r)
	if s.notModified(w, r, &h, k, accepted) {
		return nil
	}
	item, how, err := s.answer(r.Context(), v, a, k)
	if err != nil {
		return err
	}
	if pin != 0 && v.snap == nil { // a change while the store made it would put new data under the old pin
		now, err := s.lookAtStore(r.Context())
		if err != nil {
			return err
		}
		if n := now.version(pinned); n != pin {
			return outdated(pin, n)
		}
	}
	return s.send(w, r, &h, k, item, how, accepted)
}

// send writes the answer in the best encoding that the client takes and that is
// there.
func (s *Service) send(w http.ResponseWriter, r *http.Request, h *wire.Head, k cache.Key, item *cache.Item, how how, accepted wire.Encodings) error {
	h.Set("Cache-Status", how.String())
	body := item.Body
	if len(body) == 0 {
		h.Set("Etag", s.tag(k.In(cache.Identity)))
		h.Write(w, http.StatusNoContent)
		return nil
	}
	if better := s.better.of(k, item, accepted); better != nil {
		k, body = k.In(cache.Brotli), better
	} else if !accepted.Gzip {
		var err error
		if body, err = s.plain(r.Context(), k, body); err != nil {
			return err
		}
		k = k.In(cache.Identity)
	}
	if k.Encoding != cache.Identity {
		h.Set("Content-Encoding", k.Encoding.String())
	}
	h.Set("Etag", s.tag(k))
	h.Set("Content-Type", mediaType)
	h.Send(w, r, body)
	return nil
}

// String is what Cache-Status says (RFC 9211). What the store has made is said,
// because it is slower; what a snapshot has made is the rule.
func (x how) String() string {
	out := "atlante; fwd=miss"
	switch {
	case x.hit:
		out = "atlante; hit"
	case x.joined:
		out += "; collapsed"
	case !x.empty:
		out += "; stored"
	}
	if x.stored {
		out += "; detail=postgis"
	}
	return out
}

// tag depends on the program, the versions of the layers in this tile, the address
// and the encoding: so a change elsewhere leaves it as it is, and it is known without
// a look at the tile. The versions are those of the state that the tile is made from;
// where the store makes it they are read before, so a change in between costs one
// more request and never leaves an old tile behind a new tag.
func (s *Service) tag(k cache.Key) string {
	var room [256]byte
	text := append(append(room[:0], s.version...), 0)
	text = append(text, byte(k.Encoding), k.Z, bit(k.Planned))
	text = binary.BigEndian.AppendUint16(text, k.Layers)
	text = binary.BigEndian.AppendUint16(text, k.Stored)
	text = binary.BigEndian.AppendUint32(text, k.X)
	text = binary.BigEndian.AppendUint32(text, k.Y)
	text = binary.BigEndian.AppendUint64(text, k.Lineage)
	for _, n := range k.Versions {
		text = binary.BigEndian.AppendUint64(text, uint64(n))
	}
	sum := sha256.Sum256(text)
	var out [26]byte
	out[0], out[25] = '"', '"'
	base64.RawURLEncoding.Encode(out[1:25], sum[:18])
	return string(out[:])
}

func bit(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// notModified answers 304 when the client holds the tile in an encoding that it
// takes now.
func (s *Service) notModified(w http.ResponseWriter, r *http.Request, h *wire.Head, k cache.Key, accepted wire.Encodings) bool {
	held := r.Header["If-None-Match"]
	if len(held) == 0 {
		return false
	}
	for _, e := range encodings(accepted) {
		if tag := s.tag(k.In(e)); wire.Matches(held, tag) {
			h.Set("Etag", tag)
			h.Set("Cache-Status", how{hit: true, stored: k.Stored != 0}.String())
			h.Write(w, http.StatusNotModified)
			return true
		}
	}
	return false
}

// encodings are those in which a client may hold a tile, the likeliest first.
func encodings(accepted wire.Encodings) []cache.Encoding {
	out := make([]cache.Encoding, 0, 3)
	if accepted.Gzip {
		out = append(out, cache.Gzip)
	}
	if accepted.Brotli {
		out = append(out, cache.Brotli)
	}
	return append(out, cache.Identity)
}

// VersionsHeader names the versions of the layers of an answer: whoever reads it sees
// them only grow.
const VersionsHeader = "Atlante-Versions"

// describe sets the headers that do not depend on the bytes.
func (s *Service) describe(h *wire.Head, v view, a address) {
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", keep(a))
	h.Set("Age", strconv.FormatInt(v.age(s.now()), 10))
	h.Set(VersionsHeader, v.list(a))
}

// age is the seconds since the store last confirmed the state that the answer is made
// from. That is what RFC 9111 (4.2.3, 5.1) calls the time since an answer was
// validated at its origin: PostgreSQL is the origin of what it says, and we keep a
// copy. As a rule it is 0 to 2; it grows while the database is down, so that caches
// between us and the client count the stale seconds that they may add from there.
func (v view) age(now time.Time) int64 {
	if v.checked.IsZero() {
		return 0
	}
	return max(0, int64(now.Sub(v.checked)/time.Second))
}

// list names the versions of the layers, as a dictionary of RFC 9651.
func (v view) list(a address) string {
	var room [256]byte
	out := room[:0]
	for i := range a.layers {
		if i > 0 {
			out = append(out, ", "...)
		}
		id := a.layers[i].ID
		out = append(append(out, id...), '=')
		out = strconv.AppendInt(out, v.version(id), 10)
	}
	return string(out)
}

// How long caches may give an answer on after they should have asked (RFC 5861). All
// must ask every time; the tag makes that cheap. The seconds count from Age, so from
// the last word of the database.
//
// A place that is withdrawn must be gone everywhere within 5 seconds, also where we do
// not answer, and one that is approved must show at once to whoever looks: a second
// lets a shared cache ask once for a crowd, four bridge a restart. Boundaries, names
// and figures of a publication harm nobody when they are a minute old, and stand for a
// day if we are down: our pages pin the version that they are made from (?v=), which a
// stale answer still is.
const (
	keepPlaces = "public, max-age=0, stale-while-revalidate=1, stale-if-error=4"
	keepOthers = "public, max-age=0, stale-while-revalidate=60, stale-if-error=86400"
)

func keep(a address) string {
	for i := range a.layers {
		if a.layers[i].ID == "places" {
			return keepPlaces
		}
	}
	return keepOthers
}
