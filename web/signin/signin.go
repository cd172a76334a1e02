package signin

import (
	"context"
	"embed"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/web/site"
)

//go:embed pages texts
var files embed.FS

// Links sends links by mail and uses them.
type Links interface {
	AskLink(context.Context, access.Asking) error
	LookAtLink(ctx context.Context, token string) (access.Link, error)
	ConsumeLink(ctx context.Context, token string, browser access.Hash) (access.SignedIn, error)
}

// People tells who a session or a token belongs to, and what he may do now.
type People interface {
	Principal(ctx context.Context, person uuid.UUID) (access.Principal, error)
	TokenClient(ctx context.Context, token access.Hash) (client uuid.UUID, name string, err error)
}

// Sessions keeps sessions; tokens are hashed before they get there.
type Sessions interface {
	scs.CtxStore
	DeleteAll(ctx context.Context, person uuid.UUID) error
}

// Limiter counts requests.
type Limiter interface {
	Take(context.Context, access.Limit, access.Who) error
}

// Options are what signing in needs.
type Options struct {
	Log      *slog.Logger
	Links    Links
	People   People
	Sessions Sessions
	Limits   Limiter
	// Public is the address that people use. Cookies are for https only when it
	// begins so.
	Public string
	// Proxies are trusted to say whom they speak for, in X-Forwarded-For.
	Proxies []netip.Prefix
	Random  io.Reader
	Now     func() time.Time
	// MailWaits says that no mail can be sent yet: the page that asks for a link
	// says so, else people wait for one in vain.
	MailWaits bool
}

// Gate lets people in and knows who they are.
type Gate struct {
	o        Options
	sessions *scs.SessionManager
	secure   bool
}

// New makes a gate.
func New(o Options) (*Gate, error) {
	u, err := url.Parse(o.Public)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, geo.Invalid("l'indirizzo pubblico %q non va bene: serve qualcosa come https://esempio.it / not a public address", o.Public)
	}
	g := &Gate{o: o, secure: u.Scheme == "https", sessions: scs.New()}
	s := g.sessions
	s.Store, s.Codec = o.Sessions, codec{}
	s.Lifetime, s.HashTokenInStore = access.SessionLife, true
	s.Cookie = scs.SessionCookie{Name: g.cookieName("atlante_session"), Path: "/", HttpOnly: true, Secure: g.secure,
		SameSite: http.SameSiteLaxMode, Persist: true}
	return g, nil
}

// Mount puts the pages of the gate on a router of the site.
func (g *Gate) Mount(r chi.Router, s *site.Site) error {
	x, err := s.Section(files)
	if err != nil {
		return err
	}
	x.Get(r, "/accedi", g.form, "to", "sent", "out")
	x.Post(r, "/accedi", formBytes, g.ask)
	token := r.With(keepToken)
	x.Get(token, "/accedi/{token}", g.look)
	x.Post(token, "/accedi/{token}", formBytes, g.use)
	x.Post(r, "/esci", formBytes, g.leave)
	return nil
}

// formBytes bounds the forms of the gate.
const formBytes = 8 << 10

// keepToken lets no other site see the token in the address: links on the page
// and what it loads say the host alone.
func keepToken(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Referrer-Policy", "strict-origin")
		next.ServeHTTP(w, r)
	})
}

// hide takes a token out of the address of a request, where logs would find it.
func hide(r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/accedi/") {
		r.URL.Path, r.URL.RawPath = "/accedi/…", ""
	}
}

// cookieName is bound to this very host where the connection is safe.
func (g *Gate) cookieName(name string) string {
	if g.secure {
		return "__Host-" + name
	}
	return name
}

// Count counts a request against a limit, from where it comes and for an e-mail
// address as typed; "" is that of the person who is signed in.
func (g *Gate) Count(r *http.Request, limit access.Limit, email string) error {
	folded := ""
	if email != "" {
		_, f, err := access.ParseEmail(email)
		if err != nil {
			f = access.FoldEmail(strings.TrimSpace(email)) // what is wrong with it is said elsewhere; it counts
		}
		folded = f
	}
	return g.o.Limits.Take(r.Context(), limit, Who(r, folded))
}

// codec writes sessions as access.Session: the person, and nothing else.
type codec struct{}

const personKey = "person"

func (codec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	person, ok := values[personKey].(uuid.UUID)
	if !ok || len(values) != 1 {
		return nil, errors.New("a session holds a person and nothing else")
	}
	return access.Session{Person: person, Deadline: deadline}.MarshalBinary()
}

func (codec) Decode(b []byte) (time.Time, map[string]any, error) {
	var s access.Session
	err := s.UnmarshalBinary(b)
	return s.Deadline, map[string]any{personKey: s.Person}, err
}
