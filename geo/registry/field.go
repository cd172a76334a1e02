package registry

import (
	"strings"

	"atlante/geo"
)

// Field is the name of one thing that a Content says, as forms, differences and
// error summaries call it.
type Field string

// The fields, in the order of the form.
const (
	FieldKind          Field = "kind"
	FieldName          Field = "name"
	FieldComune        Field = "comune"
	FieldLocality      Field = "locality"
	FieldAddress       Field = "address"
	FieldPosition      Field = "position"
	FieldOperator      Field = "operator"
	FieldLegalForm     Field = "legal_form"
	FieldCodiceFiscale Field = "codice_fiscale"
	FieldPartitaIVA    Field = "partita_iva"
	FieldNetwork       Field = "network"
	FieldHost          Field = "host"
	FieldAreas         Field = "areas"
	FieldDescription   Field = "description"
	FieldHours         Field = "hours"
	FieldWheelchair    Field = "wheelchair"
	FieldStatus        Field = "status"
	FieldEmail         Field = "email"
	FieldPhone         Field = "phone"
	FieldWebsite       Field = "website"
	FieldPerson        Field = "person"
	FieldServiceArea   Field = "service_area"
	FieldMayReach      Field = "may_reach"
	FieldNote          Field = "note"
	FieldLicence       Field = "licence"
	FieldPrivacy       Field = "privacy"
	FieldConfirmedOn   Field = "confirmed_on" // set by Attest, never typed
)

// The fields of an Order that are not of its Content.
const (
	FieldYourEmail Field = "your_email" // to be confirmed, or of the one who is invited
	FieldText      Field = "text"
	FieldReason    Field = "reason"
)

// Fault is what is wrong with a field, in words for people, in both languages.
type Fault struct {
	Field Field
	IT    string
	EN    string
}

// In gives the words in a language: "en", or Italian for any other.
func (f Fault) In(lang string) string {
	if lang == "en" {
		return f.EN
	}
	return f.IT
}

// Faults are all that is wrong with a Content or an Order, in the order of the
// form. As an error they wrap geo.ErrInvalid. The words never hold a value that
// was typed: it may be private.
type Faults []Fault

// Error gives all faults, Italian first.
func (f Faults) Error() string { return f.In("it") + " / " + f.In("en") }

// Unwrap makes faults an invalid request.
func (f Faults) Unwrap() error { return geo.ErrInvalid }

// In gives all faults as one line in a language.
func (f Faults) In(lang string) string {
	words := make([]string, len(f))
	for i, x := range f {
		words[i] = x.In(lang)
	}
	return strings.Join(words, " ")
}

// Of gives the faults of one field.
func (f Faults) Of(field Field) Faults {
	var out Faults
	for _, x := range f {
		if x.Field == field {
			out = append(out, x)
		}
	}
	return out
}

// err keeps the trap of a non-nil error that holds no fault shut.
func (f Faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

func (f *Faults) add(field Field, it, en string) { *f = append(*f, Fault{field, it, en}) }
