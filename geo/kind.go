package geo

import "regexp"

// KindID is the short name of a kind of place: "portineria".
type KindID string

var kindPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// ParseKindID accepts lower-case letters, digits and underscores; whether such
// a kind exists is for the store to say.
func ParseKindID(s string) (KindID, error) {
	if !kindPattern.MatchString(s) {
		return "", Invalid("kind: %q non è il nome breve di un tipo di luogo, come portineria / is not the short name of a kind", s)
	}
	return KindID(s), nil
}

// Mode is how people travel to a place.
type Mode string

// The modes. ModeArea is not travel: the place comes to the people.
const (
	ModeCar  Mode = "car"
	ModeFoot Mode = "foot"
	ModeArea Mode = "area"
)

// Kind is what a Place is. Kinds are data: a new one is a row, not a release.
type Kind struct {
	ID        KindID
	NameIT    string
	NameEN    string
	PluralIT  string
	PluralEN  string
	NearestIT string // for sentences: "dalla Portineria più vicina"
	NearestEN string // "from the nearest Portineria"
	ByArea    bool   // served through service areas, no travel time
	// Itinerant: by area, and what goes to people in turn, as a desk on wheels
	// does. Sentences on underserved areas name such services.
	Itinerant bool
	// Completeness of the list of places of this kind: "complete" (a network's
	// own list) or "not_surveyed" ("none registered" is then not "none").
	Completeness string
	// Mode in mountain comuni (class T or P) and elsewhere.
	ModeMountain Mode
	ModeElse     Mode
	// Thresholds in minutes by mode, inclusive.
	ThresholdCar  int
	ThresholdFoot int
	Position      int // order in lists and legends
}

// Mode is the mode that counts for this kind in the comune.
func (k Kind) Mode(c Comune) Mode {
	switch {
	case k.ByArea:
		return ModeArea
	case c.Mountain():
		return k.ModeMountain
	}
	return k.ModeElse
}

// Threshold is the kind's own limit in minutes for the mode; 0 for ModeArea.
func (k Kind) Threshold(m Mode) int {
	switch m {
	case ModeCar:
		return k.ThresholdCar
	case ModeFoot:
		return k.ThresholdFoot
	}
	return 0
}
