package entry

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"atlante/geo/registry"
	"atlante/web/site"
)

// Nobody fills the form in less; a program that does is asked to wait. People
// who are as fast lose nothing: the form comes back as it was, and goes the
// second time.
const fastest = 3 * time.Second

// Forms that were opened longer ago than this have to say so again.
const oldest = 7 * 24 * time.Hour

// begin signs a time, for the hidden field of a form that has no draft yet.
func (p *pages) begin(t time.Time) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(t.Unix()))
	return base64.RawURLEncoding.EncodeToString(append(b[:], p.sign(b[:])...))
}

// began reads the time at which a form was opened; false when this service has
// not written it.
func (p *pages) began(s string) (time.Time, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(raw) != 8+signature || !hmac.Equal(raw[8:], p.sign(raw[:8])) {
		return time.Time{}, false
	}
	return time.Unix(int64(binary.BigEndian.Uint64(raw)), 0), true
}

const signature = 16

func (p *pages) sign(b []byte) []byte {
	m := hmac.New(sha256.New, p.Secret)
	m.Write([]byte("web/entry began"))
	m.Write(b)
	return m.Sum(nil)[:signature]
}

// rushed tells whether a form was sent sooner than a person could. What counts
// is the earlier of the time in the form, which is signed, and that of the
// draft, which is stored.
func (p *pages) rushed(r *site.Request, draft *registry.Dossier) bool {
	at, ok := p.began(r.Field("began"))
	if draft != nil && (!ok || draft.CreatedAt.Before(at)) {
		return p.Now().Sub(draft.CreatedAt) < fastest
	}
	age := p.Now().Sub(at)
	return !ok || age < fastest || age > oldest
}
