package synthetic

import "atlante/geo"

// outside is what lies beyond the border of the comuni that are given.
type outside struct {
	comuni  []geo.Comune
	valleys []geo.Valley
}

func beyond(comuni []geo.Comune, seed uint64) outside { return outside{} }
