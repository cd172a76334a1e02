package world

// Box is a rectangle of the world; its edges belong to it.
type Box struct{ MinX, MinY, MaxX, MaxY uint32 }

// Nowhere is the box that holds nothing: extended by a point it is that point's. It meets
// nothing but the whole world.
var Nowhere = Box{MinX: 1<<Bits - 1, MinY: 1<<Bits - 1}

// Meets says whether two boxes share at least a point.
func (b Box) Meets(o Box) bool {
	return b.MinX <= o.MaxX && o.MinX <= b.MaxX && b.MinY <= o.MaxY && o.MinY <= b.MaxY
}

// Contains says whether all of the other box lies in this one.
func (b Box) Contains(o Box) bool {
	return b.MinX <= o.MinX && o.MaxX <= b.MaxX && b.MinY <= o.MinY && o.MaxY <= b.MaxY
}

// Holds says whether a point lies in the box.
func (b Box) Holds(p Point) bool {
	return b.MinX <= p.X && p.X <= b.MaxX && b.MinY <= p.Y && p.Y <= b.MaxY
}

// Empty says whether the box holds nothing, like [Nowhere].
func (b Box) Empty() bool { return b.MinX > b.MaxX || b.MinY > b.MaxY }

// Extend gives the smallest box that also holds the point.
func (b Box) Extend(p Point) Box {
	return Box{min(b.MinX, p.X), min(b.MinY, p.Y), max(b.MaxX, p.X), max(b.MaxY, p.Y)}
}

// Union gives the smallest box that holds both.
func (b Box) Union(o Box) Box {
	return Box{min(b.MinX, o.MinX), min(b.MinY, o.MinY), max(b.MaxX, o.MaxX), max(b.MaxY, o.MaxY)}
}

// At is the box of a single point.
func At(p Point) Box { return Box{p.X, p.Y, p.X, p.Y} }

// Around is the smallest box that holds all points; [Nowhere] of none.
func Around(points []Point) Box {
	b := Nowhere
	for _, p := range points {
		b = b.Extend(p)
	}
	return b
}
