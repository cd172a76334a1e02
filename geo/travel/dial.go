package travel

import "math/bits"

// laps is how many costs the circle of buckets holds: 27 minutes in deciseconds.
// No cost is too large for it: what lies further ahead waits a lap or more.
const laps = 1 << 14

// dial is a queue of nodes by whole costs (Dial, Algorithm 360, 1969): one
// list a cost, on a circle. Entries are never taken out when a node gets nearer;
// who reads the queue drops those that the labels of the node no longer bear out.
// Its lists are kept from search to search, so that a small one allocates nothing.
type dial struct {
	lists  [][]int32
	filled [laps / 64]uint64 // which lists are not empty
	count  int               // entries
	at     uint32            // the cost that is being read
	low    uint32            // the lowest cost put in since the last read
	spare  []int32           // takes the place of the list that is being read
}

func newDial() *dial { return &dial{lists: make([][]int32, laps), low: endless} }

// push puts a node in at a cost that is not below the one being read.
func (b *dial) push(node int32, cost uint32) {
	i := cost % laps
	b.lists[i] = append(b.lists[i], node)
	b.filled[i/64] |= 1 << (i % 64)
	b.count++
}

// seed puts a node in before the queue is read.
func (b *dial) seed(node int32, cost uint32) {
	b.low = min(b.low, cost)
	b.push(node, cost)
}

// begin turns the circle to just before the lowest cost put in.
func (b *dial) begin() { b.at, b.low = b.low-1, endless }

// next gives the nodes of the next cost that has any, and false when none is
// left. Nodes pushed at a cost a whole number of laps ahead are among them.
// done takes the list back.
func (b *dial) next() ([]int32, bool) {
	if b.count == 0 {
		return nil, false
	}
	b.at += b.ahead()
	i := b.at % laps
	list := b.lists[i]
	b.lists[i], b.spare = b.spare[:0], nil
	b.filled[i/64] &^= 1 << (i % 64)
	b.count -= len(list)
	return list, true
}

func (b *dial) done(list []int32) { b.spare = list[:0] }

// ahead is how far the next filled bucket lies from the present one: at least 1,
// and a whole lap when it is the present one again. There is one.
func (b *dial) ahead() uint32 {
	i := (b.at + 1) % laps
	word := i / 64
	if rest := b.filled[word] >> (i % 64); rest != 0 {
		return 1 + uint32(bits.TrailingZeros64(rest))
	}
	for k := uint32(1); ; k++ {
		if w := b.filled[(word+k)%(laps/64)]; w != 0 {
			return 1 + k*64 + uint32(bits.TrailingZeros64(w)) - i%64
		}
	}
}

// clear forgets all entries, after a search that was broken off.
func (b *dial) clear() {
	for i := range b.lists {
		b.lists[i] = b.lists[i][:0]
	}
	b.filled = [laps / 64]uint64{}
	b.count, b.low = 0, endless
}
