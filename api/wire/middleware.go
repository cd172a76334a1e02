package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/go-chi/chi/v5/middleware"
)

const readMethods = "GET, HEAD, OPTIONS"

// exposed are the headers that scripts of other origins may read.
const exposed = "Age, Atlante-Versions, Cache-Status, Content-Crs, Content-Disposition, ETag, Link, Retry-After, " + HeaderLimit + ", " + HeaderRemaining + ", " + HeaderReset

// Log writes one line for each request: method, path, status, bytes, duration.
// The query stays out, because it may hold an address that somebody looked for.
func Log(log *slog.Logger, now func() time.Time) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start := now()
			ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			defer func() {
				log.LogAttrs(r.Context(), slog.LevelInfo, "request",
					slog.String("method", r.Method), slog.String("path", r.URL.Path),
					slog.Int("status", statusOf(ww)), slog.Int("bytes", ww.BytesWritten()),
					slog.Duration("took", now().Sub(start)))
			}()
			next.ServeHTTP(ww, r)
		})
	}
}

func statusOf(w middleware.WrapResponseWriter) int {
	if s := w.Status(); s != 0 {
		return s
	}
	return http.StatusOK // net/http writes it when a handler writes nothing
}

// Recover turns a panic into a 500 and a log line with its stack.
func Recover(log *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			defer func() {
				v := recover()
				if v == nil {
					return
				}
				if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(v) // net/http's own way to cut a connection
				}
				log.LogAttrs(r.Context(), slog.LevelError, "panic", slog.String("path", r.URL.Path),
					slog.String("value", fmt.Sprint(v)), slog.String("stack", string(debug.Stack())))
				if ww.Status() != 0 {
					panic(http.ErrAbortHandler) // half an answer is out: cut it, so that nobody takes it for whole
				}
				writeProblem(w, r, NewProblem(r, fmt.Errorf("panic: %v", v)))
			}()
			next.ServeHTTP(ww, r)
		})
	}
}

// Secure sets the headers that every answer carries, pages included.
func Secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), payment=()")
		next.ServeHTTP(w, r)
	})
}

// machineFields are what all answers for programs carry.
var machineFields = []headField{
	{"Access-Control-Allow-Origin", "*"},
	{"Access-Control-Expose-Headers", exposed},
	{"Cross-Origin-Resource-Policy", "cross-origin"},
	{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
}

// machineHeaders are the same for all, and so are their values: nobody changes one in
// its place.
var machineHeaders = func() http.Header {
	h := http.Header{"Vary": {"Accept, Accept-Encoding, Accept-Language"}}
	for _, f := range machineFields {
		h[f.name] = []string{f.value}
	}
	return h
}()

// Machine sets what answers for programs carry: any origin may read them, no
// browser runs anything in them. It answers OPTIONS itself.
func Machine(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		maps.Copy(h, machineHeaders)
		if r.Method == http.MethodOptions {
			h.Set("Allow", readMethods)
			h.Set("Access-Control-Allow-Methods", readMethods)
			h.Set("Access-Control-Allow-Headers", "Accept, Accept-Language, Content-Type, If-None-Match")
			h.Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Deadline bounds the making of an answer; the context carries it down to the
// database.
func Deadline(d time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), d)
			defer cancel()
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

// Body bounds the body of a request, in bytes.
func Body(max int64) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler { return http.MaxBytesHandler(next, max) }
}
