package web

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"path"
	"strings"
)

//go:embed pages/*.html texts/*.html
var pageFiles embed.FS

// pages are the templates of a language, each with the layout around it.
type pages struct{ byName map[string]*template.Template }

// loadPages parses every page with the layout, the shared parts and the long
// texts of the language, so that a mistake shows at start and not later.
func loadPages(x *texts) (*pages, error) {
	shared := template.New("").Funcs(x.funcs())
	shared, err := shared.ParseFS(pageFiles, "pages/layout.html", "pages/parts_*.html", "texts/*."+string(x.lang)+".html")
	if err != nil {
		return nil, err
	}
	entries, err := pageFiles.ReadDir("pages")
	if err != nil {
		return nil, err
	}
	p := &pages{byName: map[string]*template.Template{}}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), path.Ext(e.Name()))
		if name == "layout" || strings.HasPrefix(name, "parts_") {
			continue
		}
		t, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if p.byName[name], err = t.ParseFS(pageFiles, "pages/"+e.Name()); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *pages) render(w io.Writer, name string, view any) error {
	t, ok := p.byName[name]
	if !ok {
		return fmt.Errorf("no page called %q", name)
	}
	return t.ExecuteTemplate(w, "layout", view)
}

// funcs are what the templates can say in a language.
func (x *texts) funcs() template.FuncMap {
	return template.FuncMap{
		"t":       x.say,
		"num":     x.lang.integer,
		"dec":     x.lang.decimal,
		"pct":     x.lang.percent,
		"minutes": x.lang.minutes,
		"day":     x.lang.day,
		"pick":    x.lang.pick,
		"mins":    func(m float64) string { return x.lang.minutes(&m) },
		"list":    func(items ...any) []any { return items },
		"words":   x.under,
	}
}

// under gives the texts whose keys begin with a prefix, without it: those that
// the scripts need.
func (x *texts) under(prefix string) map[string]string {
	out := map[string]string{}
	for key, text := range x.byKey {
		if rest, ok := strings.CutPrefix(key, prefix); ok {
			out[rest] = text
		}
	}
	return out
}
