package moderation

import (
	"log/slog"
	"net/http"

	"github.com/google/uuid"

	"atlante/api/wire"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// trouble says on the page of an entry why the last step was not taken.
type trouble struct {
	Title, Text string
	Faults      []fault
	// Changed is what a revision that came meanwhile changes against the one
	// that was looked at.
	Changed       []line
	Before, After string // titles of the columns
}

// conflict shows the entry as it is now, what changed since the moderator looked,
// and the form with what was typed, ready to be sent about what stands there now.
func (p *pages) conflict(r *site.Request, who access.Principal, o registry.Order) (site.Answer, error) {
	v, err := p.entryView(r, who, typedOf(o, nil))
	if err != nil {
		return site.Answer{}, err
	}
	t := &trouble{Title: r.Say("mod.conflict.title"), Text: r.Say("mod.conflict.state", "state", v.State)}
	f, err := p.open(r, who, o.Entry)
	if err != nil {
		return site.Answer{}, err
	}
	seen, now := f.revisionByNumber(o.Revision), f.latest()
	if seen != nil && now != nil && seen.Number != now.Number {
		t.Text = r.Say("mod.conflict.revision", "n", now.Number, "who", f.by(now.Role, now.Author), "when", r.Moment(now.At))
		t.Changed = changedLines(f.lines(&seen.Content, &now.Content))
		t.Before, t.After = r.Say("mod.conflict.before", "revision", number(seen.Number)), r.Say("mod.conflict.after", "revision", number(now.Number))
	}
	if o.Text != "" && !v.Decide.shows(o.Action) {
		t.Text += " " + r.Say("mod.conflict.typed", "text", o.Text)
	}
	v.Trouble = t
	return site.Answer{Page: "entry", View: v, Status: http.StatusConflict, Private: true}, nil
}

// shows tells whether the form of a step is on the page, with what was typed.
func (c choices) shows(a registry.Action) bool {
	for _, f := range []*form{c.Ask, c.Reject, c.Suspend} {
		if f != nil && f.Action == a {
			return true
		}
	}
	return false
}

func (f file) revisionByNumber(n int) *registry.Revision {
	for i := range f.Revisions {
		if f.Revisions[i].Number == n {
			return &f.Revisions[i]
		}
	}
	return nil
}

// outdated tells whether the entry has changed since the moderator looked.
func (p *pages) outdated(r *site.Request, who access.Principal, o registry.Order) bool {
	d, err := p.Registrar.Dossier(r.Context(), who, o.Entry)
	return err == nil && moderates(d.Roles) && d.Version != o.Version
}

// again shows the entry with what is wrong in the form, as it was typed.
func (p *pages) again(r *site.Request, who access.Principal, o registry.Order, faults []fault) (site.Answer, error) {
	if o.Action == registry.Restore && o.Revision != 0 {
		return p.restoreAgain(r, who, o, faults)
	}
	if o.Action == registry.Merge {
		return p.mergeAgain(r, who, o, faults)
	}
	v, err := p.entryView(r, who, typedOf(o, faults))
	if err != nil {
		return site.Answer{}, err
	}
	v.Trouble = &trouble{Title: r.Say("form.faults", "n", len(faults)), Faults: faults}
	return site.FormAgain("entry", v), nil
}

func typedOf(o registry.Order, faults []fault) typed {
	return typed{action: o.Action, revision: o.Revision, message: o.Message, into: o.Into, text: o.Text, reason: string(o.Reason), faults: faults}
}

// faultsOf ties what is wrong to the fields of the form that was sent.
func faultsOf(r *site.Request, o registry.Order, list registry.Faults) []fault {
	id := string(o.Action)
	if o.Action == registry.Restore {
		id += "-" + number(o.Revision)
	}
	if o.Message != uuid.Nil {
		id += "-" + o.Message.String()
	}
	var out []fault
	for _, f := range list {
		x := fault{Text: r.Lang.Pick(f.IT, f.EN)}
		if f.Field == registry.FieldText || f.Field == registry.FieldReason || f.Field == fieldSure || f.Field == fieldLat || f.Field == fieldLon {
			x.Field = id + "-" + string(f.Field)
		}
		out = append(out, x)
	}
	return out
}

// problem is the text of an error for people.
func problem(r *site.Request, err error) string { return wire.NewProblem(r.Request, err).Detail }

// retryPage offers a form again when nobody knows whether it was taken: it has
// the same key, so that it is taken once.
type retryPage struct {
	site.Frame
	Detail string
	Action string // of the button
	Href   string
	Hidden []option
	Text   string
	Typed  bool
	SignIn string // address, when the session has ended
}

func (p *pages) retry(r *site.Request, d decision, title string, err error) (site.Answer, error) {
	prob := wire.NewProblem(r.Request, err)
	if prob.Status == wire.StatusClientGone {
		return site.Answer{}, err
	}
	if prob.Status == http.StatusInternalServerError {
		p.Log.LogAttrs(r.Context(), slog.LevelError, "moderation step failed", slog.String("action", string(d.action)), slog.Any("err", err))
	}
	v := p.retryView(r, d, title)
	v.Detail = prob.Detail
	return site.Answer{Page: "retry", View: v, Status: prob.Status, Private: true}, nil
}

// signInAgain keeps what was typed when the session has ended meanwhile.
func (p *pages) signInAgain(r *site.Request, d decision) (site.Answer, error) {
	if r.Field("text") == "" {
		return signIn(r), nil
	}
	v := p.retryView(r, d, r.Say("mod.session.title"))
	v.Detail = r.Say("mod.session.text")
	v.SignIn = signIn(r).To
	return site.Answer{Page: "retry", View: v, Status: http.StatusForbidden, Private: true}, nil
}

func (p *pages) retryView(r *site.Request, d decision, title string) retryPage {
	v := retryPage{Frame: p.frame(r, title), Action: r.Say("mod.act." + string(d.action)), Text: r.Field("text"), Typed: r.Fields.Has("text"), Href: r.URL.RequestURI()}
	for _, name := range []string{"key", "version", "revision", "message", "into", "person", "reason", "sure", "lat", "lon"} {
		if r.Fields.Has(name) {
			v.Hidden = append(v.Hidden, option{Value: r.Field(name), Text: name})
		}
	}
	return v
}
