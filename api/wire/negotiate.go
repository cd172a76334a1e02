package wire

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Format is a way in which an answer can be written.
type Format struct {
	Name      string // value of the parameter f
	MediaType string
}

// The formats of the API.
var (
	JSON    = Format{"json", "application/json"}
	GeoJSON = Format{"geojson", "application/geo+json"}
)

// Negotiate chooses among the offers, the first of which is the default: the
// parameter f decides, else the header Accept. Nothing suitable is 406; an
// unknown f is a fault.
func Negotiate(r *http.Request, offers ...Format) (Format, error) {
	if f := r.URL.Query().Get("f"); f != "" {
		for _, o := range offers {
			if o.Name == f {
				return o, nil
			}
		}
		names := formatNames(offers)
		return Format{}, Fault("f", Text{fmt.Sprintf("f=%s non è disponibile qui; scegli tra: %s", clip(f), names),
			fmt.Sprintf("f=%s is not available here; choose among: %s", clip(f), names)})
	}
	accept := r.Header.Values("Accept")
	if len(accept) == 0 {
		return offers[0], nil
	}
	ranges := parseQualities(strings.Join(accept, ","))
	best, bestQ := Format{}, 0.0
	for _, o := range offers {
		if q := mediaQuality(ranges, o.MediaType); q > bestQ {
			best, bestQ = o, q
		}
	}
	if bestQ == 0 {
		return Format{}, notAcceptableError(offers)
	}
	return best, nil
}

func notAcceptableError(offers []Format) error {
	types := make([]string, len(offers))
	for i, o := range offers {
		types[i] = o.MediaType
	}
	list := strings.Join(types, ", ")
	return &wordedError{errNotAcceptable, fmt.Sprintf("Qui si risponde in %s / Answers here are in %s", list, list)}
}

// wordedError gives a sentinel of this package a text for people.
type wordedError struct {
	sentinel error
	text     string
}

func (e *wordedError) Error() string { return e.text }
func (e *wordedError) Unwrap() error { return e.sentinel }

func formatNames(offers []Format) string {
	var names []string
	for _, o := range offers {
		if !slices.Contains(names, o.Name) { // one name may be written in several ways
			names = append(names, o.Name)
		}
	}
	return strings.Join(names, ", ")
}

type quality struct {
	value string
	q     float64
}

// parseQualities reads "a;q=0.5, b": values in lower case with their weights.
// Other parameters than q are ignored, as RFC 9110 allows.
func parseQualities(header string) []quality {
	var out []quality
	for part := range strings.SplitSeq(header, ",") {
		value, params, _ := strings.Cut(part, ";")
		value = strings.ToLower(strings.TrimSpace(value))
		if value == "" {
			continue
		}
		q := 1.0
		for param := range strings.SplitSeq(params, ";") {
			name, v, _ := strings.Cut(strings.TrimSpace(param), "=")
			if strings.EqualFold(name, "q") {
				n, err := strconv.ParseFloat(v, 64)
				if err != nil || !(n >= 0 && n <= 1) {
					n = 0
				}
				q = n
			}
		}
		out = append(out, quality{value, q})
	}
	return out
}

// mediaQuality is the weight of a media type: the most specific range decides.
func mediaQuality(ranges []quality, media string) float64 {
	family, _, _ := strings.Cut(media, "/")
	for _, pattern := range []string{media, family + "/*", "*/*"} {
		i := slices.IndexFunc(ranges, func(x quality) bool { return x.value == pattern })
		if i >= 0 {
			return ranges[i].q
		}
	}
	return 0
}

// Encodings are the packed content encodings that a client takes; every client takes
// plain bytes.
type Encodings struct{ Gzip, Brotli bool }

// Accepted reads Accept-Encoding (RFC 9110, 12.5.3). "*" stands for gzip alone: who
// writes it has not thought of Brotli. Brotli is taken where it weighs no less than gzip.
func Accepted(r *http.Request) Encodings {
	switch headers := r.Header["Accept-Encoding"]; {
	case len(headers) == 0:
		return Encodings{}
	case len(headers) == 1 && headers[0] == "gzip":
		return Encodings{Gzip: true}
	case len(headers) == 1 && (headers[0] == "gzip, deflate, br, zstd" || headers[0] == "gzip, deflate, br"): // what browsers write
		return Encodings{Gzip: true, Brotli: true}
	}
	codings := parseQualities(strings.Join(r.Header.Values("Accept-Encoding"), ","))
	gzip, brotli := weight(codings, "gzip", "x-gzip", "*"), weight(codings, "br")
	return Encodings{Gzip: gzip > 0, Brotli: brotli > 0 && brotli >= gzip}
}

// weight is that of the first of the names that the client has written; 0 for none.
func weight(codings []quality, names ...string) float64 {
	for _, name := range names {
		if i := slices.IndexFunc(codings, func(x quality) bool { return x.value == name }); i >= 0 {
			return codings[i].q
		}
	}
	return 0
}

// Encoding is the content encoding that the client wants: "gzip" or "identity".
func Encoding(r *http.Request) string {
	if Accepted(r).Gzip {
		return "gzip"
	}
	return "identity"
}
