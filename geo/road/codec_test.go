package road

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"atlante/geo"
)

type failer interface{ Fatal(...any) }

func written(t failer, g *Graph) []byte {
	var b bytes.Buffer
	n, err := g.WriteTo(&b)
	if err != nil || n != int64(b.Len()) {
		t.Fatal(n, b.Len(), err)
	}
	return b.Bytes()
}

func TestAGraphComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, _ := Build(randomNetwork(t), geo.ModeCar, nil)
		b := written(t, g)
		back, err := Read(iotest.OneByteReader(bytes.NewReader(b)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(written(t, back), b) {
			t.Fatal("other bytes")
		}
		if len(g.Lon) > 0 && !reflect.DeepEqual(g.Leaving, back.Leaving) || !reflect.DeepEqual(g.snaps, back.snaps) {
			t.Fatal("other arcs or index")
		}
	})
}

func TestDamagedGraphsAreRefused(t *testing.T) {
	g, _ := Build(drawNetwork(rand.New(rand.NewPCG(7, 8)), 60), geo.ModeCar, nil)
	b := written(t, g)
	for i := range len(b) {
		refused(t, b[:i])
	}
	refused(t, append(bytes.Clone(b), 0))
	r := rand.New(rand.NewPCG(9, 10))
	for range 1000 {
		flipped := bytes.Clone(b)
		bit := r.IntN(8 * len(b))
		flipped[bit/8] ^= 1 << (bit % 8)
		refused(t, flipped)
	}
	for range 1000 {
		noise := make([]byte, r.IntN(200))
		for i := range noise {
			noise[i] = byte(r.Uint32())
		}
		refused(t, append(append(bytes.Clone(b[:r.IntN(len(magic)+4)]), noise...), 1))
	}
	if _, err := Read(bytes.NewReader(b)); err != nil {
		t.Fatal("the sound one too:", err)
	}
}

func refused(t *testing.T, b []byte) {
	t.Helper()
	if g, err := Read(bytes.NewReader(b)); !errors.Is(err, geo.ErrInvalid) || g != nil {
		t.Fatalf("%d bytes: %v", len(b), err)
	}
}

// A few bytes that declare two thousand million nodes take no memory for them.
func TestDeclaredCountsTakeNoMemory(t *testing.T) {
	b := append([]byte(magic), 'c', 0xfe, 0xff, 0xff, 0xff, 0x07, 0xfe, 0xff, 0xff, 0xff, 0x03, 0xfe, 0xff, 0xff, 0xff, 0x03, 1, 1)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	refused(t, b)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
		t.Errorf("%d bytes taken for %d", took, len(b))
	}
}

// An error of the source is not the file's fault.
func TestErrorsOfTheSourceComeBack(t *testing.T) {
	g, _ := Build(drawNetwork(rand.New(rand.NewPCG(7, 8)), 20), geo.ModeCar, nil)
	b := written(t, g)
	broken := errors.New("cable")
	for _, cut := range []int{0, 5, len(b) / 2, len(b) - 3} {
		_, err := Read(io.MultiReader(bytes.NewReader(b[:cut]), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) || errors.Is(err, geo.ErrInvalid) {
			t.Errorf("cut at %d: %v", cut, err)
		}
	}
	if _, err := g.WriteTo(&full{room: 40}); err == nil {
		t.Error("a full disk is no success")
	}
}

type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}
