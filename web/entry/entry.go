// Package entry is where partners put themselves on the map and keep their
// entry true: /partecipa, /mie-schede, and claims and reports of what others
// wrote. Every page works without JavaScript; scripts add suggestions, a map
// with a pin, and drafts that save themselves.
package entry

import (
	"embed"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/web/site"
)

//go:embed pages texts
var files embed.FS

// Options are what the pages need besides the data and the site.
type Options struct {
	Log *slog.Logger
	// Who tells who asks.
	Who func(*http.Request) access.Principal
	// From tells whom the limits count for a request about an address, folded,
	// "" for that of whoever is signed in.
	From   func(r *http.Request, folded string) access.Who
	Limits Limiter
	// Random is where keys come from.
	Random io.Reader
	// Secret signs the time at which a form was opened.
	Secret []byte
	// Now is the clock; Location is where its times are read, nil is UTC.
	Now      func() time.Time
	Location *time.Location
}

// pages holds what every page needs.
type pages struct {
	Options
	site  *site.Site
	store Store
	steps Registrar
}

// Mount puts the pages on a router of the site.
func Mount(r chi.Router, s *site.Site, store Store, steps Registrar, o Options) error {
	if o.Location == nil {
		o.Location = time.UTC
	}
	x, err := s.Section(files)
	if err != nil {
		return err
	}
	p := &pages{Options: o, site: s, store: store, steps: steps}
	x.Get(r, "/partecipa", p.look, "q", "done")
	x.Get(r, "/partecipa/nuova", p.blank, "name", "draft", "saved")
	x.Post(r, "/partecipa/nuova", 0, p.send)
	x.Get(r, "/partecipa/inviata", p.sent, "draft")
	x.Post(r, "/partecipa/inviata", 0, p.sendAgain)

	x.Get(r, "/mie-schede", p.mine, "done")
	r.Method(http.MethodGet, "/mie-schede/esporta", http.HandlerFunc(p.export))
	r.Method(http.MethodHead, "/mie-schede/esporta", http.HandlerFunc(p.export))
	x.Get(r, "/mie-schede/account", p.account)
	x.Post(r, "/mie-schede/account", 0, p.eraseAccount)
	x.Get(r, "/mie-schede/{id}", p.edit, "done", "live", "waiting")
	x.Post(r, "/mie-schede/{id}", 0, p.change)
	x.Get(r, "/mie-schede/{id}/storia", p.history)
	x.Post(r, "/mie-schede/{id}/togli", 0, p.dismiss)
	for _, a := range confirmed {
		x.Get(r, "/mie-schede/{id}/"+a.path, p.ask(a))
		x.Post(r, "/mie-schede/{id}/"+a.path, 0, p.act(a))
	}
	for _, m := range messages {
		x.Get(r, "/luoghi/{id}/"+m.path, p.askMessage(m), "sent")
		x.Post(r, "/luoghi/{id}/"+m.path, 0, p.sendMessage(m))
	}
	return nil
}

// frame is the frame of a page of this section.
func (p *pages) frame(r *site.Request, title string) site.Frame {
	section := "takepart"
	if !strings.HasPrefix(r.URL.Path, "/partecipa") {
		section = "" // one's own entries stand at the other end of the header
	}
	f := r.Frame(section, title)
	f.Assets = r.Site.Assets("src/entry.ts")
	return f
}

// id reads the entry that the address names.
func id(r *site.Request) (uuid.UUID, error) {
	raw, err := r.Param("id")
	if err != nil {
		return uuid.Nil, err
	}
	return parseID(raw)
}

func parseID(raw string) (uuid.UUID, error) {
	id, err := uuid.Parse(raw)
	if err != nil || len(raw) != 36 {
		return uuid.Nil, errGone()
	}
	return id, nil
}

func errGone() error {
	return geo.NotFound("Questa scheda non c'è, o non è tra le tue. / This entry does not exist, or is not one of yours.")
}

// gone gives kind words to "not found".
func gone(err error) error {
	if errors.Is(err, geo.ErrNotFound) {
		return errGone()
	}
	return err
}

// signIn sends somebody who is not known to the sign-in, and back here.
func signIn(r *site.Request) site.Answer {
	return site.SeeOther(r.Page("/accedi?to=" + url.QueryEscape(r.URL.RequestURI())))
}

// refused is the answer to what may not be done: to somebody who is not signed
// in it is the way to do so.
func (p *pages) refused(r *site.Request, err error) (site.Answer, error) {
	if errors.Is(err, geo.ErrForbidden) && !p.Who(r.Request).SignedIn() {
		return signIn(r), nil
	}
	return site.Answer{}, gone(err)
}
