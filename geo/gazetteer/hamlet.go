package gazetteer

import "atlante/geo"

// hamletRadiusM is how far a place of a class of OpenStreetMap may reach from its
// point. Those not named here lie within that of a hamlet.
var hamletRadiusM = map[string]int{"city": 3000, "town": 1500, "borough": 1500, "suburb": 1500, "village": 700, "quarter": 800,
	"neighbourhood": 500, "locality": 500, "hamlet": 300, "isolated_dwelling": 150, "farm": 150}

// withHamlets adds the hamlets of the map file to the localities. What the facts
// name keeps its point. A name that stands for the comune itself says nothing
// new, and one that two distant places of a comune share says too little: both
// are left out.
func withHamlets(given []Locality, m MapFile, comuni map[geo.ComuneID]geo.Comune) []Locality {
	taken := make(map[localityKey]bool, len(given))
	for _, l := range given {
		taken[localityKey{l.Comune, localityWords(l.Name)}] = true
	}
	at := map[localityKey]int{}
	shared := map[localityKey]bool{}
	var found []Locality
	for _, h := range m.Hamlets {
		key := localityKey{h.Comune, localityWords(h.Name)}
		c, known := comuni[h.Comune]
		if !known || taken[key] || key.words == "" || key.words == localityWords(c.Name) {
			continue
		}
		l := Locality{Name: h.Name, Comune: h.Comune, Point: h.Point, RadiusM: hamletRadiusM[h.Class], Source: m.Source.Name}
		if l.RadiusM == 0 {
			l.RadiusM = hamletRadiusM["hamlet"]
		}
		i, twice := at[key]
		if !twice {
			at[key] = len(found)
			found = append(found, l)
			continue
		}
		shared[key] = shared[key] || metres(found[i].Point, l.Point) > float64(max(found[i].RadiusM, l.RadiusM))
	}
	out := given[:len(given):len(given)]
	for _, l := range found {
		if !shared[localityKey{l.Comune, localityWords(l.Name)}] {
			out = append(out, l)
		}
	}
	return out
}
