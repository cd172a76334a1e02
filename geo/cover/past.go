package cover

// GapMoment is a row of the history of an area: what one publication changed of it.
type GapMoment struct {
	GapVersion
	Publication int64  // it may be gone
	At          string // RFC 3339, UTC
}

// GapHistory is all that was ever published of an area, the areas that came of
// it, and what it is today.
type GapHistory struct {
	ID       string
	Moments  []GapMoment // oldest first; never empty
	Children []string    // ids of the areas that name it among their parents
}

// Comparison is what the latest publication says of the estimate beside the roads.
type Comparison struct {
	Publication int64
	Calibration
	Stood []StoodIn // by mode
}
