package pack

import (
	"encoding/binary"
	"math/bits"
)

// deflater compresses chunks one by one, each into a block of deflate (RFC 1951) that looks back no further than its own
// begin. 175 KB that are worth keeping from one chunk to the next.
//
// What it buys: most of what a cold tile costs is compressing it, and this takes little more than half of the time that
// the fastest library in Go takes for as small a result. A chunk is short and looked at once: positions fit into 16 bits,
// so that the table of what was seen stays in the processor's nearest memory and is cleared in a moment; the chunk and
// what becomes of it lie in arrays, so that hardly an access is checked; identifiers are stepped over; repetitions under five
// bytes are left, as they hardly save a bit; how many bytes stand between repetitions, which the processor could only
// guess, is as a rule no branch (write); and prefix codes are made without a tree (prefix.go).
type deflater struct {
	chunk [chunkSize + 8]byte // eight more, so that eight bytes can be read anywhere
	seen  [1 << seenBits]uint16
	steps [chunkSize/leastRepeat + 1]step
	n     int // of them used
	bitWriter

	symbolCount   [symbols]uint32
	distanceCount [distances]uint32
	symbol        prefixCode
	distance      prefixCode
	repeats       [1 << 9]prefix // of each length, with the bits that say which of its symbol it is
	lengthRuns    []lengthSymbol // of the head in the making
}

const (
	seenBits      = 13
	leastRepeat   = 5
	longestRepeat = 258
	// identifierSize is how many bytes a UUID takes as text. The first of them, up to its version, are a time in version 7
	// (RFC 9562): those made together share it.
	identifierSize = 36
	identifierTime = 15
)

// step is a stretch of bytes as they are, then a repetition of what stands distance+1 before it: from the lowest, 16 bits
// each, how many bytes, how many are repeated, the distance, and its symbol. The last step of a chunk repeats nothing.
type step uint64

func (d *deflater) at(i int) uint64 { return binary.LittleEndian.Uint64(d.chunk[i&(chunkSize-1):]) }

// place is where a position is remembered: by its next five bytes (Fibonacci hashing).
func place(next uint64) uint64 {
	return next << (64 - 8*leastRepeat) * 0x9E3779B97F4A7C15 >> (64 - seenBits)
}

// search takes the steps of n bytes, and counts what they are made of. What is chance in the
// identifiers, which begin at these places, is stepped over: hardly any stretch of it comes twice.
func (d *deflater) search(n int, identifiers []uint32) {
	clear(d.seen[:])
	clear(d.symbolCount[:])
	clear(d.distanceCount[:])
	d.n = 0
	from, i := 0, 0
	for _, at := range identifiers {
		from, i = d.stretch(from, i, min(int(at)+identifierTime, n), n)
		i = d.count(i, min(int(at)+identifierSize, n))
	}
	from, i = d.stretch(from, i, n, n)
	d.count(i, n)
	d.take(n-from, 0, 0)
	d.symbolCount[endOfBlock]++
}

// count counts the bytes from i to the end of a stretch that is not searched, and gives where it ends.
func (d *deflater) count(i, end int) int {
	if i >= end {
		return i // the last repetition went further
	}
	for _, b := range d.chunk[i:end] {
		d.symbolCount[b]++
	}
	return end
}

// stretch searches from i on up to where the last repetition can begin before end; repetitions may go on behind it, up
// to n. It is given, and gives, where the last repetition has ended, and how far it has come. Of each five bytes it
// knows the last place only.
func (d *deflater) stretch(from, i, end, n int) (int, int) {
	for last := end - leastRepeat; i <= last; {
		next := d.at(i)
		p := place(next)
		before := int(d.seen[p])
		d.seen[p] = uint16(i)
		other := d.at(before) ^ next
		if other<<(64-8*leastRepeat) != 0 || i == 0 { // nothing stands before the first
			d.symbolCount[byte(next)]++
			i++
			continue
		}
		length := min(d.common(before, i, other), n-i)
		d.take(i-from, length, i-before-1)
		if i+length <= last {
			d.seen[place(d.at(i+1))] = uint16(i + 1)
			d.seen[place(d.at(i+length-2))] = uint16(i + length - 2)
		}
		i += length
		from = i
	}
	return from, i
}

