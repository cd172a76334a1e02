package web

import (
	"time"

	"atlante/geo"
	"atlante/geo/cover"
)

// frame is what stands around every page.
type frame struct {
	Lang        Lang
	State       state
	Path        string // of this page, without query
	Title       string // of the page; the layout adds the name of the atlas
	Description string
	Owner       string
	Assets      links
	Bare        bool // the built assets are missing
	Nav         []navItem
	Stamp       *stamp // nil on pages without figures
	Refresh     int    // seconds after which the page loads itself again, 0 never
	Crumbs      []part
	App         bool // the map page, which fills the window
}

// navItem is a word of the navigation.
type navItem struct {
	Text, Href string
	Current    bool
}

// stamp says what the figures of a page rest on.
type stamp struct {
	Publication cover.Publication
	When        string
	Age         string
	Model       string
	Residents   string // the tier, in words
	Boundaries  string
}

// frame makes what stands around a page; section is the word of the navigation
// that it belongs to.
func (s *site) frame(r request, section string) frame {
	f := frame{Lang: r.lang, State: r.state, Path: r.URL.Path, Owner: s.Owner,
		Assets: s.assets.of("src/page.ts"), Bare: len(s.assets.entries) == 0}
	f.Nav = []navItem{
		{r.texts.say("nav.map"), r.state.Home(), section == "map"},
		{r.texts.say("nav.zones"), r.state.Page("/zone"), section == "zones"},
	}
	return f
}

// publication gives the latest computation, or errNotYet.
func (s *site) publication(r request) (cover.Publication, error) {
	p, err := s.store.Publication(r.Context())
	return p, notYet(err)
}

// stamp puts a publication into words.
func (s *site) stamp(r request, p cover.Publication) *stamp {
	out := &stamp{Publication: p, When: p.CreatedAt, Boundaries: p.BoundarySource,
		Model:     r.texts.say("model." + string(p.Model)),
		Residents: r.texts.say("tier." + p.ResidentsTier)}
	if t, err := time.Parse(time.RFC3339, p.CreatedAt); err == nil {
		out.When = r.lang.moment(t.In(s.Location))
		out.Age = age(r.texts, s.Now().Sub(t))
	}
	return out
}

// age says how old something is, in the largest whole unit.
func age(x *texts, d time.Duration) string {
	switch {
	case d < time.Minute:
		return x.say("age.now")
	case d < time.Hour:
		return x.say("age.minutes", "n", int(d/time.Minute))
	case d < 48*time.Hour:
		return x.say("age.hours", "n", int(d/time.Hour))
	}
	return x.say("age.days", "n", int(d/(24*time.Hour)))
}

// kindOf finds the chosen kind, or the default one when none is chosen.
func (s *site) kindOf(kinds []geo.Kind, chosen geo.KindID) (geo.Kind, error) {
	wanted := chosen
	if wanted == "" {
		wanted = s.DefaultKind
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
		return geo.Kind{}, errNotYet
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
