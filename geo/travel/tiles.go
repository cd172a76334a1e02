package travel

// The measures of the queue, in powers of two: nodes of a tile, deciseconds of a
// window and of a bucket, windows on the circle.
const (
	tileBits   = 12
	windowBits = 12
	bucketBits = 6
	windows    = 256
	buckets    = 1 << (windowBits - bucketBits)
)

// tiles is a queue of labels to be carried on: circular buckets by cost (Dial,
// Algorithm 360, 1969) in two sizes. Costs are read window by window, 7 minutes
// each. Within a window the search stays in one tile of the graph, which are
// nodes that lie side by side in memory and, in Hilbert order, on the map, until
// nothing is left to do there in fine buckets; then in the next. What it hands on
// to another tile may come too late and lower a label there again, which is rare;
// fetching each node's line of memory for every place whose search passes by is
// not, and takes most of the time of a search in the order of costs alone. The
// labels in the end are the same in any order.
//
// Entries are never taken out when a label gets lower; who reads them drops those
// that the labels of the node no longer bear out.
type tiles struct {
	later   [windows][]entry
	count   int    // entries in later
	low     uint32 // the first window with any, before the search begins
	tile    [][]entry
	active  []int32 // tiles that have entries
	turn    []int32 // takes the place of active while that is read
	bucket  [buckets][]entry
	spare   []entry // takes the place of the bucket that is read
	touched key     // see touch
}

// entry is a label of a node.
type entry struct {
	key
	node int32
}

func newTiles(nodes int) *tiles {
	return &tiles{tile: make([][]entry, nodes>>tileBits+1), low: endless}
}

// put an entry into its window, or a lap of the circle before it.
func (q *tiles) put(e entry) {
	w := e.cost() >> windowBits % windows
	q.later[w] = append(q.later[w], e)
	q.count++
}

// seed puts an entry in before the search begins.
func (q *tiles) seed(e entry) {
	q.low = min(q.low, e.cost()>>windowBits)
	q.put(e)
}

// hand an entry of the present window to its tile.
func (q *tiles) hand(e entry) {
	t := e.node >> tileBits
	if len(q.tile[t]) == 0 {
		q.active = append(q.active, t)
	}
	q.tile[t] = append(q.tile[t], e)
}

// clear forgets all entries, after a search that was broken off.
func (q *tiles) clear() {
	for i := range q.later {
		q.later[i] = q.later[i][:0]
	}
	for i := range q.tile {
		q.tile[i] = q.tile[i][:0]
	}
	q.count, q.low, q.active = 0, endless, q.active[:0]
}
