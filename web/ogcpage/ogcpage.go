// Package ogcpage shows to people what the OGC services answer to programs: each
// answer as a page that says where one is, what it is for and how to go on.
package ogcpage

import (
	"embed"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

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
	None   bool // nothing is known
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
				v.Pairs = append(v.Pairs, pair{f, write(r, f, of.Values[i])})
			}
		}
		return site.Page(page.Name, v), nil
	})
}

// Fail shows an error.
func (p *Pages) Fail(w http.ResponseWriter, r *http.Request, err error) { p.site.FailBeside(w, r, err) }

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
	v.Columns = []int{name}
	for i, f := range of.Collection.Fields {
		_, _, named := of.Collection.Field(f.Name + "_name") // which says it better than a code
		if i != name && len(v.Columns) < columns && f.Name != "id" && !named {
			v.Columns = append(v.Columns, i)
		}
	}
	for _, row := range of.Rows {
		cells := make([]cell, len(v.Columns))
		for i, at := range v.Columns {
			cells[i] = write(r, of.Collection.Fields[at], row.Values[at])
		}
		if cells[0].None {
			cells[0] = cell{Text: row.ID} // what has no name
		}
		cells[0].Href = r.Page(ogc.Root + "/collections/" + of.Collection.ID + "/items/" + row.ID + "?f=html")
		v.Table = append(v.Table, cells)
	}
}

// Field is a field of a collection, for the head of a table.
func (v view) Field(c feature.Collection, at int) feature.Field { return c.Fields[at] }

// write words a value.
func write(r *site.Request, f feature.Field, value any) cell {
	switch x := value.(type) {
	case string:
		if strings.HasPrefix(x, "https://") || strings.HasPrefix(x, "http://") {
			return cell{Text: x, Href: x}
		}
		return cell{Text: x}
	case int64:
		if f.Name == "zone" {
			return cell{Text: strconv.FormatInt(x, 10), Number: true}
		}
		return cell{Text: r.Lang.Integer(int(x)), Number: true}
	case float64:
		return cell{Text: decimal(r.Lang, x), Number: true}
	case bool:
		return cell{Text: r.Say(fmt.Sprintf("ogc.bool.%t", x))}
	case time.Time:
		if f.Type == feature.Day {
			return cell{Text: r.Lang.Date(x)}
		}
		return cell{Text: r.Moment(x)}
	}
	return cell{None: true, Number: f.Type == feature.Integer || f.Type == feature.Real}
}

// decimal writes a number with as many places as it has, at most four.
func decimal(lang site.Lang, x float64) string {
	s := strconv.FormatFloat(x, 'f', 4, 64)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if lang == site.Italian {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Say gives the words of a Text in the language of the page.
func (v view) Say(t wire.Text) string { return t.In(string(v.Lang)) }
