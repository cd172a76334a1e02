package site

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"atlante/api/wire"
)

// Frame is what stands around every page; the view of a page embeds it.
type Frame struct {
	Lang        Lang
	Path        string // of this page, without query
	Title       string // of the page; the layout adds the name of the atlas
	Description string
	Owner       string
	Assets      Assets
	Bare        bool // the built assets are missing
	Nav         []NavItem
	Account     []NavItem // at the right end of the header
	Stamp       *Stamp    // nil on pages without figures
	Refresh     int       // seconds after which the page loads itself again, 0 never
	Crumbs      []Part
	App         bool // the map page, which fills the window
	OpenData    bool // there is a page of open data
	Inside      bool // it stands inside pages of others: no header, and links open beside it
	links       Links
}

// NavItem is a word of the navigation.
type NavItem struct {
	Text, Href string
	Current    bool
}

// Stamp says what the figures of a page rest on.
type Stamp struct {
	When      string
	Age       string
	Model     string
	Residents string // the tier, in words
	Roads     string // who made the roads, as their licence asks; "" without
	Synthetic bool   // a program made the roads up
}

// Links writes the addresses around a page, so that a section can carry along
// what its reader has chosen.
type Links interface {
	Home() string            // the map
	Page(path string) string // another page
	InLang(Lang) string      // this page in a language
}

// Page is the address of another page. Home and InLang are the others that the
// layout writes.
func (f Frame) Page(path string) string { return f.around().Page(path) }

// Home is the address of the map.
func (f Frame) Home() string { return f.around().Home() }

// InLang is the address of this page in a language.
func (f Frame) InLang(lang Lang) string { return f.around().InLang(lang) }

func (f Frame) around() Links {
	if f.links == nil {
		return plainLinks{path: f.Path}
	}
	return f.links
}

// PlainLinks carries nothing along but a language that the address names.
func PlainLinks(r *http.Request) Links { return LinksAt(r, r.URL.Path) }

// LinksAt are the PlainLinks of a page that is read at another path than the one
// that is asked for: of a form that is shown again by an address that takes only
// POST.
func LinksAt(r *http.Request, path string) Links {
	l := plainLinks{path: path, query: r.URL.Query()}
	if l.query.Has("lang") {
		l.lang = wire.Lang(r)
	}
	return l
}

type plainLinks struct {
	path  string
	query url.Values
	lang  string // "" when only the browser has said it
}

func (l plainLinks) Home() string { return l.Page("/") }

func (l plainLinks) Page(path string) string {
	if l.lang == "" {
		return path
	}
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	return path + sep + "lang=" + l.lang
}

func (l plainLinks) InLang(lang Lang) string {
	q := url.Values{}
	for name, values := range l.query {
		q[name] = values
	}
	q.Set("lang", string(lang))
	return (&url.URL{Path: l.path, RawQuery: q.Encode()}).String()
}

// Frame makes what stands around a page; section is the word of the navigation
// that it belongs to: "map", "zones", "data", "takepart" or none.
func (r *Request) Frame(section, title string) Frame {
	o := r.Site.options
	f := Frame{OpenData: o.OpenData, Lang: r.Lang, Path: r.URL.Path, Title: title, Owner: o.Owner, links: r.Links,
		Assets: r.Site.Assets("src/page.ts"), Bare: len(r.Site.build.entries) == 0}
	f.Nav = []NavItem{
		{r.Say("nav.map"), r.Links.Home(), section == "map"},
		{r.Say("nav.zones"), r.Page("/zone"), section == "zones"},
	}
	if o.OpenData {
		f.Nav = append(f.Nav, NavItem{r.Say("nav.data"), r.Page("/dati"), section == "data"})
	}
	if o.TakePart {
		f.Nav = append(f.Nav, NavItem{r.Say("nav.takepart"), r.Page("/partecipa"), section == "takepart"})
	}
	if o.Account != nil {
		f.Account = o.Account(r)
	}
	return f
}

// Moment writes a date and time of day where the readers are.
func (r *Request) Moment(t time.Time) string { return r.Lang.Moment(t.In(r.Site.options.Location)) }

// Age says how old something is, in the largest whole unit.
func (r *Request) Age(t time.Time) string { return r.Texts.age(r.Site.Now().Sub(t)) }

func (x *Texts) age(d time.Duration) string {
	switch {
	case d < time.Minute:
		return x.Say("age.now")
	case d < time.Hour:
		return x.Say("age.minutes", "n", int(d/time.Minute))
	case d < 48*time.Hour:
		return x.Say("age.hours", "n", int(d/time.Hour))
	}
	return x.Say("age.days", "n", int(d/(24*time.Hour)))
}
