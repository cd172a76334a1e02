package entry

import (
	"time"

	"github.com/google/uuid"

	"atlante/geo/registry"
)

// The file of all that is held about somebody: names that do not change when
// those of the code do.
type holding struct {
	At       time.Time        `json:"at"`
	Person   uuid.UUID        `json:"person"`
	Email    string           `json:"email"`
	Lang     string           `json:"language"`
	Since    time.Time        `json:"since"`
	Roles    []heldRole       `json:"roles"`
	Entries  []heldEntry      `json:"entries"`
	Written  []heldRevision   `json:"written_in_entries_of_others"`
	Done     []heldTransition `json:"steps"`
	Consents []heldConsent    `json:"consents"`
	Messages []heldMessage    `json:"messages"`
	Sessions int              `json:"open_sessions"`
	Mails    int              `json:"mails_waiting"`
}

type heldRole struct {
	Role    string `json:"role"`
	Zone    int    `json:"zone,omitempty"`
	Network string `json:"network,omitempty"`
}

type heldEntry struct {
	ID        uuid.UUID        `json:"id"`
	State     string           `json:"state"`
	Role      string           `json:"role"`
	Created   time.Time        `json:"created"`
	Changed   time.Time        `json:"changed"`
	Revisions []heldRevision   `json:"revisions"`
	Steps     []heldTransition `json:"steps"`
}

type heldRevision struct {
	Entry    uuid.UUID         `json:"entry"`
	Number   int               `json:"number"`
	At       time.Time         `json:"at"`
	Approved bool              `json:"approved"`
	Reason   string            `json:"reason,omitempty"`
	Source   string            `json:"source,omitempty"`
	Says     map[string]string `json:"says"`
}

type heldTransition struct {
	Entry  uuid.UUID `json:"entry"`
	At     time.Time `json:"at"`
	Action string    `json:"action"`
	From   string    `json:"from"`
	To     string    `json:"to"`
	Reason string    `json:"reason,omitempty"`
}

type heldConsent struct {
	Entry   uuid.UUID `json:"entry"`
	What    string    `json:"what"`
	Version string    `json:"version_of_the_text"`
	Given   bool      `json:"given"`
	At      time.Time `json:"at"`
}

type heldMessage struct {
	Entry uuid.UUID `json:"entry"`
	Claim bool      `json:"claim"`
	Text  string    `json:"text"`
	At    time.Time `json:"at"`
}

func holdingOf(h registry.Holding) holding {
	out := holding{At: h.At, Person: h.Person.ID, Email: h.Person.Email, Lang: h.Person.Lang, Since: h.Since, Sessions: h.Sessions, Mails: h.Mails,
		Written: revisionsOf(h.Written), Done: transitionsOf(h.Done), Roles: []heldRole{}, Entries: []heldEntry{},
		Consents: []heldConsent{}, Messages: []heldMessage{}}
	for _, g := range h.Grants {
		out.Roles = append(out.Roles, heldRole{string(g.Role), int(g.Zone), string(g.Network)})
	}
	for _, e := range h.Entries {
		out.Entries = append(out.Entries, heldEntry{e.Entry.ID, string(e.Entry.State), string(e.Role), e.Entry.CreatedAt, e.Entry.ChangedAt,
			revisionsOf(e.Revisions), transitionsOf(e.Transitions)})
	}
	for _, c := range h.Consents {
		out.Consents = append(out.Consents, heldConsent{c.Entry.ID, string(c.What), c.Version, c.Given, c.At})
	}
	for _, m := range h.Messages {
		out.Messages = append(out.Messages, heldMessage{m.Entry, m.Claim, m.Text, m.At})
	}
	return out
}

// revisionsOf writes each field that says something, by the name it has in the
// registry.
func revisionsOf(list []registry.Revision) []heldRevision {
	out := []heldRevision{}
	for _, x := range list {
		says := map[string]string{string(registry.FieldStatus): string(x.Content.Status)}
		for _, d := range registry.Differences(registry.Content{}, x.Content) {
			says[string(d.Field)] = d.New
		}
		out = append(out, heldRevision{x.Entry, x.Number, x.At, x.Approved, x.Reason, x.Source.Name, says})
	}
	return out
}

func transitionsOf(list []registry.Transition) []heldTransition {
	out := []heldTransition{}
	for _, t := range list {
		out = append(out, heldTransition{t.Entry, t.At, string(t.Action), string(t.From), string(t.To), t.Reason})
	}
	return out
}