// common says how many bytes from a on are the same as from b on, the most that can be repeated at once; other is what
// differs in the first eight. Up to sixteen without a branch.
func (d *deflater) common(a, b int, other uint64) int {
	n := bits.TrailingZeros64(other) >> 3 // 8 when nothing differs
	n += bits.TrailingZeros64(d.at(a+8)^d.at(b+8)) >> 3 & -(n >> 3)
	if n < 16 {
		return n
	}
	for n < longestRepeat {
		if other := d.at(a+n) ^ d.at(b+n); other != 0 {
			n += bits.TrailingZeros64(other) >> 3
			break
		}
		n += 8
	}
	return min(n, longestRepeat)
}

// take notes a step, whose literals are counted already.
func (d *deflater) take(literals, repeat, distance int) {
	symbol := distanceSymbol(uint16(distance))
	if repeat > 0 {
		d.symbolCount[repeatSymbol[repeat].symbol]++
		d.distanceCount[symbol]++
	}
	d.steps[d.n] = step(literals | repeat<<16 | distance<<32 | int(symbol)<<48)
	d.n++
}

// block appends a chunk, of at most chunkSize bytes, in which identifiers begin at these places; all but the bits of its
// last byte, which the next block goes on with.
func (d *deflater) block(dst, raw []byte, identifiers []uint32) []byte {
	n := copy(d.chunk[:chunkSize], raw)
	d.search(n, identifiers)
	d.codes()
	for l := leastRepeat; l <= longestRepeat; l++ {
		s := repeatSymbol[l]
		p := d.symbol.of[s.symbol]
		d.repeats[l] = newPrefix(p.bits()|uint32(s.extra)<<p.length(), p.length()+uint(s.extraBits))
	}
	d.write()
	return d.drain(dst)
}

// upTo leaves so many of four codes as they are, and makes nothing of the others.
var upTo = [8][4]prefix{1: {all}, 2: {all, all}, 3: {all, all, all}, 4: {all, all, all, all}}

const all = ^prefix(0)

// write writes the steps in their codes, and the end of the block. The fields of the writer are in variables meanwhile:
// that is, in registers. The last four literals of a step, or as many as it has, are written as four always.
func (d *deflater) write() {
	at, held, bits := d.bitWriter.at, d.held, d.bits
	i := 0
	for _, s := range d.steps[:d.n] {
		literals := int(s & 0xffff)
		for ; literals > 4; literals -= 4 {
			next := d.at(i)
			held, bits = put(held, bits, d.symbol.of[next&0xff])
			held, bits = put(held, bits, d.symbol.of[next>>8&0xff])
			held, bits = put(held, bits, d.symbol.of[next>>16&0xff])
			held, bits = put(held, bits, d.symbol.of[next>>24&0xff])
			at, held, bits = d.flush(at, held, bits)
			i += 4
		}
		next, some := d.at(i), &upTo[literals&7]
		held, bits = put(held, bits, d.symbol.of[next&0xff]&some[0])
		held, bits = put(held, bits, d.symbol.of[next>>8&0xff]&some[1])
		held, bits = put(held, bits, d.symbol.of[next>>16&0xff]&some[2])
		held, bits = put(held, bits, d.symbol.of[next>>24&0xff]&some[3])
		at, held, bits = d.flush(at, held, bits)
		repeat := int(s >> 16 & 0xffff)
		if repeat == 0 {
			break
		}
		k := s >> 48 & 31
		extra := uint(distanceBits[k])
		held, bits = put(held, bits, d.repeats[repeat&(1<<9-1)])
		held, bits = put(held, bits, d.distance.of[k])
		held, bits = put(held, bits, newPrefix(uint32(s>>32)&(1<<(extra&15)-1), extra))
		at, held, bits = d.flush(at, held, bits)
		i += literals + repeat
	}
	d.bitWriter.at, d.held, d.bits = at, held, bits
	d.put(d.symbol.of[endOfBlock])
}
