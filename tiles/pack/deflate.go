package pack

import (
	"encoding/binary"
	"math/bits"
)

// deflater compresses chunks one by one, each into a block of deflate (RFC 1951) that looks back no further than its own
// begin. 100 KB that are worth keeping from one chunk to the next.
//
// What it buys: most of what a cold tile costs is compressing it, and this takes two thirds of the time that the fastest
// library in Go takes for as small a result. A chunk is short and looked at once: positions fit into 16 bits, so that the
// table of what was seen stays in the processor's nearest memory and is cleared in a moment; the chunk lies in an array,
// so that no read of it is checked; repetitions under five bytes are left, as they hardly save a bit; and prefix codes
// are made without a tree (prefix.go).
type deflater struct {
	chunk [chunkSize + 8]byte // eight more, so that eight bytes can be read anywhere
	seen  [1 << seenBits]uint16
	steps [chunkSize/leastRepeat + 1]step
	n     int // of them used

	symbolCount   [symbols]uint32
	distanceCount [distances]uint32
	symbol        prefixCode
	distance      prefixCode
	repeats       [longestRepeat + 1]prefix // of each length, with the bits that say which of its symbol it is
	lengthRuns    []lengthSymbol            // of the head in the making
}

const (
	seenBits      = 13
	leastRepeat   = 5
	longestRepeat = 258
	// margin is how far before the end the search stops: no repetition fits into less.
	margin = leastRepeat
)

// step is a stretch of bytes as they are, then a repetition of what stands distance+1 before it. The last step of a chunk
// repeats nothing.
type step struct{ literals, repeat, distance uint16 }

func (d *deflater) at(i int) uint64 { return binary.LittleEndian.Uint64(d.chunk[i&(chunkSize-1):]) }

// place is where a position is remembered: by its next five bytes (Fibonacci hashing).
func place(next uint64) uint64 {
	return next << (64 - 8*leastRepeat) * 0x9E3779B97F4A7C15 >> (64 - seenBits)
}

// search takes the steps of a chunk, and counts what they are made of. Of each five bytes it knows the last place only.
func (d *deflater) search(n int) {
	clear(d.seen[:])
	clear(d.symbolCount[:])
	clear(d.distanceCount[:])
	d.n = 0
	from, i, end := 0, 0, n-margin
	for i < end {
		next := d.at(i)
		p := place(next)
		before := int(d.seen[p])
		d.seen[p] = uint16(i)
		if (d.at(before)^next)<<(64-8*leastRepeat) != 0 || i == 0 { // nothing stands before the first
			d.symbolCount[byte(next)]++
			i++
			continue
		}
		length := d.common(before, i, min(n-i, longestRepeat))
		d.take(i-from, length, i-before-1)
		if i+length < end {
			d.seen[place(d.at(i+1))] = uint16(i + 1)
			d.seen[place(d.at(i+length-2))] = uint16(i + length - 2)
		}
		i += length
		from = i
	}
	for _, b := range d.chunk[i:n] {
		d.symbolCount[b]++
	}
	d.take(n-from, 0, 0)
	d.symbolCount[endOfBlock]++
}

// common says how many bytes from a on are the same as from b on, of which five are known to be.
func (d *deflater) common(a, b, most int) int {
	n := leastRepeat
	for n < most {
		if other := d.at(a+n) ^ d.at(b+n); other != 0 {
			n += bits.TrailingZeros64(other) / 8
			break
		}
		n += 8
	}
	return min(n, most)
}

// take notes a step, whose literals are counted already.
func (d *deflater) take(literals, repeat, distance int) {
	if repeat > 0 {
		d.symbolCount[repeatSymbol[repeat].symbol]++
		d.distanceCount[distanceSymbol(uint16(distance))]++
	}
	d.steps[d.n] = step{uint16(literals), uint16(repeat), uint16(distance)}
	d.n++
}

// block appends a chunk, of at most chunkSize bytes, to what is written; it gives a place for the next in the returned
// writer.
func (d *deflater) block(w bitWriter, raw []byte) bitWriter {
	n := copy(d.chunk[:chunkSize], raw)
	d.search(n)
	w.room(2*n + headRoom)
	w = d.codes(w)
	for l := range d.repeats[leastRepeat:] {
		l += leastRepeat
		s := repeatSymbol[l]
		p := d.symbol.of[s.symbol]
		d.repeats[l] = newPrefix(p.bits()|uint32(s.extra)<<p.length(), p.length()+uint(s.extraBits))
	}
	return d.write(w)
}

// write appends the steps in their codes, and the end of the block. The fields of the writer are in variables meanwhile:
// that is, in registers.
func (d *deflater) write(w bitWriter) bitWriter {
	out, at, held, bits := w.out, w.at, w.held, w.bits
	i := 0
	for _, s := range d.steps[:d.n] {
		literals := d.chunk[i : i+int(s.literals)]
		for ; len(literals) >= 4; literals = literals[4:] {
			held, bits = put(held, bits, d.symbol.of[literals[0]])
			held, bits = put(held, bits, d.symbol.of[literals[1]])
			held, bits = put(held, bits, d.symbol.of[literals[2]])
			held, bits = put(held, bits, d.symbol.of[literals[3]])
			at, held, bits = flush(out, at, held, bits)
		}
		for _, b := range literals {
			held, bits = put(held, bits, d.symbol.of[b])
		}
		at, held, bits = flush(out, at, held, bits)
		if s.repeat == 0 {
			break
		}
		k := distanceSymbol(s.distance)
		held, bits = put(held, bits, d.repeats[s.repeat])
		held, bits = put(held, bits, d.distance.of[k])
		held, bits = put(held, bits, newPrefix(uint32(s.distance-distanceBase[k]), uint(distanceBits[k])))
		at, held, bits = flush(out, at, held, bits)
		i += int(s.literals) + int(s.repeat)
	}
	w = bitWriter{out, at, held, bits}
	w.put(d.symbol.of[endOfBlock])
	return w
}
