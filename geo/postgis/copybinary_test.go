package postgis

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"atlante/geo/layer"
)

// copied writes rows as PostgreSQL does.
func copied(rows [][]*string) []byte {
	b := append(slices.Clone(copySignature), make([]byte, 8)...)
	for _, r := range rows {
		b = binary.BigEndian.AppendUint16(b, uint16(len(r)))
		for _, f := range r {
			if f == nil {
				b = binary.BigEndian.AppendUint32(b, 0xffffffff)
				continue
			}
			b = binary.BigEndian.AppendUint32(b, uint32(len(*f)))
			b = append(b, *f...)
		}
	}
	return binary.BigEndian.AppendUint16(b, 0xffff)
}

// However the bytes arrive, the rows are the same; and a reading that is cut off
// says so.
func TestCopyReaderReadsAnyPieces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.Ptr(rapid.StringN(0, 20, 40), true), 0, 4), 0, 6).Draw(rt, "rows")
		var got []string
		in := copyReader{row: func(fields [][]byte) error { got = append(got, told(fields)); return nil }}
		b := copied(rows)
		cut := rapid.IntRange(0, len(b)).Draw(rt, "cut")
		for rest := b[:cut]; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(rt, "piece")
			piece := slices.Clone(rest[:n])
			if _, err := in.Write(piece); err != nil {
				rt.Fatal(err)
			}
			clear(piece) // nothing may be kept of what was handed in
			rest = rest[n:]
		}
		if err := in.close(); (err == nil) != (cut == len(b)) {
			rt.Fatalf("%d of %d bytes: %v", cut, len(b), err)
		}
		if cut < len(b) {
			return
		}
		for i, r := range rows {
			fields := make([][]byte, len(r))
			for k, f := range r {
				if f != nil {
					fields[k] = []byte(*f)
				}
			}
			if want := told(fields); len(got) != len(rows) || got[i] != want {
				rt.Fatalf("%d of %d rows; %q, want %q", len(got), len(rows), got, want)
			}
		}
	})
}

func told(fields [][]byte) string {
	var b strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&b, "%v %q;", f == nil, f)
	}
	return b.String()
}

// Bytes of something else are refused, and so is what comes after the end.
func TestCopyReaderRefuses(t *testing.T) {
	t.Parallel()
	for _, b := range [][]byte{[]byte(strings.Repeat("something else ", 3)), append(copied(nil), 1, 2)} {
		in := copyReader{row: func([][]byte) error { return nil }}
		if _, err := in.Write(b); !errors.Is(err, errCopy) {
			t.Errorf("%q: %v", b, err)
		}
	}
}

// Whatever is in the object, the quick reader and a general decoder agree.
func TestPropsAsDecoded(t *testing.T) {
	t.Parallel()
	fields := []layer.Field{{Name: "a"}, {Name: "minutes_x"}, {Name: "state_x"}}
	quick := newPropsReader(fields)
	word := rapid.SampledFrom([]string{`1`, `-3`, `0`, `0.25`, `1.0`, `12345678901234567890`, `1e3`, `true`, `false`, `null`, `""`, `"ok"`, `"a,b}"`, `"a\"b"`, `"\u00e8"`, `"è"`, `[1, 2]`, `{"b": 1}`, `{}`})
	name := rapid.SampledFrom([]string{"a", "minutes_x", "state_x", "other", `w\"x`, ""})
	rapid.Check(t, func(rt *rapid.T) {
		var parts []string
		for _, n := range rapid.SliceOfNDistinct(name, 0, 6, rapid.ID).Draw(rt, "names") {
			parts = append(parts, `"`+n+`": `+word.Draw(rt, "value"))
		}
		text := "{" + strings.Join(parts, ", ") + "}"
		got, want := make([]any, 3), make([]any, 3)
		for range 2 { // the second time from what is remembered
			clear(got)
			if err := quick.read([]byte(text), got); err != nil {
				rt.Fatalf("%s: %v", text, err)
			}
		}
		var all map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &all); err != nil {
			rt.Fatal(err)
		}
		for i, f := range fields {
			want[i] = plainly(all[f.Name])
		}
		if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
			rt.Fatalf("%s: %#v, want %#v", text, got, want)
		}
	})
	for _, bad := range []string{`{"a": `, `[`, `{"a": tru}`, `{"a": 1`, `x`} {
		if err := newPropsReader(fields).read([]byte(bad), make([]any, 3)); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

// plainly says what a tile holds for a value of JSON, in the plainest way.
func plainly(text json.RawMessage) any {
	var whole int64
	var number float64
	var word string
	var yes bool
	switch {
	case text == nil || string(text) == "null":
		return nil
	case json.Unmarshal(text, &whole) == nil:
		return whole
	case json.Unmarshal(text, &number) == nil && number == float64(int64(number)) && number < 1<<53:
		return int64(number)
	case json.Unmarshal(text, &number) == nil:
		return number
	case json.Unmarshal(text, &word) == nil:
		return word
	case json.Unmarshal(text, &yes) == nil:
		return yes
	}
	return nil
}
