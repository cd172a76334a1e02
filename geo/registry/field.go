package registry

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
)

// Fault is what is wrong with a field, in words for people, in both languages.
type Fault struct {
	Field Field
	IT    string
	EN    string
}

// Faults are all that is wrong with a Content or an Order. As an error they wrap
// geo.ErrInvalid.
type Faults []Fault
