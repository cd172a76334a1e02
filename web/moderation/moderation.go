// Package moderation is where moderators keep the atlas true: the queue of what
// waits, oldest first, and one page for each entry with what people see, what
// waits beside it, and the steps that the table of rules allows. Every page works
// without JavaScript; a map joins where there is some.
package moderation

import (
	"context"
	"embed"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

//go:embed pages texts
var files embed.FS

// Steps are what can be done to entries, and who may see them.
type Steps interface {
	// Do takes one step; the same key again gives the first outcome.
	Do(context.Context, access.Principal, access.Key, registry.Order) (registry.Outcome, error)
	Dossier(ctx context.Context, p access.Principal, entry uuid.UUID) (registry.Dossier, error)
	// Keepers are those who keep an entry, with whole addresses.
	Keepers(ctx context.Context, p access.Principal, entry uuid.UUID) ([]registry.Keeper, error)
	// Consents are what was agreed to about it, newest first.
	Consents(ctx context.Context, p access.Principal, entry uuid.UUID) ([]registry.HeldConsent, error)
}

// Queue is what waits for a moderator.
type Queue interface {
	// Permit tells who may see it: nil, or geo.ErrForbidden.
	Permit(access.Principal, registry.Action) error
	Queue(context.Context, access.Principal, registry.QueueFilter) (items []registry.QueueItem, next string, err error)
	// Duplicates are the entries that may be the same as the content.
	Duplicates(ctx context.Context, p access.Principal, c registry.Content, exclude uuid.UUID) ([]registry.Duplicate, error)
}

// Registrar is both.
type Registrar interface {
	Steps
	Queue
}

// Words are the names of kinds, zones and networks.
type Words interface {
	Kinds(context.Context) ([]geo.Kind, error)
	Zones(ctx context.Context, geometry bool) ([]geo.Zone, error)
	Networks(context.Context) ([]access.Network, error)
}

// Atlas is what people see on the map: the surroundings of an entry.
type Atlas interface {
	Comuni(context.Context, geo.ComuneFilter) (page []geo.Comune, next string, err error)
	Places(context.Context, geo.PlaceFilter) (page []geo.Place, next string, err error)
	Place(context.Context, geo.PlaceID) (geo.Place, error)
}

// Limits counts what a moderator does: a stolen session does harm slowly.
type Limits interface {
	Take(context.Context, access.Limit, access.Who) error
}

// Options are what the pages need.
type Options struct {
	Log       *slog.Logger
	Registrar Registrar
	Limits    Limits // nil: nothing is counted
	Words     Words
	Atlas     Atlas
	// Principal says who asks.
	Principal func(*http.Request) access.Principal
	// Random makes the keys of the forms.
	Random io.Reader
	// Location is where moderators count their days; nil is UTC.
	Location *time.Location
}

// pages holds what the handlers need.
type pages struct {
	Options
	section *site.Section
}

// Mount puts the pages of moderation on the router of the site. It fails only
// when the embedded texts or templates are broken.
func Mount(r chi.Router, s *site.Site, o Options) error {
	if o.Location == nil {
		o.Location = time.UTC
	}
	section, err := s.Section(files)
	if err != nil {
		return err
	}
	p := &pages{o, section}
	p.get(r, "/moderazione", p.queue, append([]string{"after"}, carried...)...)
	p.get(r, "/moderazione/{id}", p.entry, carried...)
	p.get(r, "/moderazione/{id}/revisioni/{n}", p.revision)
	p.get(r, "/moderazione/{id}/revisioni/{n}/ripristina", p.restore, filters...)
	p.get(r, "/moderazione/{id}/unisci", p.merge, append([]string{"q", "into"}, carried...)...)
	for _, d := range decisions {
		section.Post(r, "/moderazione/{id}/"+d.path, 0, p.decide(d), filters...)
	}
	return nil
}

// filters are the parameters by which a moderator narrows the queue; they are
// carried along from entry to entry. carried adds what the last step was.
var (
	filters = []string{"zone", "network", "what"}
	carried = append([]string{"done", "of"}, filters...)
)

// get mounts a page for those who may see the queue: others are sent to sign in,
// or told in words that it is not theirs.
func (p *pages) get(r chi.Router, pattern string, h func(*site.Request, access.Principal) (site.Answer, error), allowed ...string) {
	p.section.Get(r, pattern, func(r *site.Request) (site.Answer, error) {
		who := p.Principal(r.Request)
		if !who.SignedIn() {
			return signIn(r), nil
		}
		if err := p.mayModerate(who); err != nil {
			return site.Answer{}, err
		}
		return h(r, who)
	}, allowed...)
}

// mayModerate asks the table of rules who may see the queue.
func (p *pages) mayModerate(who access.Principal) error {
	if p.Registrar.Permit(who, registry.SeeQueue) == nil {
		return nil
	}
	return geo.Forbidden("Questa pagina è di chi modera le schede. Se dovresti poterla vedere, scrivi a chi gestisce l'atlante: ti dà il ruolo. Le tue schede sono in «Le mie schede». / This page is for those who moderate entries. If you should see it, write to those who run the atlas: they give the role. Your own entries are under \"My entries\".")
}

// signIn sends a visitor to sign in, and back here afterwards.
func signIn(r *site.Request) site.Answer {
	to := r.URL.Path
	if r.Method == http.MethodPost {
		to = "/moderazione/" + chi.URLParam(r.Request, "id")
	} else if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	return site.SeeOther(r.Page("/accedi?to=" + url.QueryEscape(to)))
}

// entryID reads the id of the address. What is none is not found.
func entryID(r *site.Request) (uuid.UUID, error) {
	raw, err := r.Param("id")
	if err != nil {
		return uuid.Nil, err
	}
	id, err := uuid.Parse(raw)
	if err != nil {
		return uuid.Nil, notHere()
	}
	return id, nil
}

func notHere() error {
	return geo.NotFound("Questa scheda non c'è, o non è tra quelle che segui. Forse l'indirizzo è stato copiato a metà. / This entry does not exist, or is not among yours to moderate. Perhaps half of the address is missing.")
}
