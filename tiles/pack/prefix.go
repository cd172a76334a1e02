package pack

import (
	"math"
	"math/bits"
)

// prefix is the code of a symbol: its bits in the order in which they are sent, and in the lowest byte how many.
type prefix uint32

func newPrefix(b uint32, length uint) prefix { return prefix(b<<8) | prefix(length) }

func (p prefix) bits() uint32 { return uint32(p >> 8) }
func (p prefix) length() uint { return uint(p & 0xff) }

// prefixCode gives the symbols of an alphabet their codes.
type prefixCode struct {
	lengths [symbols]uint8 // 0: does not occur
	of      [symbols]prefix
	used    [symbols + 1]uint16 // the symbols that occur, ascending
	n       int                 // of them
}

// make makes a code of at most so many bits for symbols that occur so often (with more than 2^20 in all it would round
// worse). It is complete, as RFC 1951 wants it, and has two symbols at least, for which the counts are changed.
//
// Every symbol first has the bits that its share needs, rounded up, which always fit (Shannon); what is over is given
// to those that were rounded most. That takes a few passes instead of a sorted tree, and over tiles costs a thousandth
// more than Huffman's code.
func (c *prefixCode) make(count []uint32, most int) {
	total := c.find(count)
	room := 1 << most // of the longest codes
	clear(c.lengths[:len(count)])
	for _, s := range c.used[:c.n] {
		n := count[s]
		l := bits.Len32(total-1) - bits.Len32(n) // the least with n·2^l >= total, or one less
		l = min(most, l+int((uint64(n)<<l-uint64(total))>>63))
		c.lengths[s] = uint8(l)
		room -= 1 << (most - l)
	}
	room = c.lengthen(count, most, room)
	c.shorten(count, total, most, room)
	c.assign(len(count))
}

// find finds the symbols that occur, two at least, and adds up how often. Which they are the processor cannot guess: it
// need not.
func (c *prefixCode) find(count []uint32) (total uint32) {
	for i := 0; ; i++ {
		c.n, total = 0, 0
		for s, n := range count {
			c.used[c.n] = uint16(s)
			c.n += int((n + math.MaxInt32) >> 31) // 1 when it occurs
			total += n
		}
		if c.n >= 2 {
			return total
		}
		count[i] = max(count[i], 1)
	}
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
	perEighth := (8<<32 - 1) / uint64(total)
	used := c.used[:c.n]
	for i, s := range used {
		eighth[i] = uint8(15 - min(15, max(8, (uint64(count[s])<<c.lengths[s])*perEighth>>32)))
		begin[eighth[i]+1]++
	}
	for k := 1; k < len(begin); k++ {
		begin[k] += begin[k-1]
	}
	var order [symbols]uint16
	for i, s := range used {
		order[begin[eighth[i]]] = s
		begin[eighth[i]]++
	}
	for _, s := range order[:c.n] {
		room = c.shortenOne(int(s), most, room)
	}
	for length := uint8(most); room > 0; {
		found := false
		for _, s := range order[:c.n] {
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
	var of, next [16]uint16
	for _, s := range c.used[:c.n] {
		of[c.lengths[s]]++
	}
	for l := 1; l < 16; l++ {
		next[l] = (next[l-1] + of[l-1]) << 1
	}
	clear(c.of[:n])
	for _, s := range c.used[:c.n] {
		l := c.lengths[s]
		c.of[s] = newPrefix(uint32(bits.Reverse16(next[l])>>(16-l)), uint(l))
		next[l]++
	}
}
