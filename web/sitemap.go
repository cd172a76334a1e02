package web

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// findable mounts what tells programs that index pages where to look.
func (a *atlas) findable(r chi.Router) {
	log := a.site.Log()
	for path, f := range map[string]wire.HandlerFunc{"/sitemap.xml": a.sitemap, "/robots.txt": a.robots} {
		h := wire.Deadline(wire.ReadDeadline)(wire.Handle(log, f))
		r.Method(http.MethodGet, path, h)
		r.Method(http.MethodHead, path, h)
	}
}

// private are the pages that belong to somebody, or make no sense to be found.
var private = []string{"/accedi", "/mie-schede", "/moderazione", "/partecipa/nuova", "/partecipa/inviata", "/embed"}

func (a *atlas) robots(w http.ResponseWriter, r *http.Request) error {
	if err := wire.ReadQuery(r).Err(); err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, path := range private {
		b.WriteString("Disallow: " + path + "\n")
	}
	b.WriteString("Disallow: /luoghi/*/reclama\nDisallow: /luoghi/*/segnala\n")
	if origin := a.site.Origin(r); origin != "" {
		b.WriteString("\nSitemap: " + origin + "/sitemap.xml\n")
	}
	return wire.SendTagged(w, r, "text/plain; charset=utf-8", []byte(b.String()))
}

// The words of sitemaps.org, and of Google for pages in several languages.
type sitemapFile struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string       `xml:"xmlns:xhtml,attr"`
	Pages   []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	At      string        `xml:"loc"`
	Changed string        `xml:"lastmod,omitempty"`
	Also    []sitemapLink `xml:"xhtml:link"`
}

type sitemapLink struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

// sitemap lists every page that anybody may read, in both languages.
func (a *atlas) sitemap(w http.ResponseWriter, r *http.Request) error {
	if err := wire.ReadQuery(r).Err(); err != nil {
		return err
	}
	paths, err := a.publicPaths(r)
	if err != nil {
		return err
	}
	changed := ""
	if p, err := a.store.Publication(r.Context()); err == nil && len(p.CreatedAt) >= len("2006-01-02") {
		changed = p.CreatedAt[:len("2006-01-02")]
	}
	origin := a.site.Origin(r)
	file := sitemapFile{XHTML: "http://www.w3.org/1999/xhtml"}
	for _, path := range paths {
		u := sitemapURL{At: origin + path, Changed: changed}
		for _, lang := range site.Languages {
			u.Also = append(u.Also, sitemapLink{"alternate", string(lang), origin + path + "?lang=" + string(lang)})
		}
		file.Pages = append(file.Pages, u)
	}
	b := bytes.NewBufferString(xml.Header)
	if err := xml.NewEncoder(b).Encode(file); err != nil {
		return err
	}
	return wire.SendTagged(w, r, "application/xml", b.Bytes())
}

// publicPaths are the pages with something of their own to say, in a fixed order.
func (a *atlas) publicPaths(r *http.Request) ([]string, error) {
	out := append([]string{"/", "/zone", "/comuni", "/metodo", "/calibrazione", "/limiti"}, a.Beside...)
	zones, err := a.store.Zones(r.Context(), false)
	if err != nil {
		return nil, err
	}
	for _, z := range zones {
		out = append(out, "/zone/"+zoneKey(z.ID))
	}
	comuni, _, err := a.store.Comuni(r.Context(), geo.ComuneFilter{Page: geo.Page{Limit: everything}})
	if err != nil {
		return nil, err
	}
	for _, m := range comuni {
		out = append(out, "/comuni/"+string(m.ID))
	}
	for after := ""; ; {
		places, next, err := a.store.Places(r.Context(), geo.PlaceFilter{Page: geo.Page{Limit: everything, After: after}})
		if err != nil {
			return nil, err
		}
		for _, p := range places {
			out = append(out, "/luoghi/"+p.ID.String())
		}
		if after = next; after == "" || len(out) > sitemapMost {
			break
		}
	}
	for after := ""; ; {
		gaps, next, err := a.store.Gaps(r.Context(), cover.GapFilter{Page: geo.Page{Limit: everything, After: after}})
		if err != nil {
			return nil, err
		}
		for _, g := range gaps {
			out = append(out, "/aree/"+g.ID)
		}
		if after = next; after == "" || len(out) > sitemapMost {
			break
		}
	}
	return out[:min(len(out), sitemapMost)], nil
}

// sitemapMost is the most that a sitemap may hold.
const sitemapMost = 50_000
