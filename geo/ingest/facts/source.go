package facts

import "atlante/geo"

// Set names one embedded file.
type Set string

// The embedded sets.
const (
	SetComuni       Set = "comuni"
	SetZones        Set = "zones"
	SetValleys      Set = "valleys"
	SetPasses       Set = "passes"
	SetKinds        Set = "kinds"
	SetLocalities   Set = "localities"
	SetSuppressed   Set = "suppressed"
	SetPlaces       Set = "places"
	SetParticipants Set = "plan_participants"
	SetNetworks     Set = "networks"
)

// Sets lists the embedded sets in the order in which they are loaded.
func Sets() []Set {
	return []Set{SetComuni, SetSuppressed, SetZones, SetValleys, SetPasses, SetLocalities, SetKinds, SetNetworks, SetPlaces, SetParticipants}
}

func (s Set) file() string { return string(s) + ".csv" }

// Source says where a set comes from and under which licence it may be used.
// RetrievedOn is "" where only the month is known.
func Source(s Set) geo.Source {
	own := "CC BY 4.0"
	switch s {
	case SetComuni:
		return geo.Source{Name: "ISTAT, SITUAS 61, 73 e 74 (giugno 2026); classe montana T/P/NM (2010–2012); Mappa delle aree interne 2020; zone: atti e comunicati della Città metropolitana di Torino; sedi: elenchi aperti dei comuni", Licence: own}
	case SetSuppressed:
		return geo.Source{Name: "ISTAT, variazioni territoriali dei comuni; codici catastali dell'Agenzia delle Entrate", Licence: own}
	case SetZones:
		return geo.Source{Name: "Città metropolitana di Torino, zone omogenee", Licence: own}
	case SetValleys, SetPasses:
		return geo.Source{Name: "Geografia delle valli compilata a mano, da verificare con le unioni montane", Licence: own}
	case SetKinds:
		return geo.Source{Name: "Atlante, parametri iniziali", Licence: own}
	case SetNetworks:
		return geo.Source{Name: "Atlante, reti note da fonti pubbliche citate riga per riga", Licence: own}
	case SetLocalities:
		return geo.Source{Name: "Centri dei quartieri di Torino stimati, entro 1 km", Licence: own}
	case SetPlaces:
		return geo.Source{Name: "Atlante, insieme iniziale da fonti pubbliche citate riga per riga", Licence: own}
	case SetParticipants:
		return geo.Source{Name: "Città metropolitana di Torino, partecipanti alla consultazione del Piano", Licence: own}
	}
	return geo.Source{}
}
