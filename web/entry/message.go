package entry

import (
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// message is what strangers write to an entry: "it is ours", "something is wrong".
type message struct {
	path   string // under /luoghi/{id}/, and in the keys of the texts
	action registry.Action
}

var messages = []message{{"reclama", registry.Claim}, {"segnala", registry.Report}}

// messagePage is the form of a message.
type messagePage struct {
	site.Frame
	Action, Key, Began string
	What               string // "reclama" or "segnala"
	Place              geo.Place
	Back               string
	Email, Text        string
	SignedIn           bool
	Faults             []faultLine
	Known              string // "yours": there is nothing to ask for; "again": it was asked already
}

// Fault is what is wrong with a field.
func (v messagePage) Fault(name string) string {
	for _, f := range v.Faults {
		if f.Field == name {
			return f.Text
		}
	}
	return ""
}

// messageSent says what happens now.
type messageSent struct {
	site.Frame
	What, Name, Back string
	SignedIn         bool
	Confirmed        bool // its address is confirmed: it has arrived
}

// sentConfirmed is what the link of a mail says of the message that it was for.
const sentConfirmed = "confirmed"

func (p *pages) askMessage(m message) site.Handler {
	return func(r *site.Request) (site.Answer, error) {
		sent := r.Query.Text("sent", len(sentConfirmed))
		if err := r.Query.Err(); err != nil {
			return site.Answer{}, err
		}
		v, err := p.messagePage(r, m)
		if moved, is := errors.AsType[*geo.Moved](err); is {
			return site.Permanently(r.Page("/luoghi/" + moved.To.String() + "/" + m.path)), nil
		}
		if err != nil {
			return site.Answer{}, err
		}
		if sent != "" {
			words := ".sent"
			if sent == sentConfirmed {
				words = ".done"
			}
			f := p.frame(r, r.Say("message."+m.path+words))
			return site.PrivatePage("message_sent", messageSent{f, m.path, v.Place.Name, v.Back, v.SignedIn, sent == sentConfirmed}), nil
		}
		v.Known, err = p.knownClaim(r, m, v.Place.ID)
		return site.PrivatePage("message", v), err
	}
}

func (p *pages) messagePage(r *site.Request, m message) (messagePage, error) {
	place, err := p.placeOf(r)
	who := p.Who(r.Request)
	v := messagePage{Frame: p.frame(r, r.Say("message."+m.path+".title")), Action: r.Page(r.URL.Path), Key: p.newKey(), What: m.path,
		Place: place, Back: r.Page("/luoghi/" + place.ID.String()), SignedIn: who.SignedIn(), Email: who.Person.Email, Began: r.Field("began")}
	if _, ok := p.began(v.Began); !ok {
		v.Began = p.begin(p.Now())
	}
	v.Crumbs = []site.Part{{Text: place.Name, Href: v.Back}, {Text: v.Title}}
	return v, err
}

// placeOf finds the public place that the address names.
func (p *pages) placeOf(r *site.Request) (geo.Place, error) {
	raw, err := r.Param("id")
	if err != nil {
		return geo.Place{}, err
	}
	id, err := uuid.Parse(raw)
	if err != nil || len(raw) != 36 {
		return geo.Place{}, errNoPlace()
	}
	place, err := p.store.Place(r.Context(), id)
	if geo.Unknown(err) {
		err = errNoPlace()
	}
	return place, err
}

func errNoPlace() error {
	return geo.NotFound("Questo luogo non c'è, o l'indirizzo è stato copiato a metà. / There is no such place, or half of the address is missing.")
}

func (p *pages) sendMessage(m message) site.Handler {
	return func(r *site.Request) (site.Answer, error) {
		v, err := p.messagePage(r, m)
		if err != nil {
			return site.Answer{}, err
		}
		v.Text = r.Field("text")
		if !v.SignedIn {
			v.Email = r.Field("email")
		}
		faults := p.messageFaults(r, v)
		if len(faults) == 0 {
			if err := p.count(r, access.Claims(), v.Email); err != nil {
				return site.Answer{}, err
			}
			_, err = p.do(r, registry.Order{Action: m.action, Entry: v.Place.ID, Email: v.Email, Text: v.Text})
			if err == nil {
				return site.SeeOther(r.Page(r.URL.Path + "?sent=1")), nil
			}
			var ours bool
			if faults, ours = errors.AsType[registry.Faults](err); !ours {
				return p.refused(r, err)
			}
		}
		for _, f := range faults {
			if f.Field == registry.FieldYourEmail {
				f.Field = registry.FieldEmail
			}
			v.Faults = append(v.Faults, faultLine{string(f.Field), r.Lang.Pick(f.IT, f.EN)})
		}
		return site.FormAgain("message", v), nil
	}
}

// messageFaults are what keeps a message from being sent, before the registry
// is asked.
func (p *pages) messageFaults(r *site.Request, v messagePage) registry.Faults {
	switch {
	case r.Field(nameHoney) != "":
		return registry.Faults{p.fault(nameHoney, "fault.honey")}
	case v.Text == "":
		return registry.Faults{p.fault(registry.FieldText, "fault.text")}
	case !v.SignedIn && v.Email == "":
		return registry.Faults{p.fault(registry.FieldEmail, "fault.email.message")}
	case !v.SignedIn && p.rushed(r, nil):
		return registry.Faults{p.fault("", "fault.hasty")}
	}
	return nil
}

// lately is how long a claim is told to the one who made it.
const lately = 30 * 24 * time.Hour

// knownClaim tells somebody who asks to look after an entry that she does so
// already, or has asked before.
func (p *pages) knownClaim(r *site.Request, m message, id uuid.UUID) (string, error) {
	who := p.Who(r.Request)
	if m.action != registry.Claim || !who.SignedIn() {
		return "", nil
	}
	list, err := p.steps.Mine(r.Context(), who)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(list, func(x registry.Summary) bool { return x.Entry.ID == id }) {
		return "yours", nil
	}
	held, err := p.steps.Export(r.Context(), who)
	asked := func(x registry.Message) bool { return x.Entry == id && x.Claim && p.Now().Sub(x.At) < lately }
	if err == nil && slices.ContainsFunc(held.Messages, asked) {
		return "again", nil
	}
	return "", err
}
