package road

// chains are the kept pieces, joined. Links are ends of pieces: the end at which
// each piece is entered.
type chains struct {
	links []int32
	list  []chain
}

// chain is pieces one after another between two vertices that are no joints.
type chain struct {
	from, to    int32 // vertices
	first, last int32 // links[first:last]
	reversed    bool  // the links are read backwards, each from its other end
	inner       int32 // points between the ends
	mm          int64
	there, back int64 // microseconds; -1 where not allowed
}

// findJoints marks the vertices where exactly two pieces meet that may be one
// edge: travelled in the same directions, in winter alike.
func (b *builder) findJoints() {
	degree := make([]uint8, len(b.vertices))
	b.meets = make([][2]int32, len(b.vertices))
	for i := range b.pieces {
		p := &b.pieces[i]
		for side, v := range [2]int32{p.a, p.b} {
			if degree[v] < 2 {
				b.meets[v][degree[v]] = int32(2*i + side)
			}
			if degree[v] < 3 {
				degree[v]++
			}
		}
	}
	b.joints = make([]bool, len(b.vertices))
	for v, d := range degree {
		b.joints[v] = d == 2 && b.alike(b.meets[v][0], b.meets[v][1])
	}
}

// alike tells whether who comes in over the piece of one end can go on over the
// piece of the other just as far as it may come back.
func (b *builder) alike(one, other int32) bool {
	p, q := &b.pieces[one/2], &b.pieces[other/2]
	if p == q {
		return false
	}
	v, w := &b.all[p.way], &b.all[q.way]
	pAway, pTowards := b.directions(one)
	qAway, qTowards := b.directions(other)
	return pTowards == qAway && qTowards == pAway &&
		v.Winter == w.Winter && b.passage(v).Through == b.passage(w).Through
}

// directions in which the piece of an end may be travelled, seen from that end.
func (b *builder) directions(end int32) (away, towards bool) {
	p := b.passage(&b.all[b.pieces[end/2].way])
	away, towards = p.Forward > 0, p.Backward > 0
	if end&1 == 1 {
		away, towards = towards, away
	}
	return away, towards
}

// joinChains makes a chain of every piece and those that follow it over joints.
func (b *builder) joinChains() {
	used := make([]bool, len(b.pieces))
	b.chains.links = make([]int32, 0, len(b.pieces))
	for i := range b.pieces {
		for _, end := range [2]int32{int32(2 * i), int32(2*i + 1)} {
			if !used[i] && !b.joints[*b.pieces[i].at(end)] {
				b.join(end, used)
			}
		}
	}
	for i := range b.pieces { // rings of joints alone: cut at their first vertex
		if !used[i] {
			end := b.firstOfRing(int32(2 * i))
			b.joints[*b.pieces[end/2].at(end)] = false
			b.join(end, used)
		}
	}
	b.meets = nil
}

// join follows the road from an end up to the next vertex that is no joint.
func (b *builder) join(end int32, used []bool) {
	c := chain{from: *b.pieces[end/2].at(end), first: int32(len(b.chains.links)), inner: -1}
	for {
		p := &b.pieces[end/2]
		used[end/2] = true
		b.chains.links = append(b.chains.links, end)
		there, back := b.micros(p)
		if end&1 == 1 {
			there, back = back, there
		}
		c.there, c.back = plus(c.there, there), plus(c.back, back)
		c.mm += int64(p.mm)
		c.inner += 1 + int32(b.inner(p))
		if c.to = *p.at(end ^ 1); !b.joints[c.to] {
			break
		}
		end = b.onward(c.to, end^1)
	}
	c.last = int32(len(b.chains.links))
	b.chains.list = append(b.chains.list, c)
}

// onward is the end at a joint that is not the one arrived at.
func (b *builder) onward(joint, arrived int32) int32 {
	if b.meets[joint][0] == arrived {
		return b.meets[joint][1]
	}
	return b.meets[joint][0]
}

func (b *builder) firstOfRing(end int32) int32 {
	best, start := end, end
	for {
		if *b.pieces[end/2].at(end) < *b.pieces[best/2].at(best) {
			best = end
		}
		v := *b.pieces[end/2].at(end ^ 1)
		if end = b.onward(v, end^1); end == start {
			return best
		}
	}
}

// plus adds times; what is not allowed stays so.
func plus(sum, time int64) int64 {
	if sum < 0 || time < 0 {
		return -1
	}
	return sum + time
}
