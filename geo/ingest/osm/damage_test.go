package osm_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"atlante/geo"
	"atlante/geo/ingest/osm"
	"atlante/geo/ingest/osm/osmtest"
	"atlante/geo/road"
)

// Cut anywhere, a file is refused.
func TestCutFiles(t *testing.T) {
	b := town().Bytes()
	for n := range len(b) {
		if _, err := read(t, b[:n]); !errors.Is(err, geo.ErrInvalid) {
			t.Fatalf("%d of %d bytes: %v", n, len(b), err)
		}
	}
}

// One bit that is not as it was: the file is refused, or its content is the same.
func TestFlippedBits(t *testing.T) {
	f := town()
	f.Date, f.Writer, f.Relations = 1_700_000_000, "prova", []osmtest.Relation{{ID: 1, Tags: map[string]string{"type": "route"}}}
	b := f.Bytes()
	want := mustRead(t, b)
	random := rand.New(rand.NewPCG(1, 2))
	copies, same := 60, 0
	if soak() {
		copies = 1000
	}
	for range copies {
		bit := random.IntN(8 * len(b))
		flipped := slices.Clone(b)
		flipped[bit/8] ^= 1 << (bit % 8)
		got, err := read(t, flipped)
		if err != nil {
			if !errors.Is(err, geo.ErrInvalid) {
				t.Errorf("bit %d: %v", bit, err)
			}
			continue
		}
		got.Checksum = want.Checksum
		if same++; !reflect.DeepEqual(got, want) {
			t.Errorf("bit %d: another content", bit)
		}
	}
	t.Logf("%d copies of %d bytes: %d refused, %d of the same content", copies, len(b), copies-same, same)
}

// One bit that is not as it was in what is packed, and packed rightly: whatever
// is read of it, it ends.
func TestFlippedBitsInside(t *testing.T) {
	blocks := town().Messages()
	random := rand.New(rand.NewPCG(3, 4))
	copies, refused := 400, 0
	if soak() {
		copies = 4_000
	}
	for range copies {
		var file []byte
		hurt := random.IntN(len(blocks))
		for i, data := range blocks {
			if i == hurt {
				data = slices.Clone(data)
				for range 1 + random.IntN(3) {
					data[random.IntN(len(data))] ^= 1 << random.IntN(8)
				}
			}
			kind := "OSMData"
			if i == 0 {
				kind = "OSMHeader"
			}
			file = append(file, osmtest.Block(kind, data)...)
		}
		if _, err := read(t, file); err != nil {
			if refused++; !errors.Is(err, geo.ErrInvalid) {
				t.Errorf("%v", err)
			}
		}
	}
	t.Logf("%d copies: %d refused", copies, refused)
}

// turning gives other bytes at the second reading.
type turning struct {
	*bytes.Reader
	second []byte
	seeks  int
}

func (f *turning) Seek(offset int64, whence int) (int64, error) {
	if f.seeks++; f.seeks == 3 { // the first bytes, the first pass, the second
		f.Reader = bytes.NewReader(f.second)
	}
	return f.Reader.Seek(offset, whence)
}

// A file that changes while it is read is refused.
func TestChangingFile(t *testing.T) {
	later := town()
	later.Date = 1_700_000_000
	b := later.Bytes()
	other := b
	for len(other) != len(b) || bytes.Equal(other, b) { // as long, and of another second
		later.Date++
		other = later.Bytes()
	}
	_, err := osm.Read(t.Context(), &turning{Reader: bytes.NewReader(b), second: other}, int64(len(b)), road.DefaultProfile(), func(int64, int64) {})
	refused(t, err, "è cambiato")
}

// failing is a disk that gives up.
type failing struct{ *bytes.Reader }

var errDisk = errors.New("the disk is gone")

func (f failing) Read([]byte) (int, error) { return 0, errDisk }

// An error of the disk is no fault of the file; the end of the context ends it.
func TestOtherEnds(t *testing.T) {
	b := town().Bytes()
	_, err := osm.Read(t.Context(), failing{bytes.NewReader(b)}, int64(len(b)), road.DefaultProfile(), func(int64, int64) {})
	if !errors.Is(err, errDisk) || errors.Is(err, geo.ErrInvalid) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = osm.Read(ctx, bytes.NewReader(b), int64(len(b)), road.DefaultProfile(), func(int64, int64) {})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// FuzzRead looks for a crash; its seeds run with every test.
func FuzzRead(f *testing.F) {
	f.Add(town().Bytes())
	f.Add(withNodes(2, osmtest.Message{}.Deltas(1, 1, 2).Deltas(8, 1, 2).Deltas(9, 1, 2)))
	for _, m := range town().Messages() {
		f.Add(append(osmtest.Block("OSMHeader", town().Header()), osmtest.Block("OSMData", m)...))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := read(t, b); err != nil && !errors.Is(err, geo.ErrInvalid) {
			t.Error(err)
		}
		// The same bytes as the message of a block that is packed rightly.
		if _, err := read(t, after(b)); err != nil && !errors.Is(err, geo.ErrInvalid) {
			t.Error(err)
		}
	})
}
