package osm

// Limits bound what is taken in, so that no file can exhaust the machine. What
// does not fit is refused with the limit and the way to cut the file down.
type Limits struct {
	Bytes   int64 // of the file
	Raw     int64 // bytes unpacked out of it, in one pass
	Strings int   // in one block
	Ways    int   // that a profile takes, and buildings with a house number
	Refs    int   // nodes named by these, repeats counted
	Pages   int   // of ids of nodes: 1,024 neighbouring ids each
	Names   int   // houses, or hamlets
}

// Limits of the format itself.
const (
	maxHead  = 64 << 10 // bytes of the head of a block
	maxBlock = 32 << 20 // bytes of a block, packed or not
	maxID    = 1 << 40  // OpenStreetMap has reached 1.3e10
	maxText  = 255      // characters of a value
	maxRefs  = 100_000  // nodes of one way; OpenStreetMap takes 2,000
)

// of gives the limits for a file of so many bytes. What is packed may unpack to a
// thousand times its size: a small file must not fill the memory of a large one.
// Real extracts have less than 0.1 of each of these for a byte; grids that a
// program has made have up to 3.
func (l Limits) of(size int64) Limits {
	at := func(limit int, least, each int64) int { return int(min(int64(limit), least+each*size)) }
	l.Ways, l.Refs = at(l.Ways, 200_000, 2), at(l.Refs, 1_000_000, 20)
	l.Pages, l.Names = at(l.Pages, 100_000, 1), at(l.Names, 100_000, 2)
	return l
}

// DefaultLimits hold the north-west of Italy four times over; memory at their
// edge is about 3 GB, for a real region a tenth of that.
func DefaultLimits() Limits {
	return Limits{Bytes: 8 << 30, Raw: 64 << 30, Strings: 1 << 20, Ways: 12_000_000, Refs: 100_000_000, Pages: 4_000_000,
		Names: 5_000_000}
}
