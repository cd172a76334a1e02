package feature

import (
	"slices"

	"atlante/geo"
)

// Word is what people read for a value.
type Word struct{ IT, EN string }

// Unit is what a number counts.
type Unit string

// The units.
const (
	Minutes          Unit = "min"
	Metres           Unit = "m"
	SquareKilometres Unit = "km²"
	Share            Unit = "1" // between 0 and 1; people read per cent
)

// Word gives what people read for a value of the field; false where the value is
// none of Values.
func (f Field) Word(value string) (Word, bool) {
	if i := slices.Index(f.Values, value); i >= 0 && i < len(f.Words) {
		return f.Words[i], true
	}
	return Word{}, false
}

// worded gives the fields of a collection the words of their values: those of the
// kinds by their names, the others as values lists them.
func worded(c Collection, kinds []geo.Kind) Collection {
	for i, f := range c.Fields {
		if f.Values == nil {
			continue
		}
		c.Fields[i].Words = make([]Word, len(f.Values))
		for j, v := range f.Values {
			c.Fields[i].Words[j] = values[v]
			if k := slices.IndexFunc(kinds, func(k geo.Kind) bool { return f.Name == "kind" && string(k.ID) == v }); k >= 0 {
				c.Fields[i].Words[j] = Word{kinds[k].NameIT, kinds[k].NameEN}
			}
		}
	}
	return c
}

// values says what the values of the fields are called; those of kinds are data.
var values = map[string]Word{
	"active": {"aperto", "open"}, "temporarily_closed": {"chiuso per ora", "closed for now"}, "seasonal": {"stagionale", "seasonal"},
	"planned": {"previsto", "planned"}, "closed": {"chiuso", "closed"},
	"exact": {"esatta", "exact"}, "house_number": {"numero civico", "house number"}, "street": {"via", "street"},
	"locality": {"località", "locality"}, "comune": {"comune", "comune"}, "none": {"ignota", "not known"},
	"yes": {"sì", "yes"}, "no": {"no", "no"}, "limited": {"in parte", "in part"},
	"unknown": {"non si sa", "not known"}, "empty": {"nessun residente", "no residents"},
	"ok": {"raggiunta", "reached"}, "walk_only": {"in parte a piedi", "partly on foot"}, "unreachable": {"nessuna via nota", "no known way"},
	"mountain": {"montano", "mountain"}, "inner": {"interno", "inner"},
	"provisional": {"provvisoria", "provisional"}, "confirmed": {"confermata", "confirmed"},
	"sourced": {"documentata", "sourced"}, "inferred": {"dedotta", "inferred"},
	"T": {"totalmente montano", "wholly mountain"}, "P": {"parzialmente montano", "partly mountain"}, "NM": {"non montano", "not mountain"},
	"A": {"A, polo", "A, pole"}, "B": {"B, polo intercomunale", "B, intermunicipal pole"}, "C": {"C, cintura", "C, belt"},
	"D": {"D, intermedio", "D, intermediate"}, "E": {"E, periferico", "E, peripheral"}, "F": {"F, ultraperiferico", "F, ultra-peripheral"},
	"unverified": {"non verificata", "unverified"}, "self_confirmed": {"confermata da chi la gestisce", "confirmed by who runs it"},
	"registry_matched": {"trovata in un registro", "found in a register"}, "moderator_checked": {"controllata da un moderatore", "checked by a moderator"},
	"visited": {"visitata", "visited"},
}
