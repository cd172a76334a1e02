package geo

import (
	"strconv"

	"github.com/paulmach/orb"
)

// ComuneID is the six-digit ISTAT code of a municipality: "001272" is Torino.
type ComuneID string

// ParseComuneID accepts exactly six digits; "1272" is an error, not Torino.
func ParseComuneID(s string) (ComuneID, error) {
	if len(s) != 6 || !digits(s) {
		return "", Invalid("%q non è un codice ISTAT di comune: servono sei cifre, per esempio 001272 / is not a six-digit ISTAT code", s)
	}
	return ComuneID(s), nil
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// ZoneID numbers a zona omogenea, from 1.
type ZoneID int

// ParseZoneID reads a zone number written in decimal.
func ParseZoneID(s string) (ZoneID, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 99 {
		return 0, Invalid("%q non è il numero di una zona omogenea / is not the number of a zone", s)
	}
	return ZoneID(n), nil
}

// Zone is a zona omogenea; the zones partition the comuni.
type Zone struct {
	ID       ZoneID
	Name     string
	Boundary orb.MultiPolygon // EPSG:4326; nil when not asked for
	Label    orb.Point
}

// AltimetricZone is ISTAT's: 1 mountain, 3 hill, 5 plain.
type AltimetricZone int

// The altimetric zones, with the codes that ISTAT gives them.
const (
	AltimetricMountain AltimetricZone = 1
	AltimetricHill     AltimetricZone = 3
	AltimetricPlain    AltimetricZone = 5
)

// MountainClass is ISTAT's: T wholly, P partly, NM not mountain.
type MountainClass string

// SNAIClass is the class of the 2020 map of the inner areas, A (pole) to F (ultra-peripheral).
type SNAIClass string

// Inner tells whether the class is one of the inner areas, D to F.
func (c SNAIClass) Inner() bool { return c == "D" || c == "E" || c == "F" }

// Comune is a municipality with the facts that coverage needs.
type Comune struct {
	ID             ComuneID
	Name           string
	CadastralCode  string
	Zone           ZoneID
	ZoneSource     string // "sourced" or "inferred"
	Valley         ValleyID
	Residents      int
	AreaKm2        float64
	AltitudeM      int
	AltimetricZone AltimetricZone
	MountainClass  MountainClass
	SNAI           SNAIClass
	PoleMinutes    float64 // by road from the municipio to the nearest SNAI pole
	Pole           string  // name of that pole; may lie outside the territory
	Seat           orb.Point
	Boundary       orb.MultiPolygon // EPSG:4326; nil when not asked for
	BoundarySource string           // name of its source
	BoundaryApprox bool             // made from the seats, not a real boundary
}

// Mountain tells whether the comune counts as mountain (class T or P).
func (c Comune) Mountain() bool { return c.MountainClass == "T" || c.MountainClass == "P" }

// ValleyID is the short name of a valley: "val-grande". "" is no valley.
type ValleyID string

// Valley is a valley with its mouth, the comune where its road leaves it, and
// the valley that it opens into ("" when it opens into the plain).
type Valley struct {
	ID     ValleyID
	Name   string
	Parent ValleyID
	Mouth  ComuneID
	Source string
}

// Pass is a road over a ridge that joins two comuni.
type Pass struct {
	From, To ComuneID
	Name     string
	Open     string // "all year" or "summer"
}

// Territory chooses whose residents a figure is about.
type Territory string

// The territories a reader can choose.
const (
	TerritoryAll      Territory = "all"
	TerritoryMountain Territory = "mountain" // class T or P
	TerritoryInner    Territory = "inner"    // SNAI D to F
)

// Territories in the order in which people see them.
var Territories = []Territory{TerritoryMountain, TerritoryInner, TerritoryAll}

// ParseTerritory accepts "mountain", "inner" and "all".
func ParseTerritory(s string) (Territory, error) {
	switch t := Territory(s); t {
	case TerritoryAll, TerritoryMountain, TerritoryInner:
		return t, nil
	}
	return "", Invalid("territory: %q non è previsto; scegli mountain, inner oppure all / choose mountain, inner or all", s)
}

// In tells whether the comune belongs to the territory.
func (t Territory) In(c Comune) bool {
	switch t {
	case TerritoryMountain:
		return c.Mountain()
	case TerritoryInner:
		return c.SNAI.Inner()
	}
	return true
}
