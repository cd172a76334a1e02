package synthetic

import "atlante/geo"

// Size is how much land a network covers.
type Size string

// The sizes.
const (
	// Torino is the comuni that are given.
	Torino Size = "torino"
	// Piemonte adds comuni beyond their border, about as many as the rest of the
	// region has.
	Piemonte Size = "piemonte"
)

// ParseSize accepts "torino" and "piemonte".
func ParseSize(s string) (Size, error) {
	switch z := Size(s); z {
	case Torino, Piemonte:
		return z, nil
	}
	return "", geo.Invalid("dimensione %q: scegli torino oppure piemonte / choose torino or piemonte", s)
}
