package registry

import (
	"slices"

	"github.com/google/uuid"
)

// Check puts an order in order and checks what does not depend on the entry:
// contents, consents, addresses, reasons. Known tells whether the one who asks is
// signed in; others give an address. The error is Faults, with the order as far
// as it was put in order, for the form to show it again.
func (o Order) Check(g Ground, known bool) (Order, error) {
	var f Faults
	switch o.Action {
	case StartEntry, Save:
		o.Content, f = Tidy(o.Content, g)
	case Edit:
		o.Content, f = Validate(o.Content, g)
	case Answer:
		o.Content, f = Validate(o.Content, g)
		f.contact(o.Content)
	case Place:
		if o.Content.Position == nil {
			f.add(FieldPosition, "Metti il punto sulla mappa.", "Put the pin on the map.")
		}
	case Import:
		o.Content, f = Validate(o.Content, g)
	case Submit, SubmitVerified:
		o.Content, f = Validate(o.Content, g)
		f.contact(o.Content)
		f.consents(o.Consents)
	}
	f.address(&o, known)
	f.words(&o)
	if o.Lang != "en" {
		o.Lang = "it"
	}
	return o, f.err()
}

// contact: whoever publishes can be asked.
func (f *Faults) contact(c Content) {
	reached := func(x Contact) bool { return x.Value != "" && x.Kind != ContactPerson }
	if !slices.ContainsFunc(c.Contacts, reached) {
		f.add(FieldEmail, "Lascia almeno un contatto: e-mail, telefono o sito. Resta privato finché non scegli «pubblica».", "Leave at least one contact: e-mail, telephone or website. It stays private until you tick \"publish\".")
	}
}

func (f *Faults) consents(list []Consent) {
	given := func(what ConsentKind) bool {
		return slices.ContainsFunc(list, func(c Consent) bool { return c.What == what && c.Given && c.Version != "" })
	}
	if !given(ConsentLicence) {
		f.add(FieldLicence, "Per stare sulla mappa la scheda va pubblicata con licenza CC BY 4.0: spunta la casella.", "To be on the map the entry is published under CC BY 4.0: tick the box.")
	}
	if !given(ConsentPrivacy) {
		f.add(FieldPrivacy, "Conferma di aver letto l'informativa sulla privacy.", "Confirm that you have read the privacy notice.")
	}
}

// address: of visitors who submit, claim or report, and of the one invited.
func (f *Faults) address(o *Order, known bool) {
	o.Email = f.text(FieldYourEmail, o.Email, maxEmail, false)
	asked := o.Action == Invite || !known && slices.Contains([]Action{Submit, Claim, Report}, o.Action)
	if (asked || o.Email != "") && !emailIsSane(o.Email) {
		f.add(FieldYourEmail, "Serve un indirizzo e-mail completo, nella forma nome@esempio.it: lì mandiamo il messaggio.", "A complete e-mail address is needed, as name@example.org: the message goes there.")
	}
}

// words: where people must be told something.
func (f *Faults) words(o *Order) {
	o.Text = f.text(FieldText, o.Text, MaxText, true)
	asked := slices.Contains([]Action{RequestChanges, Claim, Report}, o.Action)
	if (asked || o.Reason == ReasonOther) && o.Text == "" {
		f.add(FieldText, "Scrivi due righe: chi legge deve capire che cosa fare.", "Write a line or two: whoever reads must know what to do.")
	}
	listed := slices.Contains(Reasons(), o.Reason)
	if asked := o.Action == Reject || o.Action == Suspend; asked && !listed || o.Reason != "" && !listed {
		f.add(FieldReason, "Scegli un motivo dall'elenco.", "Choose a reason from the list.")
	}
	if o.Action == Merge && o.Into == uuid.Nil {
		f.add(FieldText, "Scegli la scheda in cui unire questa.", "Choose the entry to merge this one into.")
	}
}
