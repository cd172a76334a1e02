package tiles

import (
	"atlante/tiles/guard"
	"atlante/tiles/pack"
)

// crew packs the layers of one answer, chunk by chunk: alone, or with a second pair of
// hands while a core is idle and nobody waits for it. The chunks are the same either
// way, and so are the bytes.
//
// What it buys: most of what a tile costs is packing. One who asks alone gets it in
// little more than half the time, and the largest tiles keep those behind them waiting
// for half as long.
type crew struct {
	jobs chan *chunk
	left chan struct{} // closed when the helper has gone; nil without one
	over bool
}

// chunk is a part of a layer.
type chunk struct {
	raw, packed []byte
	err         error
}

// helpful is from how many features on a helper is worth being called.
const helpful = 100

// newCrew begins the packing of an answer of about so many features. End it with
// finish.
func newCrew(t *turns, features int) *crew {
	c := &crew{jobs: make(chan *chunk, 64)}
	if features < helpful {
		return c
	}
	leave, ok := t.spareOne()
	if !ok {
		return c
	}
	c.left = make(chan struct{})
	go func() {
		defer close(c.left)
		defer leave()
		for j := range c.jobs {
			j.pack()
			if t.waiting() > 0 {
				return
			}
		}
	}()
	return c
}

// add has the bytes of a layer packed, which must stay as they are until finish.
func (c *crew) add(raw []byte) (out []*chunk) {
	for part := range pack.Chunks(raw) {
		j := &chunk{raw: part}
		out = append(out, j)
		select {
		case c.jobs <- j:
		default: // very much is waiting
			j.pack()
		}
	}
	return out
}

// finish packs what is left and waits for the helper.
func (c *crew) finish() {
	if c.over {
		return
	}
	c.over = true
	close(c.jobs)
	for j := range c.jobs {
		j.pack()
	}
	if c.left != nil {
		<-c.left
	}
}

func (j *chunk) pack() {
	j.err = guard.Do(func() error {
		j.packed = pack.Pack(j.raw)
		return nil
	})
}
