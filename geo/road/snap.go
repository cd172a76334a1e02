package road

// snapIndex finds the edges close to a point.
type snapIndex struct{}
