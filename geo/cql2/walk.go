package cql2

import (
	"maps"
	"slices"
)

// Walk calls visit for a node and all below it, from the outside in and from
// left to right, while visit says so; a child is not visited when its parent was
// answered with false.
func Walk(n Node, visit func(Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	switch n := n.(type) {
	case *Op:
		for _, a := range n.Args {
			Walk(a, visit)
		}
	case List:
		for _, a := range n {
			Walk(a, visit)
		}
	case Interval:
		Walk(n.Start, visit)
		Walk(n.End, visit)
	}
}

// Properties are the names of the queryables that a filter asks about, sorted,
// once each.
func Properties(n Node) []string {
	found := map[string]bool{}
	Walk(n, func(n Node) bool {
		if p, is := n.(Property); is {
			found[string(p)] = true
		}
		return true
	})
	return slices.Sorted(maps.Keys(found))
}
