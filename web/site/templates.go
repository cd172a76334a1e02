package site

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
)

// shared are the layout, the page of an error, the parts that any page may use,
// and what they say.
//
//go:embed pages texts
var shared embed.FS

// templates are the pages of a section in a language, each with the layout
// around it.
type templates map[string]*template.Template

// base parses what all sections share.
func base(x *Texts) (*template.Template, error) {
	return template.New("").Funcs(x.funcs()).ParseFS(shared, "pages/layout.html", "pages/parts_*.html")
}

// pagesOf parses every page with the layout, the parts and the long texts of the
// language, so that a mistake shows at start and not later.
func pagesOf(files fs.FS, x *Texts) (templates, error) {
	around, err := base(x)
	if err != nil {
		return nil, err
	}
	for _, pattern := range []string{"pages/parts_*.html", "texts/*." + string(x.lang) + ".html"} {
		found, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			if around, err = around.ParseFS(files, found...); err != nil {
				return nil, err
			}
		}
	}
	names, err := fs.Glob(files, "pages/*.html")
	if err != nil {
		return nil, err
	}
	out := templates{}
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "layout" || strings.HasPrefix(name, "parts_") {
			continue
		}
		page, err := around.Clone()
		if err != nil {
			return nil, err
		}
		if out[name], err = page.ParseFS(files, file); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// render makes a page whole before any of it is sent: half a page is worse than
// an error.
func (t templates) render(name string, view any) ([]byte, error) {
	page, ok := t[name]
	if !ok {
		return nil, fmt.Errorf("no page called %q", name)
	}
	var b bytes.Buffer
	err := page.ExecuteTemplate(&b, "layout", view)
	return b.Bytes(), err
}

// funcs are what the templates can say in a language.
func (x *Texts) funcs() template.FuncMap {
	return template.FuncMap{
		"t":       x.Say,
		"num":     x.lang.Integer,
		"dec":     x.lang.Decimal,
		"pct":     x.lang.Percent,
		"minutes": x.lang.Minutes,
		"day":     x.lang.Day,
		"pick":    x.lang.Pick,
		"mins":    func(m float64) string { return x.lang.Minutes(&m) },
		"list":    func(items ...any) []any { return items },
		"words":   x.Under,
	}
}
