package wire

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"

	"atlante/geo"
)

// HandlerFunc answers a request or returns why it cannot.
type HandlerFunc func(http.ResponseWriter, *http.Request) error

// Handle turns a HandlerFunc into a handler: errors become problems, and those
// that are our fault become one log line as well.
func Handle(log *slog.Logger, f HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := f(w, r); err != nil {
			Fail(log, w, r, err)
		}
	})
}

// Fail writes the problem of an error. The answer must not have begun.
func Fail(log *slog.Logger, w http.ResponseWriter, r *http.Request, err error) {
	p := NewProblem(r, err)
	if p.Status >= http.StatusInternalServerError && !isBusy(p) {
		log.LogAttrs(r.Context(), slog.LevelError, "request failed",
			slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Any("err", err))
	}
	writeProblem(w, r, p)
}

// isBusy tells a service that is asked too much, which is no failure.
func isBusy(p Problem) bool { return strings.HasSuffix(p.Type, "#"+busy.Name) }

// NotFound answers for addresses that do not exist; see says where to look.
func NotFound(log *slog.Logger, see string) http.Handler {
	return Handle(log, func(http.ResponseWriter, *http.Request) error {
		return geo.NotFound("Questo indirizzo non esiste: l'elenco è in %s / This address does not exist: see %s", see, see)
	})
}

// MethodNotAllowed answers 405 for addresses that can only be read.
func MethodNotAllowed(log *slog.Logger) http.Handler {
	return Handle(log, func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Allow", readMethods)
		return fmt.Errorf("%w", errNotAllowed)
	})
}

// Path is a part of the address, as chi found it, with its escapes decoded.
func Path(r *http.Request, name string) (string, error) {
	s := chi.URLParam(r, name)
	if r.URL.RawPath == "" { // chi has read the path that net/http had unescaped
		return s, nil
	}
	s, err := url.PathUnescape(s)
	if err != nil {
		return "", geo.Invalid("%s: codifica %% non valida nell'indirizzo / percent-encoding of the address is not valid", name)
	}
	return s, nil
}
