package moderation

import (
	"io"
	"slices"

	"github.com/google/uuid"

	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// form is one step that a moderator may take: a POST with its key, so that it
// is taken once, and with what the moderator has seen.
type form struct {
	Action   registry.Action
	ID       string // begins the ids of its fields
	Href     string
	Key      string
	Version  int
	Revision int    // that was looked at, or is restored; 0 none
	Message  string // of a claim or report; "" none
	Into     string // of a merge: the entry that stays; "" none
	Person   string // of Dismiss: the editor who goes; "" none
	Sure     bool   // the tick of what should not be done by accident
	Text     string // as typed
	Reason   string // as chosen
	Reasons  []option
	Open     bool // it was sent and came back: shown unfolded
	Faults   []fault
}

type option struct {
	Value, Text string
	Chosen      bool
}

// fault is what is wrong with a form; Field is the id of the field, "" for all.
type fault = site.Fault

// choices are the steps that the table allows now; nil where it does not.
type choices struct {
	Take, Approve, Ask, Reject, Suspend, Resume *form
	Merge                                       string // address of the page that shows both
}

// Any tells whether there is anything to decide.
func (c choices) Any() bool {
	return c.Take != nil || c.Approve != nil || c.Ask != nil || c.Reject != nil || c.Suspend != nil || c.Resume != nil || c.Merge != ""
}

// keys makes an idempotency key for each form, and remembers a failure.
type keys struct {
	random io.Reader
	err    error
}

func (k *keys) next() string {
	key, err := access.NewKey(k.random)
	if err != nil {
		k.err = err
	}
	return key.String()
}

// may asks what the table of rules allows on this entry now.
func (f file) may(a registry.Action) bool { return slices.Contains(f.Allowed, a) }

// choices makes the forms of what may be done.
func (f file) choices(t typed) choices {
	only := func(a registry.Action, set func(*form)) *form {
		if !f.may(a) {
			return nil
		}
		made := f.form(a, t, set)
		return &made
	}
	seen := func(x *form) {
		if f.Waiting != nil {
			x.Revision = f.Waiting.Number
		}
	}
	c := choices{
		Take:    only(registry.Take, nil),
		Ask:     only(registry.RequestChanges, seen),
		Reject:  only(registry.Reject, seen),
		Suspend: only(registry.Suspend, nil),
		Resume:  only(registry.Resume, nil),
	}
	if f.mine() {
		c.Take = nil // once is enough
	}
	if f.Waiting != nil {
		c.Approve = only(registry.Approve, seen)
	}
	if f.may(registry.Merge) {
		c.Merge = f.narrow.at(f.r, "/moderazione/"+f.ID.String()+"/unisci")
	}
	return c
}

// form makes a step's form; what was typed before is kept.
func (f file) form(a registry.Action, t typed, set func(*form)) form {
	x := form{Action: a, ID: string(a), Key: f.keys.next(), Version: f.Version}
	if set != nil {
		set(&x)
	}
	switch {
	case x.Message != "":
		x.ID += "-" + x.Message
	case a == registry.Restore:
		x.ID += "-" + number(x.Revision)
	}
	x.Href = f.narrow.at(f.r, "/moderazione/"+f.ID.String()+"/"+pathOf(a))
	back := t.action == a && (x.Message == "" || t.message.String() == x.Message)
	if back {
		x.Open, x.Sure, x.Text, x.Reason, x.Faults = true, t.sure, t.text, t.reason, t.faults
	}
	if a == registry.Reject || a == registry.Suspend {
		for _, reason := range registry.Reasons() {
			x.Reasons = append(x.Reasons, option{string(reason), f.r.Say("mod.reason." + string(reason)), x.Reason == string(reason)})
		}
	}
	return x
}

// messageView is a claim or a report, with what can be done about it.
type messageView struct {
	ID, When, Email, Text  string
	Late                   bool
	Accept, Decline, Close *form
}

func (f file) messages(list []registry.Message, t typed) []messageView {
	var out []messageView
	for _, m := range list {
		v := messageView{ID: m.ID.String(), When: f.r.Moment(m.At), Email: m.Email, Text: m.Text}
		only := func(a registry.Action) *form {
			if !f.may(a) {
				return nil
			}
			made := f.form(a, t, func(x *form) { x.Message = m.ID.String() })
			return &made
		}
		if m.Claim {
			v.Accept, v.Decline = only(registry.AcceptClaim), only(registry.DeclineClaim)
		} else {
			v.Close = only(registry.CloseReport)
		}
		out = append(out, v)
	}
	return out
}

// typed is what a moderator has sent, kept to be shown again.
type typed struct {
	action   registry.Action
	revision int
	message  uuid.UUID
	into     uuid.UUID
	text     string
	reason   string
	faults   []fault
	sure     bool
}

// WrongAt tells whether something is wrong with a field.
func (x form) WrongAt(id string) bool {
	return slices.ContainsFunc(x.Faults, func(f fault) bool { return f.Field == id })
}
