package download

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/klauspost/compress/gzip"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/export"
	"atlante/geo/feature"
)

// answer is one file on its way.
type answer struct {
	Request
	state    feature.State
	about    export.About
	lang     string
	encoding string
}

// file answers one address. HEAD and 304 make no file.
func (s *service) file(w http.ResponseWriter, r *http.Request) error {
	a, err := s.answer(r)
	if err != nil {
		return err
	}
	tag := wire.Tag(s.Version, a.state.Version, s.Origins.Of(r)+r.URL.RequestURI(), a.lang, a.encoding)
	if wire.NotModified(w, r, tag) {
		return nil
	}
	if r.Method == http.MethodHead {
		a.headers(w.Header())
		w.WriteHeader(http.StatusOK)
		return nil
	}
	select {
	case s.turns <- struct{}{}:
		defer func() { <-s.turns }()
	default:
		return fmt.Errorf("%d downloads under way: %w", AtOnce, geo.ErrBusy)
	}
	return s.send(w, r, a)
}

// answer reads what is asked, and what can be said of it without its features.
func (s *service) answer(r *http.Request) (answer, error) {
	ctx, cancel := context.WithTimeout(r.Context(), wire.ReadDeadline)
	defer cancel()
	id, err := wire.Path(r, "collection")
	if err != nil {
		return answer{}, err
	}
	name, err := wire.Path(r, "format")
	if err != nil {
		return answer{}, err
	}
	c, f, err := target(ctx, s.store, id, name)
	if err != nil {
		return answer{}, err
	}
	a := answer{lang: wire.Lang(r), encoding: "identity"}
	if a.Request, err = Read(r, c, f); err != nil {
		return a, err
	}
	if f.Text {
		a.encoding = wire.Encoding(r)
	}
	if a.state, err = s.store.FeatureState(ctx, c.ID, a.Query.Scenario); err != nil {
		return a, err
	}
	if err := fits(ctx, s.store, a.Request, a.state); err != nil {
		return a, err
	}
	a.about, err = About(ctx, s.store, a.Request, a.state, s.Credit, a.lang)
	a.about.Address = s.Origins.Of(r) + r.URL.RequestURI()
	return a, err
}

// fits refuses beforehand what a sheet has no room for.
func fits(ctx context.Context, store Store, q Request, s feature.State) error {
	if q.Format.Name != "xlsx" || s.Count < export.MaxRows {
		return nil
	}
	n, err := store.FeatureCount(ctx, q.Query)
	if err == nil && n >= export.MaxRows {
		err = geo.Invalid("un foglio XLSX ha al massimo %d righe e qui sono %d: restringi con un filtro, o scegli CSV o GeoPackage / an XLSX sheet has at most %d rows and these are %d: narrow with a filter, or choose CSV or GeoPackage", export.MaxRows, n, export.MaxRows, n)
	}
	return err
}

func (a answer) headers(h http.Header) {
	h.Set("Content-Type", a.Format.MediaType)
	h.Set("Content-Disposition", `attachment; filename="`+Name(a.Request, a.state, a.lang)+`"`)
	if a.encoding == "gzip" {
		h.Set("Content-Encoding", "gzip")
	}
}

// send makes the file. What goes wrong before its first bytes are out is a
// problem as usual; afterwards the answer is cut, so that nobody takes half of it
// for the whole.
func (s *service) send(w http.ResponseWriter, r *http.Request, a answer) error {
	// The time-out of reading a request would end a long answer: the server keeps
	// reading, to hear when the client leaves.
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
	out := newFlow(w, s.Now, s.Patience, func() { a.headers(w.Header()) })
	err := s.write(r.Context(), out, a)
	if err == nil {
		err = out.end()
	}
	if err == nil || !out.begun {
		return err
	}
	if !errors.Is(r.Context().Err(), context.Canceled) {
		s.Log.LogAttrs(r.Context(), slog.LevelWarn, "download cut", slog.String("path", r.URL.Path), slog.Any("err", err))
	}
	panic(http.ErrAbortHandler)
}

func (s *service) write(ctx context.Context, w io.Writer, a answer) error {
	if a.encoding != "gzip" {
		return Write(ctx, s.store, w, a.Request, a.state, a.about, s.options(a))
	}
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := Write(ctx, s.store, z, a.Request, a.state, a.about, s.options(a)); err != nil {
		return err
	}
	return z.Close()
}

func (s *service) options(a answer) export.Options {
	return export.Options{Separator: a.Separator, Lang: a.lang, Dir: s.Dir, MaxBytes: s.MaxBytes}
}

// Write makes the file that is asked for: features go from the database to w one
// by one. It ends early with the error of ctx, of the store or of w.
func Write(ctx context.Context, store feature.Source, w io.Writer, q Request, s feature.State, a export.About, o export.Options) error {
	file, err := export.New(q.Format, w, q.Collection, s, q.Query.CRS, a, o)
	if err != nil {
		return err
	}
	defer file.Discard()
	if _, err := store.Features(ctx, q.Query, func(f feature.Feature) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return file.Write(f)
	}); err != nil {
		return err
	}
	return file.Close()
}
