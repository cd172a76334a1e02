package export

import (
	"encoding/binary"
	"io"
	"math"
)

// fgbNode is the number of children of a node of the index.
const fgbNode = 16

// writeFGBIndex writes a packed Hilbert R-tree over features in their order: the
// root first, the features last; a node says its box and its first child, a leaf
// where its feature begins, in bytes after the index.
func writeFGBIndex(w io.Writer, items []fgbItem) {
	levels := fgbLevels(len(items))
	nodes := make([]fgbEntry, levels[0].end)
	at := uint64(0)
	for i, item := range items {
		nodes[levels[0].start+i] = fgbEntry{item.box, at}
		at += uint64(item.size)
	}
	for l := 0; l+1 < len(levels); l++ {
		up := levels[l+1].start
		for first := levels[l].start; first < levels[l].end; first += fgbNode {
			parent := fgbEntry{emptyBox(), uint64(first)}
			for i := first; i < min(first+fgbNode, levels[l].end); i++ {
				parent.box = parent.with(nodes[i].box)
			}
			nodes[up] = parent
			up++
		}
	}
	var b []byte
	for _, n := range nodes {
		b = b[:0]
		for _, v := range []float64{n.minX, n.minY, n.maxX, n.maxY} {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
		_, _ = w.Write(binary.LittleEndian.AppendUint64(b, n.offset)) // a bufio.Writer, whose Flush tells
	}
}

type fgbEntry struct {
	box
	offset uint64
}

type fgbLevel struct{ start, end int }

// fgbLevels are the places of the levels among all nodes: features first, root
// last, although the root stands first. One feature has a root above it too.
func fgbLevels(items int) []fgbLevel {
	counts, all := []int{items}, items
	for n := items; ; {
		n = (n + fgbNode - 1) / fgbNode
		counts, all = append(counts, n), all+n
		if n == 1 {
			break
		}
	}
	var out []fgbLevel
	for end := all; len(out) < len(counts); {
		start := end - counts[len(out)]
		out = append(out, fgbLevel{start, end})
		end = start
	}
	return out
}

// hilbertOf is the place of the centre of a box along a Hilbert curve of order 16
// over the extent.
func hilbertOf(b, extent box) uint32 {
	const side = 1 << 16
	scale := func(v, low, high float64) uint32 {
		if high <= low {
			return 0
		}
		return uint32((side - 1) * (v - low) / (high - low))
	}
	x := scale((b.minX+b.maxX)/2, extent.minX, extent.maxX)
	y := scale((b.minY+b.maxY)/2, extent.minY, extent.maxY)
	var d uint32
	for s := uint32(side / 2); s > 0; s /= 2 {
		var right, up uint32
		if x&s != 0 {
			right = 1
		}
		if y&s != 0 {
			up = 1
		}
		d += s * s * ((3 * right) ^ up)
		if up == 0 { // turn the quarter
			if right == 1 {
				x, y = side-1-x, side-1-y
			}
			x, y = y, x
		}
	}
	return d
}
