package pack

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"compress/flate"

	"pgregory.net/rapid"
)

// inflate reads blocks with the standard library.
func inflate(t interface{ Fatalf(string, ...any) }, blocks []byte) []byte {
	out, err := io.ReadAll(flate.NewReader(bytes.NewReader(append(blocks, lastBlock...))))
	if err != nil {
		t.Fatalf("inflate: %v", err)
	}
	return out
}

// texts are chunks of every character: nothing to find, all the same, all symbols,
// repetitions near and far, of the shortest and the longest length.
func texts() map[string][]byte {
	rng := rand.New(rand.NewPCG(3, 4))
	noise := make([]byte, chunkSize)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	steps := make([]byte, 0, chunkSize)
	for n := leastRepeat; len(steps)+n+1 < chunkSize; n = leastRepeat + (n+7)%400 {
		steps = append(append(steps, noise[n:2*n]...), byte(n))
	}
	far := bytes.Clone(noise)
	copy(far[chunkSize-600:], far[:500])
	fibonacci := []byte{} // counts for which Huffman's code would be longer than allowed
	for s, a, b := byte(0), 1, 1; len(fibonacci)+a < chunkSize; s, a, b = s+1, b, a+b {
		for range a {
			fibonacci = append(fibonacci, s)
		}
	}
	rng.Shuffle(len(fibonacci), func(i, j int) { fibonacci[i], fibonacci[j] = fibonacci[j], fibonacci[i] })
	return map[string][]byte{"nothing": {}, "one": {7}, "twelve": noise[:12], "noise": noise, "zeros": make([]byte, chunkSize),
		"lengths": steps, "far": far, "fibonacci": fibonacci, "tile": sample(rng, chunkSize), "short": sample(rng, 300)}
}

func TestBlocks(t *testing.T) {
	var d deflater
	for name, raw := range texts() {
		for _, part := range [][]byte{raw, raw[:len(raw)/2], raw[:min(len(raw), 13)], raw[len(raw)-min(len(raw), 2):]} {
			got := d.align(d.block(nil, part, nil))
			if back := inflate(t, got); !bytes.Equal(back, part) {
				t.Errorf("%s: %d bytes came back as %d others", name, len(part), len(back))
			}
			if len(got) > len(part)+len(part)/50+200 {
				t.Errorf("%s: %d bytes took %d", name, len(part), len(got))
			}
		}
	}
}

// Whatever a deflater has done before, a chunk gives the same bytes; blocks can follow each other without ending on a
// byte; and whatever is said of identifiers, what was packed comes back.
func TestBlocksInTurn(t *testing.T) {
	var used deflater
	rapid.Check(t, func(t *rapid.T) {
		var got, want, all []byte
		used.bitWriter = bitWriter{} // a failed try may have left bits
		for _, raw := range drawLayers(t) {
			for _, chunk := range chunks(raw) {
				identifiers := rapid.SliceOfN(rapid.Uint32Range(0, chunkSize+9), 0, 9).Draw(t, "identifiers")
				anew := new(deflater)
				anew.held, anew.bits = used.held, used.bits
				want = anew.block(want, chunk, identifiers)
				got = used.block(got, chunk, identifiers)
				all = append(all, chunk...)
			}
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("a fresh one writes other bytes")
		}
		if !bytes.Equal(inflate(t, used.align(got)), all) {
			t.Fatalf("not the same")
		}
	})
}

// Stepping over identifiers costs a few bytes in a hundred at most, and loses nothing, wherever chunks end.
func TestIdentifiers(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	var raw []byte
	var at []uint32
	for len(raw) < 3*chunkSize {
		raw = append(append(raw, sample(rng, rng.IntN(30))...), "\"&\n$"...)
		at = append(at, uint32(len(raw)))
		raw = fmt.Appendf(raw, "0193%04x-%04x-7%03x-a%03x-%012x", rng.IntN(40), rng.IntN(9), rng.IntN(1<<12), rng.IntN(1<<12), rng.IntN(1<<48))
	}
	plain, stepped := Pack(raw, nil), Pack(raw, at)
	if !bytes.Equal(unzip(t, stepped), raw) {
		t.Fatal("not the same")
	}
	if len(stepped) > len(plain)*104/100 {
		t.Fatalf("%d bytes where looking everywhere makes %d", len(stepped), len(plain))
	}
	var d deflater
	var want []byte
	for from, chunk := range chunks(raw) {
		var here []uint32
		for _, k := range at {
			if int(k) >= from && int(k) < from+len(chunk) {
				here = append(here, k-uint32(from))
			}
		}
		want = d.block(want, chunk, here)
	}
	if want = d.align(want); !bytes.Equal(stepped[headSize:headSize+len(want)], want) {
		t.Fatal("other places are stepped over than those of the identifiers")
	}
}

// Codes are complete (their shares add up to one), no longer than allowed, and where
// that cuts none off less than a bit a symbol longer than can be (Shannon's entropy).
func TestPrefixCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{19, distances, symbols}).Draw(t, "symbols")
		most := map[int]int{19: 7, distances: mostBits, symbols: mostBits}[n]
		count := rapid.SliceOfN(rapid.Uint32Range(0, 3), n, n).Draw(t, "counts")
		for i := range count {
			if count[i] == 3 {
				count[i] = 1 << rapid.IntRange(0, 15).Draw(t, "many")
			}
		}
		var c prefixCode
		c.make(count, most)
		sum, total, cost, least, cut := 0, 0., 0., 0., false
		for _, n := range count {
			total += float64(n)
		}
		for s, l := range c.lengths[:n] {
			if (l > 0) != (count[s] > 0) || int(l) > most {
				t.Fatalf("symbol %d, %d times: %d bits", s, count[s], l)
			}
			if l > 0 {
				sum += 1 << (most - int(l))
				p := float64(count[s]) / total
				cost, least, cut = cost+p*float64(l), least-p*math.Log2(p), cut || p < 1/float64(int(1)<<most)
			}
		}
		if !cut && cost >= least+1 {
			t.Fatalf("%.3f bits a symbol, where %.3f can be", cost, least)
		}
		if sum != 1<<most {
			t.Fatalf("the code is not complete: %d of %d", sum, 1<<most)
		}
	})
}

func FuzzBlock(f *testing.F) {
	for _, raw := range texts() {
		f.Add(raw[:min(len(raw), 600)], uint16(50), uint32(90))
	}
	var d deflater
	f.Fuzz(func(t *testing.T, raw []byte, times uint16, identifier uint32) {
		raw = bytes.Repeat(raw, int(times%100)+1)
		raw = raw[:min(len(raw), chunkSize)]
		if !bytes.Equal(inflate(t, d.align(d.block(nil, raw, []uint32{identifier, identifier / 2}))), raw) {
			t.Fatal("not the same")
		}
	})
}
