package feature

import "github.com/paulmach/orb"

// System is a reference system in which features are given out and asked for.
type System struct {
	SRID             SRID
	TitleIT, TitleEN string
	Degrees          bool // else metres
	// Domain is where its coordinates mean something, longitude or easting first.
	// That of zone 32 North is far wider than the zone.
	Domain orb.Bound
}

// Systems lists them all, the default first.
func Systems() []System {
	degrees := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	mercator := orb.Bound{Min: orb.Point{-20037508.342789244, -20048966.104014594}, Max: orb.Point{20037508.342789244, 20048966.104014594}}
	utm := orb.Bound{Min: orb.Point{-500_000, 0}, Max: orb.Point{1_500_000, 8_500_000}}
	return []System{
		{WGS84, "WGS 84", "WGS 84", true, degrees},
		{Mercator, "Pseudo-Mercatore", "Pseudo-Mercator", false, mercator},
		{UTM32, "WGS 84 / UTM 32N", "WGS 84 / UTM zone 32N", false, utm},
		{RDN2008, "RDN2008 / UTM 32N", "RDN2008 / UTM zone 32N", false, utm},
	}
}

// System finds the one with a code.
func (s SRID) System() (System, bool) {
	for _, x := range Systems() {
		if x.SRID == s {
			return x, true
		}
	}
	return System{}, false
}

// OrWGS84 is the code, or that of WGS 84 where none was given.
func (s SRID) OrWGS84() SRID {
	if s == 0 {
		return WGS84
	}
	return s
}

// SRIDs are the codes of Systems.
func SRIDs() []SRID {
	var out []SRID
	for _, x := range Systems() {
		out = append(out, x.SRID)
	}
	return out
}
