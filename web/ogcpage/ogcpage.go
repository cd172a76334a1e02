// Package ogcpage shows to people what the OGC services answer to programs: each
// answer as a page that says where one is, what it is for and how to go on.
package ogcpage

import (
	"embed"
	"net/http"
	"slices"
	"strings"

	"atlante/api/ogc"
	"atlante/api/wire"
	"atlante/geo/feature"
	"atlante/web/site"
)

//go:embed pages texts
var files embed.FS

// Pages shows answers of the OGC services within a site.
type Pages struct {
	site    *site.Site
	section *site.Section
}

// New makes the pages. It fails only when an embedded text or template is broken.
func New(s *site.Site) (*Pages, error) {
	section, err := s.Section(files)
	if err != nil {
		return nil, err
	}
	return &Pages{site: s, section: section}, nil
}

// view is what a template gets.
type view struct {
	site.Frame
	View    any // as the ogc.Page has it
	JSON    string
	Columns []int    // of a table of features: places among the fields
	Table   [][]cell // its rows
	Pairs   []pair   // of one feature
	texts   *site.Texts
}

// cell is a value as people read it.
type cell struct {
	Text   string
	Href   string
	Number bool
	None   bool   // nothing is known
	Range  string // between what it lies
}

// pair is a field of a feature.
type pair struct {
	Field feature.Field
	cell
}

// Page shows an answer.
func (p *Pages) Page(w http.ResponseWriter, req *http.Request, page ogc.Page) error {
	return p.section.Show(w, req, func(r *site.Request) (site.Answer, error) {
		v := view{Frame: r.Frame("data", page.Title.In(string(r.Lang))), View: page.View, texts: r.Texts}
		v.Frame.Description = r.Say("ogc.description")
		v.Frame.Crumbs = crumbs(r, page)
		v.JSON = page.JSON
		if v.JSON == "" {
			q := req.URL.Query()
			q.Set("f", "json")
			v.JSON = req.URL.Path + "?" + q.Encode()
		}
		switch of := page.View.(type) {
		case ogc.ItemsView:
			v.table(r, of)
		case ogc.FeatureView:
			v.Frame.Title = page.Title.In(string(r.Lang))
			for i, f := range of.Collection.Fields {
				v.Pairs = append(v.Pairs, pair{f, cellOf(r, of.Collection, of.Values, i)})
			}
		}
		return site.Page(page.Name, v), nil
	})
}

// Fail shows an error.
func (p *Pages) Fail(w http.ResponseWriter, r *http.Request, err error) {
	p.site.FailBeside(w, r, err, p.back(r)...)
}

// back leads to the collection of the address, or else to the root of the services.
func (p *Pages) back(r *http.Request) []site.Part {
	lang := wire.Lang(r)
	say := func(it, en string) string { return wire.Text{IT: it, EN: en}.In(lang) }
	page := func(text, path string) site.Part { return site.Link(text, path+"?f=html&lang="+lang) }
	out := []site.Part{page(say("Servizi OGC", "OGC services"), ogc.Root)}
	id, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, ogc.Root+"/collections/"), "/")
	for _, c := range feature.Collections(nil) {
		if c.ID == id {
			of := ogc.Root + "/collections/" + id
			out = append(out, page(say(c.TitleIT, c.TitleEN), of), page(say("i campi con cui filtrare", "the fields to filter by"), of+"/queryables"))
		}
	}
	return out
}

// crumbs begin at the page of open data, for those who came from elsewhere.
func crumbs(r *site.Request, page ogc.Page) []site.Part {
	out := []site.Part{site.Link(r.Say("ogc.data"), r.Page("/dati"))}
	for _, c := range page.Trail {
		out = append(out, site.Link(c.Text.In(string(r.Lang)), r.Page(c.Path)))
	}
	return append(out, site.Part{Text: page.Title.In(string(r.Lang))})
}

// most columns that a table shows; the rest stands in the page of each feature.
const columns = 6

// table shows the first fields of each feature. Its name, or else its id, leads
// to all of them.
func (v *view) table(r *site.Request, of ogc.ItemsView) {
	name := slices.IndexFunc(of.Collection.Fields, func(f feature.Field) bool { return f.Name == "name" })
	if name < 0 {
		name = slices.IndexFunc(of.Collection.Fields, func(f feature.Field) bool { return f.Name == of.Collection.Key })
	}
	v.Columns = columnsOf(of.Collection, name)
	for _, row := range of.Rows {
		cells := make([]cell, len(v.Columns))
		for i, at := range v.Columns {
			cells[i] = cellOf(r, of.Collection, row.Values, at)
		}
		if cells[0].None {
			cells[0] = cell{Text: row.ID} // what has no name
		}
		cells[0].Href = r.Page(ogc.Root + "/collections/" + of.Collection.ID + "/items/" + row.ID + "?f=html")
		v.Table = append(v.Table, cells)
	}
}

// columnsOf are the places of the fields that a table shows, the name first.
func columnsOf(c feature.Collection, name int) []int {
	var out []int
	for _, shown := range c.Shown {
		_, at, _ := c.Field(shown)
		out = append(out, at)
	}
	if out != nil {
		return out
	}
	out = []int{name}
	for i, f := range c.Fields {
		_, _, named := c.Field(f.Name + "_name") // which says it better than a code
		if i != name && len(out) < columns && f.Name != "id" && !named {
			out = append(out, i)
		}
	}
	return out
}

// Field is a field of a collection, for the head of a table.
func (v view) Field(c feature.Collection, at int) feature.Field { return c.Fields[at] }

// Say gives the words of a Text in the language of the page.
func (v view) Say(t wire.Text) string { return t.In(string(v.Lang)) }
