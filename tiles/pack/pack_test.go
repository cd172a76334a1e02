package pack

import (
	"bytes"
	stdgzip "compress/gzip"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os/exec"
	"slices"
	"testing"

	"github.com/klauspost/compress/gzip"
	"pgregory.net/rapid"
)

// unzip reads one member with the standard library, and fails when another follows.
func unzip(t interface{ Fatalf(string, ...any) }, member []byte) []byte {
	z, err := stdgzip.NewReader(bytes.NewReader(member))
	if err != nil {
		t.Fatalf("gzip: %v", err)
	}
	z.Multistream(false)
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatalf("gzip: %v", err)
	}
	if err := z.Reset(bytes.NewReader(nil)); err != io.EOF {
		t.Fatalf("something follows the member: %v", err)
	}
	return out
}

// drawLayers makes texts of many lengths, some that compress well and some not.
func drawLayers(t *rapid.T) [][]byte {
	n := rapid.IntRange(0, 6).Draw(t, "layers")
	out := make([][]byte, n)
	for i := range out {
		raw := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "bytes")
		out[i] = bytes.Repeat(raw, rapid.SampledFrom([]int{1, 1, 2, 50, 400}).Draw(t, "times"))
	}
	return out
}

// Joined layers are one member that holds them all.
func TestJoinedIsOneMember(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		layers := drawLayers(t)
		var members [][]byte
		for _, raw := range layers {
			members = append(members, Pack(raw, nil))
		}
		before := slices.Concat(members...)
		joined, whole := Join(members...), slices.Concat(layers...)
		if len(whole) == 0 {
			if len(joined) != 0 {
				t.Fatalf("nothing gave %d bytes", len(joined))
			}
			return
		}
		if got := unzip(t, joined); !bytes.Equal(got, whole) || Size(joined) != len(whole) {
			t.Fatalf("%d bytes instead of %d", len(got), len(whole))
		}
		if got, err := Unpack(joined); err != nil || !bytes.Equal(got, whole) {
			t.Fatalf("Unpack: %v", err)
		}
		if !bytes.Equal(slices.Concat(members...), before) {
			t.Fatalf("joining has changed a layer")
		}
	})
}

// What gzip itself reads is what went in.
func TestGunzipReadsIt(t *testing.T) {
	program, err := exec.LookPath("gunzip")
	if err != nil {
		t.Skip("gunzip is not installed")
	}
	rng := rand.New(rand.NewPCG(6, 2026))
	for range 20 {
		var whole []byte
		var members [][]byte
		for range 1 + rng.IntN(7) {
			raw := sample(rng, rng.IntN(70_000))
			whole, members = append(whole, raw...), append(members, Pack(raw, nil))
		}
		cmd := exec.CommandContext(t.Context(), program, "-c")
		cmd.Stdin = bytes.NewReader(Join(members...))
		if out, err := cmd.Output(); err != nil || !bytes.Equal(out, whole) {
			t.Fatalf("gunzip: %v, %d bytes instead of %d", err, len(out), len(whole))
		}
	}
}

// sample looks like a tile: small steps among repeated words.
func sample(rng *rand.Rand, n int) []byte {
	out := make([]byte, 0, n+40)
	for len(out) < n {
		out = append(out, "\x12\x08minutes_\x18\x03"[:3+rng.IntN(9)]...)
		for range 12 {
			out = append(out, byte(rng.NormFloat64()*12+60))
		}
	}
	return out[:n]
}

func TestCombine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SliceOf(rapid.Byte()).Draw(t, "a"), rapid.SliceOf(rapid.Byte()).Draw(t, "b")
		got := Combine(crc32.ChecksumIEEE(a), crc32.ChecksumIEEE(b), int64(len(b)))
		if want := crc32.ChecksumIEEE(slices.Concat(a, b)); got != want {
			t.Fatalf("%08x instead of %08x", got, want)
		}
	})
}

// A long second text: 3 MB of zeros after one byte.
func TestCombineLong(t *testing.T) {
	zeros := make([]byte, 3<<20+7)
	got := Combine(crc32.ChecksumIEEE([]byte("x")), crc32.ChecksumIEEE(zeros), int64(len(zeros)))
	if want := crc32.ChecksumIEEE(append([]byte("x"), zeros...)); got != want {
		t.Fatalf("%08x instead of %08x", got, want)
	}
}

func TestDamage(t *testing.T) {
	m := Pack(bytes.Repeat([]byte("comune"), 100), nil)
	for _, bad := range [][]byte{m[:5], m[:len(m)-9], append([]byte("x"), m[1:]...)} {
		if out, err := Unpack(bad); err == nil {
			t.Errorf("%d bytes of %d gave %d", len(bad), len(m), len(out))
		}
	}
}

func FuzzJoin(f *testing.F) {
	f.Add([]byte("zones"), []byte("comuni"), []byte{})
	f.Fuzz(func(t *testing.T, a, b, c []byte) {
		whole := slices.Concat(a, b, c)
		joined := Join(Pack(a, nil), Pack(b, nil), Pack(c, nil))
		if len(whole) == 0 {
			return
		}
		if !bytes.Equal(unzip(t, joined), whole) {
			t.Fatal("not the same")
		}
	})
}

func layersForBench() (raw [][]byte, members [][]byte) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{70_000, 30_000, 15_000, 4_000} { // 119 KB, as a mean tile
		raw = append(raw, sample(rng, n))
		members = append(members, Pack(raw[len(raw)-1], nil))
	}
	return raw, members
}

func BenchmarkJoin(b *testing.B) {
	_, members := layersForBench()
	b.ReportAllocs()
	for b.Loop() {
		Join(members...)
	}
}

func BenchmarkPackAnew(b *testing.B) {
	raw, _ := layersForBench()
	whole := slices.Concat(raw...)
	b.SetBytes(int64(len(whole)))
	for b.Loop() {
		Pack(whole, nil)
	}
}

func BenchmarkGzip5Anew(b *testing.B) {
	raw, _ := layersForBench()
	whole := slices.Concat(raw...)
	b.SetBytes(int64(len(whole)))
	for b.Loop() {
		z, _ := gzip.NewWriterLevel(io.Discard, 5)
		_, _ = z.Write(whole)
		_ = z.Close()
	}
}
