package registry

import (
	"slices"

	orbgeo "github.com/paulmach/orb/geo"
)

// Difference is a field in which two contents differ, as texts for people. Ids
// stay ids; a contact that is public ends with ✓; a position is longitude,
// latitude and what is known about it.
type Difference struct {
	Field    Field
	Old, New string
}

// Differences gives the fields in which the contents differ, in the order of the
// form.
func Differences(old, edited Content) []Difference {
	var out []Difference
	for _, p := range parts() {
		if p.differs(old, edited) {
			out = append(out, Difference{p.field, p.text(old), p.text(edited)})
		}
	}
	return out
}

// Risk sorts the fields that differ. High risk are those by which an entry could
// become another one: kind, name, codice fiscale and partita IVA, operator,
// network, comune, host, service area, and a pin that stands more than 100 m
// from the one that a moderator last looked at (checked), wherever it stands
// now: ten steps of 99 m are one of 990 m. Where comune or pin wait, address and
// locality wait with them, so that the public never reads half of a move.
// So they do for a pin that goes over the border of its comune, however near:
// astray tells that it lies in another one than the edited content names.
func Risk(public, edited, checked Content, astray bool) (low, high []Field) {
	moves := false
	for _, d := range Differences(public, edited) {
		moves = moves || d.Field == FieldComune || d.Field == FieldPosition && (astray || movedFar(checked, edited))
	}
	for _, d := range Differences(public, edited) {
		if d.Field.identifies() || moves && d.Field.locates() {
			high = append(high, d.Field)
		} else {
			low = append(low, d.Field)
		}
	}
	return low, high
}

func (f Field) identifies() bool {
	return slices.Contains([]Field{FieldKind, FieldName, FieldCodiceFiscale, FieldPartitaIVA, FieldOperator,
		FieldNetwork, FieldComune, FieldHost, FieldServiceArea}, f)
}

func (f Field) locates() bool {
	return slices.Contains([]Field{FieldLocality, FieldAddress, FieldPosition}, f)
}

// freeM is how far its people may move a pin without a moderator.
const freeM = 100

// movedFar: a pin set where none was, or taken away, has moved far.
func movedFar(checked, edited Content) bool {
	if checked.Position == nil || edited.Position == nil {
		return (checked.Position == nil) != (edited.Position == nil)
	}
	return orbgeo.Distance(*checked.Position, *edited.Position) > freeM
}

// Split divides an edited content: what goes live is the public one with the
// low-risk fields of the edited one; all of it waits when a high-risk field differs.
// Checked is what a moderator last looked at; astray tells that the edited pin lies
// in another comune than the one named.
func Split(public, edited, checked Content, astray bool) (live, waiting Content, waits bool) {
	low, high := Risk(public, edited, checked, astray)
	live = public
	for _, p := range parts() {
		if slices.Contains(low, p.field) {
			p.take(&live, edited)
		}
	}
	if len(high) == 0 {
		return live, live, false
	}
	return live, edited, true
}

// Rebase puts what changed from base to waiting upon another content.
func Rebase(base, waiting, onto Content) Content {
	for _, p := range parts() {
		if p.differs(base, waiting) {
			p.take(&onto, waiting)
		}
	}
	return onto
}

func fieldsOf(list []Difference) []Field {
	var out []Field
	for _, d := range list {
		out = append(out, d.Field)
	}
	return out
}
