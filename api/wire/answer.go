package wire

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// Revalidate is the Cache-Control of answers that may be kept but must be
// checked by their tag before they are used again.
const Revalidate = "public, max-age=0, must-revalidate"

// Tag makes a strong entity tag, quotes included, out of all that the bytes of
// an answer depend on: versions, address, encoding.
func Tag(parts ...string) string {
	h := sha256.New()
	var size [8]byte
	for _, part := range parts { // with lengths, so that "a","bc" is not "ab","c"
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write([]byte(part))
	}
	return `"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:18]) + `"`
}

// NotModified sets the headers that validate an answer, and answers 304 when
// the client already holds it. Then the caller is done.
func NotModified(w http.ResponseWriter, r *http.Request, tag string) bool {
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", Revalidate)
	if !Matches(r.Header.Values("If-None-Match"), tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// Matches tells whether a tag is among those of If-None-Match, compared weakly as
// RFC 9110 (13.1.2) asks.
func Matches(headers []string, tag string) bool {
	for _, header := range headers {
		for part := range strings.SplitSeq(header, ",") {
			part = strings.TrimSpace(part)
			if part == "*" || strings.TrimPrefix(part, "W/") == tag {
				return true
			}
		}
	}
	return false
}

// Send writes a body with its type, compressed when the encoding is "gzip". The
// encoding must be the one that went into the tag.
func Send(w http.ResponseWriter, r *http.Request, contentType, encoding string, body []byte) error {
	h := w.Header()
	if encoding == "gzip" {
		packed, err := compress(body)
		if err != nil {
			return err
		}
		body = packed
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client may be gone: nothing to do about it
	}
	return nil
}

// SendTagged sends a body whose tag is made from its own bytes: for answers
// that no version describes.
func SendTagged(w http.ResponseWriter, r *http.Request, contentType string, body []byte) error {
	encoding := Encoding(r)
	if NotModified(w, r, Tag(encoding, contentType, string(body))) {
		return nil
	}
	return Send(w, r, contentType, encoding, body)
}

func compress(body []byte) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(body)/3 + 64)
	z, err := gzip.NewWriterLevel(&out, 5)
	if err != nil {
		return nil, fmt.Errorf("gzip: %w", err)
	}
	if _, err := z.Write(body); err != nil {
		return nil, fmt.Errorf("gzip: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("gzip: %w", err)
	}
	return out.Bytes(), nil
}
