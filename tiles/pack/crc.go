package pack

import "math/bits"

// polynomial is that of CRC-32 (IEEE 802.3, RFC 1952), the highest power in the
// lowest bit, x^32 left out.
const polynomial = 0xedb88320

// zeroBytes holds x^(8·2^k) modulo the polynomial: what 2^k bytes of zeros do to a
// checksum.
var zeroBytes = powers()

func powers() (out [64]uint32) {
	p := uint32(1) << 30 // x
	for range 3 {
		p = multiply(p, p)
	}
	for k := range out { // x^8, x^16, x^32, …
		out[k] = p
		p = multiply(p, p)
	}
	return out
}

// multiply gives a·b modulo the polynomial, over GF(2).
func multiply(a, b uint32) uint32 {
	var sum uint32
	for m := uint32(1) << 31; m != 0 && a != 0; m >>= 1 {
		if a&m != 0 {
			sum ^= b
			a ^= m
		}
		b = b>>1 ^ polynomial&-(b&1)
	}
	return sum
}

// Combine gives the CRC-32 of two texts, one after the other, from the checksum of
// each and the length of the second in bytes; it takes a step for each bit of the
// length that is set, however long the texts are.
//
// A checksum is the remainder of a polynomial over GF(2), so a text that follows
// multiplies the one before it by x^(8·length), and the two remainders add up. The
// power is found by squaring. The method is that of Mark Adler's crc32_combine in
// zlib; the arithmetic is written anew from the definition in RFC 1952, section 8.
func Combine(first, second uint32, length int64) uint32 {
	for n := uint64(max(0, length)); n != 0; n &= n - 1 {
		first = multiply(zeroBytes[bits.TrailingZeros64(n)], first)
	}
	return first ^ second
}
