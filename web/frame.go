package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// request is what a page knows about who asks, and what they have chosen.
type request struct {
	*site.Request
	state state
}

// errNoState is a page that was mounted apart from the others.
var errNoState = errors.New("the request has no state")

// handler makes a page: the name of its template and its data.
type handler func(r request) (name string, view any, err error)

// get mounts a page on the router; the state of its readers goes along in its
// links.
func (a *atlas) get(r chi.Router, pattern string, h handler, allowed ...string) {
	a.section.Get(r, pattern, func(sr *site.Request) (site.Answer, error) {
		st, ok := sr.Links.(state)
		if !ok {
			return site.Answer{}, errNoState
		}
		name, view, err := h(request{sr, st})
		if gone, is := errors.AsType[*goneArea](err); is {
			return site.Answer{Page: "gone", View: gone.page, Status: http.StatusGone}, nil
		}
		return site.Page(name, view), err
	}, allowed...)
}

// file mounts a table for spreadsheets.
func (a *atlas) file(r chi.Router, pattern string, h func(request) (site.File, error), allowed ...string) {
	a.section.Get(r, pattern, func(sr *site.Request) (site.Answer, error) {
		st, ok := sr.Links.(state)
		if !ok {
			return site.Answer{}, errNoState
		}
		f, err := h(request{sr, st})
		return site.Download(f), err
	}, allowed...)
}

// prepare reads the state out of the query; its faults are told with the others.
func prepare(r *site.Request) { r.Links = stateOf(r.Request, r.Query).at(r.URL.Path) }

// Links carries the choices of a reader over the page of an error, as far as the
// address says them well.
func Links(r *http.Request) site.Links {
	return readState(r).closed().at(r.URL.Path)
}

// frame is what stands around every page here.
type frame struct {
	site.Frame
	State state
	// Publication is what the figures come from; nil on pages without figures.
	Publication *cover.Publication
	// Version is that of the layer cells when the page was made; 0 without figures.
	Version int64
}

// Synthetic tells that the figures of the page are those of made up roads.
func (f frame) Synthetic() bool { return f.Publication != nil && synthetic(*f.Publication) }

// frame makes what stands around a page; section is the word of the navigation
// that it belongs to.
func (r request) frame(section, title string) frame {
	return frame{Frame: r.Frame(section, title), State: r.state}
}

// publication gives the latest computation, or site.ErrNotYet.
func (a *atlas) publication(r request) (cover.Publication, error) {
	p, err := a.store.Publication(r.Context())
	if errors.Is(err, geo.ErrNotFound) {
		return p, site.ErrNotYet
	}
	return p, err
}

// stamp puts a publication into words.
func (r request) stamp(p cover.Publication) *site.Stamp {
	out := &site.Stamp{When: p.CreatedAt, Model: r.made(p), Roads: r.roadsCredit(p), Synthetic: synthetic(p), Residents: r.Say("tier." + p.ResidentsTier)}
	if t, err := time.Parse(time.RFC3339, p.CreatedAt); err == nil {
		out.When, out.Age = r.Moment(t), r.Age(t)
	}
	return out
}

// kindOf finds the chosen kind, or the default one when none is chosen.
func (a *atlas) kindOf(kinds []geo.Kind, chosen geo.KindID) (geo.Kind, error) {
	wanted := chosen
	if wanted == "" {
		wanted = a.DefaultKind
	}
	for _, k := range kinds {
		if k.ID == wanted {
			return k, nil
		}
	}
	if chosen != "" {
		return geo.Kind{}, geo.NotFound("Il tipo di luogo %q non c'è. / The kind %q does not exist.", chosen, chosen)
	}
	if len(kinds) == 0 {
		return geo.Kind{}, site.ErrNotYet
	}
	return kinds[0], nil
}

// threshold is the chosen number of minutes, or the kind's own where the map
// offers it; by-area kinds have none.
func threshold(k geo.Kind, chosen int) int {
	if k.ByArea {
		return 0
	}
	if chosen != 0 {
		return chosen
	}
	own := k.Threshold(k.ModeMountain)
	for _, m := range cover.Thresholds {
		if m == own {
			return own
		}
	}
	return 30
}
