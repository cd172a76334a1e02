package pack

import "encoding/binary"

// The alphabets of deflate: bytes, the end of a block and lengths of repetitions; and distances (RFC 1951, 3.2.5).
const (
	endOfBlock  = 256
	firstRepeat = 257
	symbols     = 286
	distances   = 30
	// mostBits of a code: four of them fit into what is flushed at once. The format allows 15.
	mostBits = 12
	// blockSize is more than a block takes: a chunk of the longest codes, and a head of less than 600 bytes.
	blockSize = 1 << 16
)

const _ = uint(blockSize - chunkSize*mostBits/8 - 1024) // does not compile when it is less: writing then went around

// lengthSymbol says which symbol stands for a length, and with which bits behind it.
type lengthSymbol struct {
	symbol    uint16
	extra     uint8
	extraBits uint8
}

var (
	repeatSymbol [longestRepeat + 1]lengthSymbol
	distanceBits [32]uint8  // of a symbol, how many bits behind it: the lowest of the distance, counted from 0
	nearSymbol   [256]uint8 // of distances below 256
	farSymbol    [256]uint8 // of the others, by their distance divided by 128
)

func init() {
	length := 3
	for s := firstRepeat; s < symbols-1; s++ {
		extra := max(0, (s-firstRepeat)/4-1)
		for k := range 1 << extra {
			repeatSymbol[length] = lengthSymbol{uint16(s), uint8(k), uint8(extra)}
			length++
		}
	}
	repeatSymbol[longestRepeat] = lengthSymbol{symbol: symbols - 1}
	distance := 0
	for s := range distances {
		extra := max(0, s/2-1)
		distanceBits[s] = uint8(extra)
		for range 1 << extra {
			if distance < 256 {
				nearSymbol[distance] = uint8(s)
			} else {
				farSymbol[distance>>7] = uint8(s)
			}
			distance++
		}
	}
}

func distanceSymbol(d uint16) uint8 {
	if d < 256 {
		return nearSymbol[d]
	}
	return farSymbol[d>>7&255]
}

// bitWriter packs bits into bytes, the lowest first.
type bitWriter struct {
	out  [blockSize + 8]byte // of which at bytes are written; eight more, as eight are stored at once
	at   int
	held uint64 // bits that are no whole byte yet
	bits uint
}

// put adds a code to the bits that are held: 64 at most, so that four codes or a repetition fit between two flushes.
func put(held uint64, bits uint, p prefix) (uint64, uint) {
	return held | uint64(p.bits())<<(bits&63), bits + p.length()
}

// flush stores the whole bytes of the bits that are held.
func (w *bitWriter) flush(at int, held uint64, bits uint) (int, uint64, uint) {
	binary.LittleEndian.PutUint64(w.out[at&(blockSize-1):], held)
	return at + int(bits>>3), held >> (bits &^ 7 & 63), bits & 7
}

func (w *bitWriter) put(p prefix) {
	w.held, w.bits = put(w.held, w.bits, p)
	w.at, w.held, w.bits = w.flush(w.at, w.held, w.bits)
}

// drain appends the bytes that are written. Bits that are no whole byte stay.
func (w *bitWriter) drain(dst []byte) []byte {
	dst = append(dst, w.out[:w.at]...)
	w.at = 0
	return dst
}

// align appends an empty stored block (RFC 1951, 3.2.4), after which the next byte begins.
func (w *bitWriter) align(dst []byte) []byte {
	w.put(newPrefix(0, 3))
	w.put(newPrefix(0, (8-w.bits)&7))
	return append(w.drain(dst), 0, 0, 0xff, 0xff)
}

// The alphabet in which the lengths of the codes are sent, and the order of its own lengths (RFC 1951, 3.2.7).
const (
	sameAgain = 16 // 3 to 6 times, 2 bits
	zeros     = 17 // 3 to 10, 3 bits
	manyZeros = 18 // 11 to 138, 7 bits
)

var lengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// codes makes the codes of what was counted, and writes the head of a block that says what they are.
func (d *deflater) codes() {
	d.symbol.make(d.symbolCount[:], mostBits)
	d.distance.make(d.distanceCount[:], mostBits)
	ns, nd := lastUsed(d.symbol.lengths[:symbols], firstRepeat), lastUsed(d.distance.lengths[:distances], 1)
	var both [symbols + distances]uint8
	sent := d.runs(append(append(both[:0], d.symbol.lengths[:ns]...), d.distance.lengths[:nd]...))
	var count [19]uint32
	for _, r := range sent {
		count[r.symbol]++
	}
	var c prefixCode
	c.make(count[:], 7)
	n := len(lengthOrder)
	for n > 4 && c.lengths[lengthOrder[n-1]] == 0 {
		n--
	}
	const dynamic = 2 << 1 // not the last block, codes of its own
	d.put(newPrefix(dynamic|uint32(ns-firstRepeat)<<3|uint32(nd-1)<<8|uint32(n-4)<<13, 17))
	for _, s := range lengthOrder[:n] {
		d.put(newPrefix(uint32(c.lengths[s]), 3))
	}
	for _, r := range sent {
		d.put(c.of[r.symbol])
		d.put(newPrefix(uint32(r.extra), uint(r.extraBits)))
	}
}

// lastUsed is how many symbols are sent: up to the last that occurs, at least so many.
func lastUsed(lengths []uint8, least int) int {
	n := len(lengths)
	for n > least && lengths[n-1] == 0 {
		n--
	}
	return n
}

// runs says lengths of codes in the alphabet in which they are sent.
func (d *deflater) runs(lengths []uint8) []lengthSymbol {
	out := d.lengthRuns[:0]
	for i := 0; i < len(lengths); {
		l, n := lengths[i], 1
		for i+n < len(lengths) && lengths[i+n] == l {
			n++
		}
		i += n
		if l != 0 {
			out, n = append(out, lengthSymbol{symbol: uint16(l)}), n-1
		}
		for n > 0 {
			r := lengthSymbol{symbol: uint16(l)}
			k := 1
			switch {
			case l == 0 && n >= 11:
				k = min(n, 138)
				r = lengthSymbol{manyZeros, uint8(k - 11), 7}
			case l == 0 && n >= 3:
				k = n
				r = lengthSymbol{zeros, uint8(k - 3), 3}
			case n >= 3:
				k = min(n, 6)
				r = lengthSymbol{sameAgain, uint8(k - 3), 2}
			}
			out, n = append(out, r), n-k
		}
	}
	d.lengthRuns = out
	return out
}
