package main

import (
	"errors"
	"net/http"
	"strconv"
	"testing"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// stepMethod begins the blocks that ask the steps below the pages.
const stepMethod = "STEP"

// take asks for a step without a page, and gives the status that a page would have.
func (h *house) take(a registry.Action, f *fixture, who access.Principal) string {
	h.t.Helper()
	r, ctx, key := h.people.registrar, h.t.Context(), access.Key(newID(h.t))
	var err error
	switch a {
	case registry.SeePublic, registry.SeePrivate, registry.SeeHistory:
		err = h.see(a, f, who)
	case registry.SeeOwn:
		_, err = r.Mine(ctx, who)
	case registry.SeeQueue:
		_, _, err = r.Queue(ctx, who, registry.QueueFilter{Page: geo.Page{Limit: 10}})
	case registry.ExportOwn:
		_, err = r.Export(ctx, who)
	case registry.EraseOwn:
		err = r.EraseOwn(ctx, who, key)
	case registry.StartEntry:
		_, err = r.Start(ctx, who, key, contentFor("", 19))
	default:
		_, err = r.Do(ctx, who, key, h.order(a, f))
	}
	status := http.StatusInternalServerError
	switch {
	case err == nil:
		status = http.StatusOK
	case errors.Is(err, geo.ErrNotFound):
		status = http.StatusNotFound
	case errors.Is(err, geo.ErrForbidden):
		status = http.StatusForbidden
	case errors.Is(err, geo.ErrConflict):
		status = http.StatusConflict
	case errors.Is(err, geo.ErrInvalid):
		status = http.StatusUnprocessableEntity
	}
	return strconv.Itoa(status)
}

// see asks for an entry with all that may be known of it, and looks for a part.
func (h *house) see(a registry.Action, f *fixture, who access.Principal) error {
	d, err := h.people.registrar.Dossier(h.t.Context(), who, f.id)
	if err != nil || a == registry.SeePublic || a == registry.SeeHistory && len(d.Transitions) > 0 {
		return err
	}
	for _, v := range []*registry.Revision{d.Public, d.Waiting} {
		if a == registry.SeePrivate && v != nil && len(v.Content.PublicContacts()) < len(v.Content.Contacts) {
			return nil
		}
	}
	return geo.ErrForbidden
}

// order is complete, so that nothing but who asks, and in which state, decides.
func (h *house) order(a registry.Action, f *fixture) registry.Order {
	o := registry.Order{Action: a, Entry: f.id, Version: f.version, Content: f.content, Consents: agreed(), Text: "Due righe", Lang: "it"}
	o.Content.Description = "Una descrizione più lunga"
	switch a {
	case registry.Approve:
		o.Revision = max(f.waiting, 1)
	case registry.Restore:
		o.Revision = max(f.public, 1)
	case registry.Merge:
		o.Into = h.aim.id
	case registry.AcceptClaim, registry.DeclineClaim:
		o.Message = f.claim
	case registry.CloseReport:
		o.Message = f.report
	case registry.Dismiss:
		o.Person = h.actors["e"].principal.Person.ID
	case registry.Reject, registry.Suspend:
		o.Reason = registry.ReasonDuplicate
	case registry.Submit, registry.Claim, registry.Report, registry.Invite:
		o.Email = "qualcuno@gente.example"
	case registry.Import:
		o.Source = geo.Source{Name: "prova"}
	}
	return o
}

// Every step that can be taken is in the expectations.
func TestMatrixNamesEveryStep(t *testing.T) {
	named := map[string]bool{}
	for _, b := range readExpectations(t) {
		if b.method == stepMethod {
			named[b.route] = true
		}
	}
	for _, a := range registry.Actions() {
		if a == registry.ManagePeople { // a command
			continue
		}
		if !named[string(a)] {
			t.Errorf("%s is in no expectation", a)
		}
	}
}
