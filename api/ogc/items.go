package ogc

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"atlante/api/ask"
	"atlante/api/wire"
	"atlante/geo/feature"
)

// pageMax bounds what a page for people shows; programs get what they ask for.
const pageMax = ask.LimitDefault

// request is what is asked of the features of a collection.
type request struct {
	*call
	of    feature.Collection
	crs   ask.CRS
	query feature.Query
	state feature.State
}

// items answers a part of a collection.
func items(w http.ResponseWriter, c *call) error {
	q, err := readItems(c)
	if err != nil {
		return err
	}
	if c.format == asHTML {
		return q.page(w)
	}
	encoding := wire.Encoding(c.r)
	w.Header().Set("Content-Crs", "<"+q.crs.URI+">")
	if wire.NotModified(w, c.r, q.tag(encoding)) {
		return nil
	}
	matched, err := q.count()
	if err != nil {
		return err
	}
	if c.r.Method == http.MethodHead { // what GET would say, without the features
		w.Header().Set("Content-Type", contentType(c.format))
		if encoding == "gzip" {
			w.Header().Set("Content-Encoding", encoding)
		}
		w.WriteHeader(http.StatusOK)
		return nil
	}
	return q.stream(w, encoding, matched)
}

// readItems reads the request whole, before anything is asked of the features.
func readItems(c *call) (*request, error) {
	of, err := c.collectionWithin()
	if err != nil {
		return nil, err
	}
	c.query = wire.ReadQuery(c.r, append(append(ask.Names(of), ask.Paging()...), "f")...)
	out := &request{call: c, of: of, crs: c.crs()}
	page := ask.Page(c.query)
	if out.query, err = ask.Query(c.query, of); err != nil { // all that is wrong, at once
		return nil, err
	}
	out.query.Limit, out.query.Offset, out.query.After = page.Limit, page.Offset, page.After
	err = within(c.ctx(), func(ctx context.Context) error { return c.s.store.CheckFeatures(ctx, out.query) })
	if err != nil { // before a tag is given or taken
		return nil, fmt.Errorf("features of %s: %w", of.ID, err)
	}
	return out, out.readState()
}

// readState reads what the collection holds.
func (q *request) readState() error {
	return within(q.ctx(), func(ctx context.Context) (err error) {
		q.state, err = q.with(ctx).state(q.of.ID, q.query.Scenario)
		return err
	})
}

// collectionWithin is collection within a deadline of its own.
func (c *call) collectionWithin() (of feature.Collection, err error) {
	err = within(c.ctx(), func(ctx context.Context) (err error) {
		of, err = c.with(ctx).collection()
		return err
	})
	return of, err
}

// crs is the system that is asked for. Only its address will do: beside it the
// order of the axes is known.
func (c *call) crs() ask.CRS {
	if crs := wire.Parse(c.query, ask.CRSName, ask.ParseCRS); crs.URI != "" {
		return crs
	}
	return ask.Systems()[0]
}

// tag depends on the request and on the version of what the collection shows, so
// that 304 asks nothing of the features.
func (q *request) tag(encoding string) string {
	parts := []string{q.s.Version, q.origin, q.r.URL.RequestURI(), q.format.Name, q.format.MediaType, q.lang, encoding, q.of.ID, q.state.Version}
	for _, f := range q.of.Fields { // they change with the kinds of places
		parts = append(parts, f.Name)
	}
	return wire.Tag(parts...)
}

func (q *request) count() (n int64, err error) {
	err = within(q.ctx(), func(ctx context.Context) (err error) {
		n, err = q.s.store.FeatureCount(ctx, q.query)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", q.of.ID, err)
	}
	return n, nil
}

// next is the address of the page behind this one.
func (q *request) next(cursor string) string {
	v := url.Values{}
	for name, values := range q.r.URL.Query() {
		if name != ask.Offset {
			v[name] = values
		}
	}
	v.Set(ask.After, cursor)
	return q.origin + (&url.URL{Path: q.r.URL.Path, RawQuery: v.Encode()}).String()
}

// links of a part; they stand behind the features, where the next page is known.
func (q *request) links(cursor string) []Link {
	out := q.around(q.format)
	if cursor != "" {
		out = append(out, Link{Href: q.next(cursor), Rel: "next", Type: contentType(q.format), Title: q.say("La pagina seguente", "The next page")})
	}
	out = append(out, q.pair("/collections/"+q.of.ID, "collection", asJSON, q.of.TitleIT, q.of.TitleEN)...)
	return append(out, q.licence())
}

// ItemsView is what a page shows of a collection.
type ItemsView struct {
	Collection feature.Collection
	State      feature.State
	Rows       []Row
	Matched    int64
	First      int64 // of the rows, counted from 1; 0 when it is not known
	Next       string
	JSON       string      // the same for programs
	Asked      bool        // something has been asked for
	Doubts     []wire.Text // why nothing may answer
}

// Row is a feature in a table.
type Row struct {
	ID     string
	Values []any // as the fields of the collection
}

// foremost puts in front what people look for first, where they ask for no order;
// the links to the next page and to the same for programs say so.
func (q *request) foremost() {
	if len(q.of.Foremost) == 0 {
		return
	}
	var names []string
	for _, s := range q.of.Foremost {
		if s.Down {
			s.Field = "-" + s.Field
		}
		names = append(names, s.Field)
	}
	q.query.Sort = q.of.Foremost
	v := q.r.URL.Query()
	v.Set(ask.SortBy, strings.Join(names, ","))
	with := *q.call
	with.r = q.r.Clone(q.ctx())
	with.r.URL.RawQuery = v.Encode()
	q.call = &with
}

// page shows a part of a collection as a table.
func (q *request) page(w http.ResponseWriter) error {
	q.query.Limit = min(q.query.Limit, pageMax)
	if len(q.query.Sort) == 0 && q.query.After == "" {
		q.foremost()
	}
	view := ItemsView{Collection: q.of, State: q.state, JSON: strings.TrimPrefix(q.here(asGeoJSON), q.origin)}
	var err error
	if view.Matched, err = q.count(); err != nil {
		return err
	}
	next, err := q.part(q.query, func(f feature.Feature) error {
		view.Rows = append(view.Rows, Row{f.ID, append([]any(nil), f.Values...)})
		return nil
	})
	if err != nil {
		return err
	}
	if next != "" {
		view.Next = strings.TrimPrefix(q.next(next), q.origin)
	}
	if q.query.After == "" {
		view.First = int64(q.query.Offset) + 1
	}
	if view.Matched == 0 {
		view.Doubts = ask.Doubts(q.query, q.of)
	}
	view.Asked = view.Matched != q.state.Count
	return q.s.Pages.Page(w, q.r, Page{Name: "items", Title: wire.Text{IT: q.of.TitleIT + ": la tabella", EN: q.of.TitleEN + ": the table"}, Trail: trailTo(q.of), JSON: view.JSON, View: view})
}

// part asks for features within a deadline.
func (q *request) part(query feature.Query, tell func(feature.Feature) error) (next string, err error) {
	err = within(q.ctx(), func(ctx context.Context) (err error) {
		next, err = q.s.store.Features(ctx, query, tell)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("features of %s: %w", q.of.ID, err)
	}
	return next, nil
}
