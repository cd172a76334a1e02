package data

import (
	"errors"
	"slices"
	"time"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/export"
	"atlante/geo/feature"
	"atlante/web/site"
)

// view is the page.
type view struct {
	site.Frame
	Summary   string
	Choice    choice
	Chosen    []said // the filters in words, for a line above the downloads
	Kinds     []geo.Kind
	Zones     []geo.Zone
	Comuni    []geo.Comune // in the order of the alphabet
	Shelves   []shelf
	Quick     []file // the tables that most people come for
	Found     string // what a screen reader hears when the filters have changed
	Project   string // address of the project of QGIS
	Ways      []way  // that most people come for
	OtherWays []way
	Examples  []example
	Embed     framed
	Cite      string
	Contact   string
	Clear     string // the page without filters
	Choosable []geo.Territory
	Minutes   []int
	Origin    string
	Which     []file // the formats and what each is good for
	// LangInAddress tells forms to send the language along.
	LangInAddress bool
	DownloadWord  string
	Publication   *cover.Publication
	Times         string // what the minutes rest on
}

// What most people who are no GIS officers come for: tables for a spreadsheet.
const quick = "xlsx"

var tables = []string{feature.Comuni, feature.Places, feature.Gaps}

// said is a filter in words, with the name of its parameter.
type said struct{ Name, Words string }

// shelf is one collection: what it holds and how to take it.
type shelf struct {
	feature.Collection
	Title, About   string
	Count, All     string // with the filters, and without
	Number         int
	Filtered       bool
	Note           string // how not to misread it
	Left           string // the filters that do not touch it, in words
	Changed, Age   string
	Source         string
	Licence        string
	LicenceAddress string
	Only           string // the filters that touch it, in words
	Files          []file
	Items          string // the same in the OGC API, to look at
	Columns        []column
}

// file is one download.
type file struct {
	Name, Hint, Href, Format string
	Only                     string // in the list at the top: the filters that it follows
}

// column is a field in words.
type column struct {
	Name, Type, Title string
	Values            []value // all that it can be, when they are few
}

// value is what a column can hold, and what it means.
type value struct{ Code, Words string }

func (p *pages) page(r *site.Request) (site.Answer, error) {
	c, ok := r.Links.(choice)
	if !ok {
		return site.Answer{}, errors.New("the request has no choice")
	}
	pub, err := p.store.Publication(r.Context())
	if errors.Is(err, geo.ErrNotFound) {
		return site.Answer{}, site.ErrNotYet
	}
	if err != nil {
		return site.Answer{}, err
	}
	c, comuni, err := p.settled(r, c)
	if err != nil {
		return site.Answer{}, err
	}
	v := view{Frame: r.Frame("data", r.Say("data.title")), Choice: c, Origin: r.Origin(), Contact: p.Contact, Publication: &pub, Times: times(r, pub),
		Choosable: geo.Territories, Minutes: cover.Thresholds, Project: "/dati/atlante.qgz",
		LangInAddress: c.lang != "", DownloadWord: r.Say("data.word")}
	v.Description, v.Assets = r.Say("data.description"), p.site.Assets("src/data.ts")
	v.Clear = choice{Territory: geo.TerritoryMountain, Own: c.Own, lang: c.lang}.Page("/dati")
	if err := p.fillFilters(r, c, comuni, &v); err != nil {
		return site.Answer{}, err
	}
	changed, err := p.fillShelves(r, c, comuni, &v)
	if err != nil {
		return site.Answer{}, err
	}
	v.Summary = r.Say("data.summary", "n", len(v.Shelves), "formats", len(export.Formats()))
	v.Cite = r.Say("data.cite", "owner", p.Owner, "day", r.Lang.Day(changed.In(p.site.Location()).Format(time.DateOnly)), "address", v.Origin)
	all := ways(r, v.Origin)
	v.Ways, v.OtherWays, v.Examples = all[:2], all[2:], examples(r, v.Origin, c.exampleKind(v.Kinds))
	v.Which = downloads(r, narrowed{})
	v.Embed = embedded(r, c, v.Origin)
	return site.Page("data", v), nil
}

