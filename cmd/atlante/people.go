package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"atlante/api/ask"
	"atlante/api/download"
	"atlante/api/ogc"
	"atlante/api/wire"
	"atlante/geo/access"
	"atlante/geo/postgis"
	"atlante/geo/registry"
	"atlante/geo/work"
	"atlante/web"
	"atlante/web/data"
	"atlante/web/entry"
	"atlante/web/moderation"
	"atlante/web/ogcpage"
	"atlante/web/signin"
	"atlante/web/site"
)

// newRegistrar takes the steps in the life of entries.
func newRegistrar(store *postgis.Store, s *Settings) *work.Registrar[*postgis.Store] {
	return &work.Registrar[*postgis.Store]{
		DB: store, Read: store, Table: registry.Default(), Links: work.Links{Random: rand.Reader, Now: time.Now},
		Journal: work.NewErasureFile(s.journal()), Now: time.Now, NewID: uuid.NewV7,
	}
}

// people wires all pages for people.
type people struct {
	log       *slog.Logger
	store     *postgis.Store
	registrar *work.Registrar[*postgis.Store]
	public    string // the address that people use
	rome      *time.Location
	limiter   *access.Limiter
	forms     []byte // signs forms
}

// newPeople reads the keys of the server, which are made at the first start.
func newPeople(ctx context.Context, s *Settings, store *postgis.Store, public string, log *slog.Logger) (*people, error) {
	p := &people{log: log, store: store, registrar: newRegistrar(store, s), public: public, rome: rome()}
	limits, err := serverKey(ctx, store, "limits")
	if err != nil {
		return nil, err
	}
	p.limiter = &access.Limiter{Counters: store, Secret: limits, Now: time.Now}
	p.forms, err = serverKey(ctx, store, "forms")
	return p, err
}

func serverKey(ctx context.Context, store *postgis.Store, name string) ([]byte, error) {
	fresh, err := access.NewSecret(rand.Reader)
	if err != nil {
		return nil, err
	}
	return store.Secret(ctx, name, fresh, time.Now())
}

// handler serves the pages to whoever the gate says it is. It is a router as a
// whole, so that the test of who may do what can walk all routes.
func (p *people) handler(c *serveCmd) (chi.Router, error) {
	pages, err := site.New(site.Options{Log: p.log, Now: time.Now, Location: p.rome, Owner: c.Owner, PublicURL: c.PublicURL,
		Assets: web.Assets(), Links: web.Links, TakePart: true, OpenData: true, Account: signin.Account})
	if err != nil {
		return nil, err
	}
	gate, err := signin.New(signin.Options{Log: p.log, Links: p.signIn(), People: p.store, Sessions: postgis.Sessions{Store: p.store, Now: time.Now},
		Limits: p.limiter, Public: p.public, Proxies: c.TrustedProxies, Random: rand.Reader, Now: time.Now,
		MailWaits: !c.SMTP.set()})
	if err != nil {
		return nil, err
	}
	r := pages.Router()
	if err := web.Mount(r, pages, p.store, web.Options{Limits: slices.Concat(wire.Limits(), ask.Limits(), download.Limits(), rates()), Beside: []string{"/dati", "/partecipa"}}); err != nil {
		return nil, err
	}
	if err := data.Mount(r, pages, p.store, data.Options{Owner: c.Owner, OwnerID: c.OwnerID, Contact: c.Contact}); err != nil {
		return nil, err
	}
	if err := gate.Mount(r, pages); err != nil {
		return nil, err
	}
	shown, err := ogcpage.New(pages)
	if err != nil {
		return nil, err
	}
	ogc.Mount(r, p.store, ogc.Options{Log: p.log, Origins: wire.Origins{Public: c.PublicURL}, Version: version(), Now: time.Now, Pages: shown})
	if err := entry.Mount(r, pages, p.store, p.registrar, entry.Options{Log: p.log, Who: signin.Principal, From: signin.Who,
		Limits: p.limiter, Random: rand.Reader, Secret: p.forms, Now: time.Now, Location: p.rome}); err != nil {
		return nil, err
	}
	if err := moderation.Mount(r, pages, moderation.Options{Log: p.log, Registrar: p.registrar, Words: p.store, Atlas: p.store, Limits: p.limiter,
		Principal: signin.Principal, Random: rand.Reader, Location: p.rome}); err != nil {
		return nil, err
	}
	known := chi.NewRouter()
	known.Use(gate.Known(pages.Fail))
	known.Mount("/", r)
	return known, nil
}

func (p *people) signIn() work.SignIn[*postgis.Store] {
	return work.SignIn[*postgis.Store]{DB: p.store, Read: p.store, Links: p.registrar.Links, Confirmed: p.registrar.Confirmed}
}

// rates are the limits of access, for the public list.
func rates() []wire.Limit {
	var out []wire.Limit
	by := map[access.Scope][2]string{
		access.ByAddress: {"da un indirizzo", "from one address"}, access.ByNetwork: {"da una rete", "from one network"},
		access.ByEmailFromNetwork: {"da una rete per un indirizzo e-mail", "from one network for one e-mail address"},
		access.ByEmail:            {"per un indirizzo e-mail", "for one e-mail address"}}
	for _, l := range access.Limits() {
		for _, q := range l.Quotas {
			window := [2]string{"all'ora", "an hour"}
			if q.Window > time.Hour {
				window = [2]string{"al giorno", "a day"}
			}
			out = append(out, wire.Limit{Name: l.Name + "_" + string(q.By), Value: int64(q.Count), Unit: "item",
				IT: l.IT + ", " + by[q.By][0] + ", " + window[0], EN: l.EN + ", " + by[q.By][1] + ", " + window[1]})
		}
	}
	return out
}
