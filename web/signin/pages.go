package signin

import (
	"errors"
	"net/http"
	"net/url"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/web/site"
)

// askPage is the form for a link; it is also what one sees who is signed in.
type askPage struct {
	site.Frame
	Action  string
	Leave   string // where the forms to sign out go
	Email   string
	To      string
	Sent    bool
	Out     bool
	Waits   bool // no mail can be sent yet
	Faults  []site.Fault
	Mine    string // address of the person who is signed in
	Entries string
	Queue   string // of those who moderate, else ""
}

// form shows the form, or who is signed in.
func (g *Gate) form(r *site.Request) (site.Answer, error) {
	v := g.askPage(r)
	v.To, v.Sent, v.Out = localOr(r.Query.Text("to", 500), ""), r.Query.Has("sent"), r.Query.Has("out")
	return site.PrivatePage("ask", v), nil
}

func (g *Gate) askPage(r *site.Request) askPage {
	v := askPage{Frame: r.Frame("", r.Say("signin.title")), Waits: g.o.MailWaits, Action: r.Page("/accedi"), Leave: r.Page("/esci"),
		Entries: r.Page("/mie-schede")}
	if p := Principal(r.Request); p.SignedIn() {
		v.Mine, v.Title = p.Person.Email, r.Say("signin.account")
		if moderates(p) {
			v.Queue = r.Page("/moderazione")
		}
	}
	return v
}

// ask sends a link. What is answered, and after how long, does not tell whether
// the address is known.
func (g *Gate) ask(r *site.Request) (site.Answer, error) {
	if r.Fields.Get("website") != "" { // nobody sees this field
		return g.sent(r), nil
	}
	email := r.Field("email")
	_, _, err := access.ParseEmail(email)
	if err == nil {
		if err := g.Count(r.Request, access.LinksAsked(), email); err != nil {
			return site.Answer{}, err
		}
		err = g.o.Links.AskLink(r.Context(), access.Asking{Email: email, Purpose: access.ToSignIn, To: localOr(r.Field("to"), ""),
			Lang: string(r.Lang), Browser: Principal(r.Request).Browser})
	}
	if errors.Is(err, geo.ErrInvalid) {
		v := g.askPage(r)
		v.Email, v.To, v.Mine = email, localOr(r.Field("to"), ""), ""
		v.Faults = []site.Fault{{Field: "email", Text: r.Say("signin.email.wrong")}}
		return site.FormAgain("ask", v), nil
	}
	if err != nil {
		return site.Answer{}, err
	}
	return g.sent(r), nil
}

func (g *Gate) sent(r *site.Request) site.Answer {
	return site.SeeOther(r.Page("/accedi?sent=1"))
}

// linkPage is what a link opens.
type linkPage struct {
	site.Frame
	Action  string
	Purpose access.Purpose
	Works   bool
	Session bool // pressing the button signs in
	Ask     string
	Done    bool // it was done without a session
}

// look shows a button. It changes nothing: programs that read mail open links.
func (g *Gate) look(r *site.Request) (site.Answer, error) {
	token, err := r.Param("token")
	if err != nil {
		return site.Answer{}, hidden(r, err)
	}
	link, err := g.o.Links.LookAtLink(r.Context(), token)
	if err != nil && !errors.Is(err, geo.ErrNotFound) {
		return site.Answer{}, hidden(r, err)
	}
	browser, now := Principal(r.Request).Browser, g.o.Now()
	if err != nil || !link.Works(browser, now) {
		return g.dead(r), nil
	}
	v := linkPage{Frame: r.Frame("", r.Say("signin.link."+string(link.Purpose))), Purpose: link.Purpose, Works: true,
		Action: r.Page("/accedi/" + url.PathEscape(token)), Session: link.OpensSession(browser, now)}
	return site.PrivatePage("link", v), nil
}

// dead is the page of a link that does not work (any more), the same for all
// reasons: used, expired, of another browser, or never made.
func (g *Gate) dead(r *site.Request) site.Answer {
	v := linkPage{Frame: r.Frame("", r.Say("signin.dead")), Ask: r.Page("/accedi"), Session: Principal(r.Request).SignedIn()}
	return site.Answer{Page: "link", View: v, Status: http.StatusGone, Private: true}
}

// use consumes a link, and opens a session where it may.
func (g *Gate) use(r *site.Request) (site.Answer, error) {
	token, err := r.Param("token")
	if err != nil {
		return site.Answer{}, hidden(r, err)
	}
	if err := g.o.Limits.Take(r.Context(), access.LinksUsed(), access.Who{Address: known(r.Request).address}); err != nil {
		return site.Answer{}, hidden(r, err)
	}
	done, err := g.o.Links.ConsumeLink(r.Context(), token, Principal(r.Request).Browser)
	if errors.Is(err, geo.ErrNotFound) {
		return g.dead(r), nil
	}
	if err != nil {
		return site.Answer{}, hidden(r, err)
	}
	if !done.Session && Principal(r.Request).Person.ID == done.Person.ID { // he was in already
		return g.onward(r, done)
	}
	if !done.Session {
		v := linkPage{Frame: r.Frame("", r.Say("signin.done."+string(done.Purpose))), Purpose: done.Purpose, Done: true, Ask: r.Page("/accedi")}
		return site.PrivatePage("link", v), nil
	}
	cookie, err := g.open(r.Request, done.Person)
	if err != nil {
		return site.Answer{}, hidden(r, err)
	}
	to, err := g.onward(r, done)
	to.Cookies = []*http.Cookie{cookie}
	return to, err
}