// fillShelves describes the collections; it gives when any of them last changed.
func (p *pages) fillShelves(r *site.Request, c choice, comuni []geo.Comune, v *view) (changed time.Time, err error) {
	list, err := p.store.FeatureCollections(r.Context())
	if err != nil {
		return changed, err
	}
	var counts []any
	for _, col := range list {
		s, state, err := p.shelf(r, col, narrow(col, c, comuni), v)
		if err != nil {
			return changed, err
		}
		if state.Changed.After(changed) {
			changed = state.Changed
		}
		v.Shelves = append(v.Shelves, s)
		for _, f := range s.Files {
			if f.Format == quick && slices.Contains(tables, col.ID) {
				f.Name, f.Only = r.Say("data.quick."+col.ID), s.Only
				v.Quick = append(v.Quick, f)
			}
		}
		counts = append(counts, col.ID, s.Number)
	}
	v.Found = r.Say("data.found", counts...)
	return changed, nil
}

func (p *pages) shelf(r *site.Request, col feature.Collection, n narrowed, v *view) (shelf, feature.State, error) {
	state, err := p.store.FeatureState(r.Context(), col.ID, n.Query.Scenario)
	if err != nil {
		return shelf{}, state, err
	}
	s := shelf{Collection: col, Title: r.Lang.Pick(col.TitleIT, col.TitleEN), About: r.Lang.Pick(col.DescriptionIT, col.DescriptionEN),
		All: r.Lang.Integer(int(state.Count)), Number: int(state.Count), Filtered: n.filtered(), Source: r.Say("data.source." + col.ID),
		Licence: licence.Name, LicenceAddress: licence.Address, Items: n.items(), Changed: r.Moment(state.Changed), Age: r.Age(state.Changed)}
	if s.Filtered {
		count, err := p.store.FeatureCount(r.Context(), n.Query)
		if err != nil {
			return shelf{}, state, err
		}
		s.Number = int(count)
	}
	s.Count = r.Lang.Integer(s.Number)
	if col.ID == feature.Gaps {
		s.Note = r.Say("data.note.gaps")
	}
	var left []string
	for _, name := range n.Left {
		left = append(left, r.Say("data.left."+name))
	}
	s.Left = listed(left, r.Say("data.and"))
	s.Files, s.Only = downloads(r, n), only(r, v.Chosen, n)
	s.Columns = columns(r, col)
	return s, state, nil
}

// downloads are the addresses of a collection in every format; CSV stands twice,
// for Italian spreadsheets and for programs.
func downloads(r *site.Request, n narrowed) []file {
	var lang []string
	if r.Lang != site.Italian {
		lang = []string{"lang", string(r.Lang)}
	}
	var out []file
	for _, f := range export.Formats() {
		hint := r.Lang.Pick(f.IT, f.EN)
		if f.Name != "csv" {
			out = append(out, file{Name: f.Title, Hint: hint, Href: n.address(f.Name, lang...), Format: f.Name})
			continue
		}
		out = append(out, file{Name: r.Say("data.csv.it"), Hint: r.Say("data.csv.it.hint"), Href: n.address("csv", lang...), Format: f.Name},
			file{Name: r.Say("data.csv.int"), Hint: r.Say("data.csv.int.hint"),
				Href: n.address("csv", append([]string{"separator", string(export.International)}, lang...)...), Format: f.Name})
	}
	return out
}

// listed joins words as a sentence does.
func listed(words []string, and string) string {
	out := ""
	for i, w := range words {
		switch {
		case i == 0:
			out = w
		case i == len(words)-1:
			out += " " + and + " " + w
		default:
			out += ", " + w
		}
	}
	return out
}
