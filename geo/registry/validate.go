package registry

import (
	"math"
	"slices"

	"atlante/geo"
)

// The most that a Content holds, in characters (not bytes) and items.
const (
	MaxName        = 150
	MaxAddress     = 200
	MaxDescription = 600
	MaxHours       = 300
	MaxNote        = 1000
	MaxContacts    = 12
	MaxText        = 2000 // words to people: reasons, claims, reports
	maxRadiusM     = 100_000
	minName        = 2
)

// checker gathers what is wrong with a Content while it puts it in order.
type checker struct {
	Content
	ground Ground
	faults Faults
}

// Tidy puts a draft in order and checks what no draft may hold: control
// characters, texts that are too long, words that are not of their lists. What is
// missing or half typed stays: drafts are saved as they are. Outer spaces go;
// everything else stands as it was typed.
func Tidy(c Content, g Ground) (Content, Faults) {
	k := tidy(c, g)
	return k.Content, k.faults
}

// Validate puts a Content in order and checks all of it: what Tidy checks, what
// must not be missing (kind, name, comune), and the form of addresses, numbers
// and pins. Telephones become E.164, codes capital letters, web addresses get
// their scheme. All faults are given at once, with the Content as far as it was
// put in order, for the form to show it again.
func Validate(c Content, g Ground) (Content, Faults) {
	k := tidy(c, g)
	k.required()
	k.operator()
	k.position()
	k.reach()
	k.sort()
	return k.Content, k.faults
}

func tidy(c Content, g Ground) *checker {
	k := &checker{Content: c, ground: g}
	k.Contacts = slices.Clone(c.Contacts)
	k.External = k.External && k.Comune == "" // whoever chooses a comune of ours is in it
	k.texts()
	k.choices()
	k.lists()
	k.sort()
	return k
}

// required: one contact more is required of what is submitted (Order.Check).
func (k *checker) required() {
	if k.Kind == "" {
		k.faults.add(FieldKind, "Scegli che cos'è il luogo.", "Choose what kind of place it is.")
	}
	if k.Name == "" {
		k.faults.add(FieldName, "Scrivi il nome.", "Write the name.")
	} else if len([]rune(k.Name)) < minName {
		k.faults.add(FieldName, "Il nome è troppo corto: servono almeno 2 caratteri.", "The name is too short: at least 2 characters.")
	}
	if k.Comune == "" && !k.External {
		k.faults.add(FieldComune, "Scegli il comune.", "Choose the comune.")
	}
}

// choices are the words of closed lists.
func (k *checker) choices() {
	if k.Kind != "" && !k.ground.kinds[k.Kind] {
		k.faults.add(FieldKind, "Questo tipo di luogo non è nell'elenco.", "This kind of place is not on the list.")
	}
	if _, known := k.ground.comuni[k.Comune]; k.Comune != "" && !known {
		k.faults.add(FieldComune, "Questo comune non è nella Città metropolitana di Torino.", "This comune is not in the Città metropolitana di Torino.")
	}
	if k.Network != "" && !k.ground.networks[k.Network] {
		k.faults.add(FieldNetwork, "Questa rete non è nell'elenco.", "This network is not on the list.")
	}
	if f := k.Operator.LegalForm; f != LegalFormNotStated && !slices.Contains(LegalForms(), f) {
		k.faults.add(FieldLegalForm, "Questa forma giuridica non è nell'elenco.", "This legal form is not on the list.")
	}
	if !slices.Contains([]Wheelchair{WheelchairYes, WheelchairLimited, WheelchairNo, WheelchairUnknown}, k.Wheelchair) {
		k.faults.add(FieldWheelchair, "Per le sedie a rotelle scegli: sì, in parte, no, non so.", "For wheelchairs choose: yes, limited, no, unknown.")
	}
	if s, err := geo.ParseOperatingStatus(string(k.Status)); err != nil {
		k.faults.add(FieldStatus, "Questo stato di attività non è nell'elenco.", "This operating status is not on the list.")
	} else {
		k.Status = s
	}
	if !slices.Contains(precisions(), k.Precision) {
		k.faults.add(FieldPosition, "Questa precisione non è nell'elenco.", "This precision is not on the list.")
	}
}

