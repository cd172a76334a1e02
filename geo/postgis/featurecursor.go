package postgis

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/feature"
)

// featureCursor is the whole sort key of the last feature of a page, and the
// order that it belongs to.
type featureCursor struct {
	Order  string `json:"o"`
	Values []any  `json:"v"`
}

// orderName tells orders apart: a cursor of another one is refused.
func orderName(id string, parts []orderBy) string {
	for _, p := range parts {
		if id += "+"; p.down {
			id = id[:len(id)-1] + "-"
		}
		if id += p.Name; p.key {
			break
		}
	}
	return id
}

// cursor makes the one that goes on after a feature.
func cursor(c feature.Collection, parts []orderBy, f feature.Feature) (string, error) {
	out := featureCursor{Order: orderName(c.ID, parts)}
	for _, p := range parts {
		if p.key {
			out.Values = append(out.Values, f.ID)
			break
		}
		_, i, _ := c.Field(p.Name)
		out.Values = append(out.Values, cursorValue(p.Type, f.Values[i]))
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false) // < would take six bytes
	err := e.Encode(out)
	return base64.RawURLEncoding.EncodeToString(bytes.TrimSpace(text.Bytes())), err
}

// cursorValue writes a value so that it comes back exactly.
func cursorValue(t feature.Type, v any) any {
	switch v := v.(type) {
	case string: // as left() of PostgreSQL cuts it: by characters
		n := 0
		for i := range v {
			if n++; n > feature.SortText {
				return v[:i]
			}
		}
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case time.Time:
		if t == feature.Day {
			return v.Format(time.DateOnly)
		}
		return v.UTC().Format(time.RFC3339Nano)
	}
	return v
}

func badCursor() error {
	return geo.Invalid("after: il segnaposto di pagina non è di questa collezione e di questo ordine; usa l'indirizzo «next» così com'è, o ricomincia dalla prima pagina / not a cursor of this collection and order: use the address «next» as it is, or begin again")
}

// parseCursor gives the values of the order's parts.
func (b *featureBuilder) parseCursor(text string, parts []orderBy) ([]any, error) {
	if len(text) > feature.CursorMax {
		return nil, badCursor()
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || !utf8.Valid(raw) {
		return nil, badCursor()
	}
	var c featureCursor
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if d.Decode(&c) != nil || d.More() || c.Order != orderName(b.collection.ID, parts) {
		return nil, badCursor()
	}
	var out []any
	for i, p := range parts {
		if i >= len(c.Values) {
			return nil, badCursor()
		}
		v, ok := p.parse(c.Values[i])
		if !ok {
			return nil, badCursor()
		}
		if out = append(out, v); p.key {
			break
		}
	}
	if len(out) != len(c.Values) {
		return nil, badCursor()
	}
	return out, nil
}

// parse reads back what cursorValue wrote.
func (p orderBy) parse(v any) (any, bool) {
	if v == nil {
		return nil, !p.key
	}
	if p.key {
		text, _ := v.(string)
		return parseKey(p.sql, p.Name, text)
	}
	if flag, is := v.(bool); is || p.Type == feature.Boolean {
		return flag, is && p.Type == feature.Boolean
	}
	text, is := v.(string)
	if !is {
		return nil, false
	}
	out, err := p.Type.Parse(text)
	return out, err == nil
}

// parseKey reads the id of a feature as the type of its column; false when no
// feature can have it.
func parseKey(sql, name, text string) (any, bool) {
	switch sql {
	case "uuid":
		id, err := uuid.Parse(text)
		return id, err == nil && id.String() == text
	case "bigint": // an H3 index, lower-case hexadecimal
		n, err := strconv.ParseUint(text, 16, 64)
		return int64(n), err == nil && n <= math.MaxInt64 && strconv.FormatUint(n, 16) == text
	case "int":
		n, err := strconv.ParseInt(text, 10, 32)
		return int32(n), err == nil && strconv.FormatInt(n, 10) == text
	}
	return text, feature.Storable(text)
}
