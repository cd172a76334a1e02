package pack

import "math/bits"

// prefix is the code of a symbol: its bits in the order in which they are sent, and in the lowest byte how many.
type prefix uint32

func newPrefix(b uint32, length uint) prefix { return prefix(b<<8) | prefix(length) }

func (p prefix) bits() uint32 { return uint32(p >> 8) }
func (p prefix) length() uint { return uint(p & 0xff) }

// prefixCode gives the symbols of an alphabet their codes.
type prefixCode struct {
	lengths [symbols]uint8 // 0: does not occur
	of      [symbols]prefix
}

// make makes a code of at most so many bits for symbols that occur so often. It is complete, as RFC 1951 wants it, and
// has two symbols at least, for which the counts are changed.
//
// Every symbol first has the bits that its share needs, rounded up, which always fit (Shannon); what is over is given
// to those that were rounded most. That takes a few passes instead of a sorted tree, and over tiles costs a thousandth
// more than Huffman's code.
func (c *prefixCode) make(count []uint32, most int) {
	total, used := uint32(0), 0
	for _, n := range count {
		total += n
		if n > 0 {
			used++
		}
	}
	for i := 0; used < 2; i++ {
		if count[i] == 0 {
			count[i]++
			total++
			used++
		}
	}
	room := 1 << most // of the longest codes
	for s, n := range count {
		c.lengths[s] = 0
		if n > 0 {
			c.lengths[s] = uint8(min(most, bits.Len32((total-1)/n)))
			room -= 1 << (most - int(c.lengths[s]))
		}
	}
	room = c.lengthen(count, most, room)
	c.shorten(count, total, most, room)
	c.assign(len(count))
}

// lengthen makes room where codes were cut at the most bits: of the longest that can be longer, the rarest symbol.
func (c *prefixCode) lengthen(count []uint32, most, room int) int {
	for room < 0 {
		best := -1
		for s, n := range c.lengths[:len(count)] {
			if n == 0 || int(n) == most {
				continue
			}
			if best < 0 || n > c.lengths[best] || n == c.lengths[best] && count[s] < count[best] {
				best = s
			}
		}
		c.lengths[best]++
		room += 1 << (most - int(c.lengths[best]))
	}
	return room
}

// shorten gives away what room is left: to those first whose share is nearest to the next shorter code, in eighths; then
// to the longest, as often as it takes: what is left is always a multiple of what one of them needs.
func (c *prefixCode) shorten(count []uint32, total uint32, most, room int) {
	var begin [9]uint16
	var eighth [symbols]uint8
	for s, n := range count {
		if n > 0 {
			eighth[s] = uint8(15 - min(15, max(8, (uint64(n)<<c.lengths[s])*8/uint64(total))))
			begin[eighth[s]+1]++
		}
	}
	for k := 1; k < len(begin); k++ {
		begin[k] += begin[k-1]
	}
	used := begin[8]
	var order [symbols]uint16
	for s, n := range count {
		if n > 0 {
			order[begin[eighth[s]]] = uint16(s)
			begin[eighth[s]]++
		}
	}
	for _, s := range order[:used] {
		room = c.shortenOne(int(s), most, room)
	}
	for length := uint8(most); room > 0; {
		found := false
		for _, s := range order[:used] {
			if c.lengths[s] == length && room > 0 {
				before := room
				room = c.shortenOne(int(s), most, room)
				found = found || room < before
			}
		}
		if !found {
			length--
		}
	}
}

// shortenOne takes a bit from a symbol's code if there is room for it.
func (c *prefixCode) shortenOne(s, most, room int) int {
	if n := int(c.lengths[s]); n > 1 && 1<<(most-n) <= room {
		c.lengths[s]--
		room -= 1 << (most - n)
	}
	return room
}

// assign gives the codes that follow from their lengths (RFC 1951, 3.2.2).
func (c *prefixCode) assign(n int) {
	var of [16]uint16
	for _, l := range c.lengths[:n] {
		of[l]++
	}
	of[0] = 0
	var next [16]uint16
	for l := 1; l < 16; l++ {
		next[l] = (next[l-1] + of[l-1]) << 1
	}
	for s, l := range c.lengths[:n] {
		c.of[s] = 0
		if l > 0 {
			c.of[s] = newPrefix(uint32(bits.Reverse16(next[l])>>(16-l)), uint(l))
			next[l]++
		}
	}
}