func precisions() []geo.Precision {
	return []geo.Precision{"", geo.PrecisionExact, geo.PrecisionHouseNumber, geo.PrecisionStreet, geo.PrecisionLocality,
		geo.PrecisionComune, geo.PrecisionNone}
}

// lists are put in their fixed order, each item once.
func (k *checker) lists() {
	var areas []Area
	for _, a := range Areas() {
		if slices.Contains(k.Areas, a) {
			areas = append(areas, a)
		}
	}
	if slices.ContainsFunc(k.Areas, func(a Area) bool { return !slices.Contains(Areas(), a) }) {
		k.faults.add(FieldAreas, "Una delle aree non è tra le sei del Piano.", "One of the areas is not among the six of the Plan.")
	} else {
		k.Areas = areas
	}
	k.ServiceArea = k.comuni(FieldServiceArea, k.ServiceArea)
	k.MayReach = k.comuni(FieldMayReach, k.MayReach)
	if len(k.Contacts) > MaxContacts {
		k.faults.add(FieldEmail, "I contatti sono troppi: al massimo 12.", "Too many contacts: 12 at most.")
	}
}

func (k *checker) comuni(f Field, ids []geo.ComuneID) []geo.ComuneID {
	for _, id := range ids {
		if _, known := k.ground.comuni[id]; !known {
			k.faults.add(f, "Uno dei comuni non è nella Città metropolitana di Torino.", "One of the comuni is not in the Città metropolitana di Torino.")
			return ids
		}
	}
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// position: a pin lies in or near the territory and is never 0,0.
func (k *checker) position() {
	p := k.Position
	if k.RadiusM < 0 || k.RadiusM > maxRadiusM {
		k.faults.add(FieldPosition, "Il raggio di incertezza deve stare tra 0 e 100 km.", "The radius of uncertainty must lie between 0 and 100 km.")
	}
	if p == nil {
		if k.External {
			k.faults.add(FieldPosition, "Di un luogo oltre confine serve il punto sulla mappa.", "A place beyond the border needs its pin.")
		}
		k.Precision, k.RadiusM = geo.PrecisionNone, 0
		return
	}
	finite := !math.IsNaN(p.Lon()) && !math.IsNaN(p.Lat()) && !math.IsInf(p.Lon(), 0) && !math.IsInf(p.Lat(), 0)
	switch swapped := *p; {
	case !finite || *p == [2]float64{}:
		k.faults.add(FieldPosition, "La posizione non è valida: metti il punto sulla mappa, o lasciala vuota.", "The position is not valid: set the pin on the map, or leave it empty.")
	case k.ground.bound.Contains(*p) || k.External && k.ground.bound.Pad(marginBeyond).Contains(*p):
		if k.Precision == "" || k.Precision == geo.PrecisionNone {
			k.Precision = geo.PrecisionExact
		}
	default:
		swapped[0], swapped[1] = p[1], p[0]
		if k.ground.bound.Contains(swapped) {
			k.faults.add(FieldPosition, "Latitudine e longitudine sono scambiate.", "Latitude and longitude are swapped.")
			return
		}
		k.faults.add(FieldPosition, "Il punto è fuori dal territorio della Città metropolitana di Torino: spostalo.", "The pin lies outside the Città metropolitana di Torino: move it.")
	}
}

// sort puts the faults in the order of the form; of one field in the order found.
func (k *checker) sort() {
	order := append(formOrder(), FieldLicence, FieldPrivacy, FieldYourEmail, FieldText, FieldReason)
	slices.SortStableFunc(k.faults, func(a, b Fault) int { return slices.Index(order, a.Field) - slices.Index(order, b.Field) })
}

func formOrder() []Field {
	var out []Field
	for _, p := range parts() {
		out = append(out, p.field)
	}
	return out
}