// onward is where a link leads: where it says, else where its reader has to do.
func (g *Gate) onward(r *site.Request, done access.SignedIn) (site.Answer, error) {
	to := "/mie-schede"
	switch done.Purpose {
	case access.ToConfirm:
		to += "/" + done.Entry.String() + "?done=confirmed"
	case access.ToClaim:
		to = "/luoghi/" + done.Entry.String() + "/reclama?sent=confirmed"
	case access.ToReport:
		to = "/luoghi/" + done.Entry.String() + "/segnala?sent=confirmed"
	case access.ToSignIn:
		p, err := g.o.People.Principal(r.Context(), done.Person.ID)
		if err != nil && !errors.Is(err, geo.ErrNotFound) {
			return site.Answer{}, hidden(r, err)
		}
		if moderates(p) {
			to = "/moderazione"
		}
	}
	return site.SeeOther(r.Page(localOr(done.To, to))), nil
}

// moderates tells those who have a queue to look at.
func moderates(p access.Principal) bool {
	return p.Has(access.ZoneModerator) || p.Has(access.NetworkModerator) || p.Has(access.Admin)
}

// open begins a session under a new token; the one that the browser had ends.
func (g *Gate) open(r *http.Request, p access.Person) (*http.Cookie, error) {
	token := ""
	if c, err := r.Cookie(g.sessions.Cookie.Name); err == nil && len(c.Value) <= 100 {
		token = c.Value
	}
	ctx, err := g.sessions.Load(r.Context(), token)
	if err != nil {
		return nil, err
	}
	if g.sessions.Exists(ctx, personKey) {
		if err := g.sessions.RenewToken(ctx); err != nil {
			return nil, err
		}
	}
	g.sessions.Put(ctx, personKey, p.ID)
	fresh, expires, err := g.sessions.Commit(ctx)
	if err != nil {
		return nil, err
	}
	return g.cookie(fresh, int(expires.Sub(g.o.Now()).Seconds())), nil
}

// cookie carries the token of a session; an age below zero takes it away.
func (g *Gate) cookie(token string, age int) *http.Cookie {
	c := g.sessions.Cookie
	return &http.Cookie{Name: c.Name, Value: token, Path: c.Path, MaxAge: age, HttpOnly: c.HttpOnly, Secure: c.Secure, SameSite: c.SameSite}
}

// leave ends this session, or with the field "everywhere" all of this person.
func (g *Gate) leave(r *site.Request) (site.Answer, error) {
	if c, err := r.Cookie(g.sessions.Cookie.Name); err == nil && len(c.Value) <= 100 {
		ctx, err := g.sessions.Load(r.Context(), c.Value)
		if err == nil {
			err = g.sessions.Destroy(ctx)
		}
		if err != nil {
			return site.Answer{}, err
		}
	}
	if p := Principal(r.Request); p.SignedIn() && r.Fields.Has("everywhere") {
		if err := g.o.Sessions.DeleteAll(r.Context(), p.Person.ID); err != nil {
			return site.Answer{}, err
		}
	}
	to := site.SeeOther(r.Page("/accedi?out=1"))
	to.Cookies = []*http.Cookie{g.cookie("", -1)}
	return to, nil
}

// Account is what stands at the right end of the header: the way in, or one's
// own pages. It is for site.Options.Account.
func Account(r *site.Request) []site.NavItem {
	p := Principal(r.Request)
	if !p.SignedIn() {
		return []site.NavItem{{Text: r.Say("signin.header.in"), Href: r.Page("/accedi"), Current: r.URL.Path == "/accedi"}}
	}
	items := []site.NavItem{{Text: r.Say("signin.header.mine"), Href: r.Page("/mie-schede"), Current: r.URL.Path == "/mie-schede"}}
	if moderates(p) {
		items = append(items, site.NavItem{Text: r.Say("signin.header.moderation"), Href: r.Page("/moderazione"), Current: r.URL.Path == "/moderazione"})
	}
	return append(items, site.NavItem{Text: r.Say("signin.header.me"), Href: r.Page("/accedi"), Current: r.URL.Path == "/accedi"})
}

// localOr gives a path of this site, or another when it is none.
func localOr(to, other string) string {
	if access.IsLocalPath(to) {
		return to
	}
	return other
}

// hidden passes an error on after the token has left the address: what goes
// wrong is logged with it.
func hidden(r *site.Request, err error) error {
	hide(r.Request)
	return err
}
