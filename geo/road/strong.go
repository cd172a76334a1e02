package road

// strong finds the strongly connected components of a directed graph in
// compressed rows: the component of each vertex, and how many there are. Method:
// Tarjan 1972, with a stack of its own, since roads are deeper than calls may be.
func strong(first, to []int32) (component []int32, count int32) {
	n := len(first) - 1
	component = make([]int32, n)
	low := make([]int32, n) // 0 not seen; else the earliest visit known to be reachable
	next := make([]int32, n)
	var path, open []int32
	visits := int32(0)
	for root := range int32(n) {
		if low[root] != 0 {
			continue
		}
		path = append(path, root)
		for len(path) > 0 {
			v := path[len(path)-1]
			if low[v] == 0 { // seen for the first time
				visits++
				low[v], next[v] = visits, first[v]
				component[v] = -visits // its visit, until its component is known
				open = append(open, v)
			}
			if w, ok := child(v, first, to, next, low, component); ok {
				path = append(path, w)
				continue
			}
			path = path[:len(path)-1]
			if low[v] == -component[v] { // nothing before v can be reached: v's component is complete
				count++
				open = complete(open, v, component, count)
			}
			if len(path) > 0 && component[v] < 0 {
				parent := path[len(path)-1]
				low[parent] = min(low[parent], low[v])
			}
		}
	}
	for i := range component {
		component[i]--
	}
	return component, count
}

// child is the next vertex after v that has not been seen; on the way v learns
// from those that are still open.
func child(v int32, first, to, next, low, component []int32) (int32, bool) {
	for next[v] < first[v+1] {
		w := to[next[v]]
		next[v]++
		if low[w] == 0 {
			return w, true
		}
		if component[w] < 0 {
			low[v] = min(low[v], -component[w])
		}
	}
	return 0, false
}

// complete gives what lies open above v, and v, their component.
func complete(open []int32, v int32, component []int32, count int32) []int32 {
	for {
		w := open[len(open)-1]
		open = open[:len(open)-1]
		component[w] = count
		if w == v {
			return open
		}
	}
}
