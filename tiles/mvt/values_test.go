package mvt

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Numbered anew, rows stand for the same values, in the order of their first use; all
// values are still found, and new ones come behind.
func TestArrange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := NewValues()
		words := rapid.SliceOfN(rapid.StringN(0, 4, 9), 1, 300).Draw(t, "values")
		for _, w := range words {
			ids(t, v, w)
		}
		rows := rapid.SliceOf(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) ValueID {
			return ValueID(rapid.IntRange(0, v.Len()).Draw(t, "id"))
		}), 0, 5)).Draw(t, "rows")
		var before [][]byte
		for _, row := range rows {
			for _, id := range row {
				before = append(before, valueOf(v, id))
			}
		}
		n := v.Len()
		v.Arrange(slices.Values(rows))
		next, k := ValueID(1), 0
		for _, row := range rows {
			for _, id := range row {
				if id > next {
					t.Fatalf("%d comes before %d", id, next)
				}
				if id == next {
					next++
				}
				if !bytes.Equal(valueOf(v, id), before[k]) {
					t.Fatalf("value %d is %q, not %q", id, valueOf(v, id), before[k])
				}
				k++
			}
		}
		if v.Len() != n {
			t.Fatalf("%d values became %d", n, v.Len())
		}
		for _, w := range words {
			if id := ids(t, v, w)[0]; int(id) > n || !bytes.HasSuffix(valueOf(v, id), []byte(w)) {
				t.Fatalf("%q is now number %d of %d", w, id, n)
			}
		}
		if id := ids(t, v, "a value of its own")[0]; int(id) != n+1 {
			t.Fatalf("a new value is number %d after %d", id, n)
		}
	})
}

func valueOf(v *Values, id ValueID) []byte {
	if id == 0 {
		return nil
	}
	return bytes.Clone(v.bytes(uint32(id)))
}
