package road

// findComponents finds the largest strongly connected component of the roads open
// all year (by nodes, the first in Hilbert order of equal ones), and the one of
// all roads around it.
func (b *builder) findComponents() {
	first, to, winter := b.directed(false)
	component, count := strong(first, to)
	largest := b.largest(component, count)
	b.main = make([]bool, len(b.vertices))
	for v, c := range component {
		b.main[v] = c == largest
	}
	b.around = b.main
	if !winter || len(b.vertices) == 0 {
		return
	}
	first, to, _ = b.directed(true)
	all, _ := strong(first, to)
	home := int32(-1)
	for v := range all {
		if b.main[v] {
			home = all[v]
			break
		}
	}
	b.around = make([]bool, len(b.vertices))
	for v, c := range all {
		b.around[v] = c == home
	}
}

// directed are the pieces as arcs in compressed rows, with those closed in winter
// or without; winter tells whether there are any of these.
func (b *builder) directed(summer bool) (first, to []int32, winter bool) {
	first = make([]int32, len(b.vertices)+1)
	each := func(use func(from, to int32)) {
		for i := range b.pieces {
			p := &b.pieces[i]
			w := &b.all[p.way]
			if winter = winter || w.Winter; w.Winter && !summer {
				continue
			}
			passage := b.passage(w)
			if passage.Forward > 0 {
				use(p.a, p.b)
			}
			if passage.Backward > 0 {
				use(p.b, p.a)
			}
		}
	}
	each(func(from, _ int32) { first[from+1]++ })
	for v := range b.vertices {
		first[v+1] += first[v]
	}
	to = make([]int32, first[len(b.vertices)])
	each(func(from, target int32) {
		to[first[from]] = target
		first[from]++
	})
	copy(first[1:], first)
	first[0] = 0
	return first, to, winter
}

// largest component of the roads open all year, by nodes; it also counts them for
// the report. Vertices of winter roads alone are of no component.
func (b *builder) largest(component []int32, count int32) int32 {
	size := make([]int, count)
	reached := make([]bool, len(b.vertices))
	total := 0
	for i := range b.pieces {
		p := &b.pieces[i]
		if b.all[p.way].Winter {
			continue
		}
		reached[p.a], reached[p.b] = true, true
		inner := b.inner(p)
		total += inner
		if component[p.a] == component[p.b] {
			size[component[p.a]] += inner
		}
	}
	best := int32(-1)
	for v, c := range component {
		if reached[v] {
			total++
			size[c]++
		}
	}
	for v, c := range component {
		if reached[v] && (best < 0 || size[c] > size[best]) {
			best = c
		}
	}
	for _, s := range size {
		if s > 0 {
			b.report.Components++
		}
	}
	if best >= 0 {
		b.report.Largest = float64(size[best]) / float64(total)
	}
	return best
}

// dropUseless keeps the pieces around the largest component.
func (b *builder) dropUseless() {
	b.total = len(b.vertices)
	kept := b.pieces[:0]
	for _, p := range b.pieces {
		b.total += b.inner(&p)
		if b.around[p.a] && b.around[p.b] {
			kept = append(kept, p)
		}
	}
	b.pieces = kept
}
