package signin

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/access"
	"github.com/google/uuid"
)

// Known tells the handlers behind it who makes a request: by the session, the
// secret that the browser keeps, or the token of a program. fail answers when
// that cannot be found out: nobody passes for a visitor because a database is
// away.
func (g *Gate) Known(fail func(http.ResponseWriter, *http.Request, error)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/assets/") || r.URL.Path == "/embed" { // the same for everybody
				next.ServeHTTP(w, r)
				return
			}
			defer hide(r) // before the request is written into the log
			v, err := g.visitor(w, r)
			if err != nil {
				hide(r)
				fail(w, r, err)
				return
			}
			next.ServeHTTP(w, v.in(r))
		})
	}
}

func (g *Gate) visitor(w http.ResponseWriter, r *http.Request) (visitor, error) {
	v := visitor{address: g.client(r)}
	if scheme, token, sent := strings.Cut(r.Header.Get("Authorization"), " "); sent && strings.EqualFold(scheme, "Bearer") {
		return v, g.program(r, token, &v)
	}
	if err := g.person(r, &v); err != nil {
		return v, err
	}
	return v, g.browser(w, r, &v)
}

// program knows the client whose token was sent. Cookies do not count beside it.
func (g *Gate) program(r *http.Request, token string, v *visitor) error {
	secret, ok := access.ParseSecret(strings.TrimSpace(token))
	if ok {
		client, _, err := g.o.People.TokenClient(r.Context(), secret.Hash())
		if err == nil {
			v.principal.Client = client
			return nil
		}
		if !errors.Is(err, geo.ErrNotFound) {
			return err
		}
	}
	return geo.Forbidden("Questo token non è noto, o è stato revocato. / This token is unknown, or was revoked.")
}

// person knows who is signed in. A session that is over makes a visitor.
func (g *Gate) person(r *http.Request, v *visitor) error {
	c, err := r.Cookie(g.sessions.Cookie.Name)
	if err != nil || len(c.Value) > 100 {
		return nil
	}
	ctx, err := g.sessions.Load(r.Context(), c.Value)
	if err != nil {
		return err
	}
	id, signedIn := g.sessions.Get(ctx, personKey).(uuid.UUID)
	if !signedIn {
		return nil
	}
	p, err := g.o.People.Principal(r.Context(), id)
	if errors.Is(err, geo.ErrNotFound) {
		return nil
	}
	v.principal = p
	return err
}

// browser knows the secret that this browser keeps, and gives it one where
// something will be asked for in its name.
func (g *Gate) browser(w http.ResponseWriter, r *http.Request, v *visitor) error {
	name := g.cookieName("atlante_browser")
	if c, err := r.Cookie(name); err == nil {
		if secret, ok := access.ParseSecret(c.Value); ok {
			v.principal.Browser = secret.Hash()
			return nil
		}
	}
	if !asksForBrowser(r.URL.Path) {
		return nil
	}
	secret, err := access.NewSecret(g.o.Random)
	if err != nil {
		return err
	}
	v.principal.Browser = secret.Hash()
	w.Header().Set("Cache-Control", "no-store") // redirects too: a shared cache would hand one secret to many
	http.SetCookie(w, &http.Cookie{Name: name, Value: secret.Text(), Path: "/", MaxAge: int(access.BrowserLife.Seconds()),
		HttpOnly: true, Secure: g.secure, SameSite: http.SameSiteLaxMode})
	return nil
}

// asksForBrowser tells the pages where links are asked for and drafts are kept.
func asksForBrowser(path string) bool {
	return path == "/accedi" || path == "/partecipa" || strings.HasPrefix(path, "/partecipa/") ||
		strings.HasPrefix(path, "/luoghi/") && (strings.HasSuffix(path, "/reclama") || strings.HasSuffix(path, "/segnala"))
}

// client is the address that a request comes from.
func (g *Gate) client(r *http.Request) netip.Addr { return wire.Client(r, g.o.Proxies) }
