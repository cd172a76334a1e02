package download

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"time"

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
	tag := wire.Tag(s.Version, a.state.Version, s.Origins.Of(r)+r.URL.RequestURI(), a.lang, a.encoding, a.about.Attribution, a.about.Licence, a.name(s.Location))
	if wire.NotModified(w, r, tag) {
		return nil
	}
	if r.Method == http.MethodHead {
		if err := s.calculates(r, a); err != nil {
			return err
		}
		a.headers(w.Header(), s.Location)
		w.WriteHeader(http.StatusOK)
		return nil
	}
	// The time-outs of the server would end a long answer: its own follow. It keeps
	// reading, to hear when the client leaves.
	c := http.NewResponseController(w)
	_, _ = c.SetReadDeadline(time.Time{}), c.SetWriteDeadline(time.Time{})
	guest, leave, err := s.turns.enter(wire.Household(r, s.Trusted))
	if err != nil {
		return err
	}
	defer leave()
	f, err := s.make(r.Context(), guest, a)
	if err != nil {
		return err
	}
	defer f.free()
	return s.send(w, r, a, f)
}

// answer reads what is asked, and what can be said of it without its features.
func (s *service) answer(r *http.Request) (answer, error) {
	ctx, cancel := context.WithTimeout(r.Context(), wire.ReadDeadline)
	defer cancel()
	a, err := s.asked(ctx, r)
	return a, wire.Late(ctx, err)
}

func (s *service) asked(ctx context.Context, r *http.Request) (answer, error) {
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
	if err = s.store.CheckFeatures(ctx, a.Query); err != nil { // before a tag is given or taken
		return a, err
	}
	if a.state, err = s.store.FeatureState(ctx, c.ID, a.Query.Scenario); err != nil {
		return a, err
	}
	if err := fits(ctx, s.store, a.Request, a.state); err != nil {
		return a, err
	}
	a.about, err = About(ctx, s.store, a.Request, a.state, s.Credit, a.lang, s.Location)
	a.about.Address = s.Origins.Of(r) + r.URL.RequestURI()
	return a, err
}

// calculates refuses to HEAD what the file would be refused for: a filter that
// cannot be calculated with the data as they are. One that takes longer than an
// answer may is no fault of a file, which has more time.
func (s *service) calculates(r *http.Request, a answer) error {
	if a.Query.Filter == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(r.Context(), wire.ReadDeadline)
	defer cancel()
	if _, err := s.store.FeatureCount(ctx, a.Query); errors.Is(err, geo.ErrInvalid) {
		return err
	}
	return nil
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

func (a answer) name(where *time.Location) string { return Name(a.Request, a.state, a.lang, where) }

func (a answer) headers(h http.Header, where *time.Location) {
	h.Set("Content-Type", a.Format.MediaType)
	h.Set("Content-Disposition", `attachment; filename="`+a.name(where)+`"`)
	if a.encoding == "gzip" {
		h.Set("Content-Encoding", "gzip")
	}
}

// send gives out a file that is whole. An answer that is cut ends its connection,
// so that nobody takes half of it for the whole.
func (s *service) send(w http.ResponseWriter, r *http.Request, a answer, f *spool) error {
	wire.HoldLittle(r, piece)
	a.headers(w.Header(), s.Location)
	w.Header().Set("Content-Length", strconv.FormatInt(f.size(a.encoding), 10))
	w.WriteHeader(http.StatusOK)
	out := &flow{w: w, c: http.NewResponseController(w), now: s.Now, patience: s.Patience}
	err := f.send(out, a.encoding)
	if err == nil {
		return nil
	}
	text := "download left by its client"
	if errors.Is(err, os.ErrDeadlineExceeded) {
		text = "download cut: its client took nothing for too long"
	}
	s.Log.LogAttrs(r.Context(), slog.LevelWarn, text, slog.String("path", r.URL.Path), slog.Int64("sent", out.sent),
		slog.Int64("size", f.size(a.encoding)), slog.Any("err", err))
	panic(http.ErrAbortHandler)
}

// make makes a file in a turn, and gives the turn back before anything is sent.
func (s *service) make(ctx context.Context, g *guest, a answer) (*spool, error) {
	done, err := s.turns.take(ctx, g)
	if err != nil {
		return nil, err
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, Making)
	defer cancel()
	f, err := newSpool(s.Dir, s.MaxBytes, &s.turns.room, a.Format.Text)
	if err != nil {
		return nil, err
	}
	o := export.Options{Separator: a.Separator, Lang: a.lang, Dir: s.Dir, MaxBytes: s.MaxBytes}
	if err = Write(ctx, s.store, f, a.Request, a.state, a.about, o); err == nil {
		err = f.whole()
	}
	if err != nil {
		f.free()
		return nil, wire.Late(ctx, err)
	}
	return f, nil
}
