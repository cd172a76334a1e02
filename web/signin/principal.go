// Package signin is how people come in: the page that asks for a link, the page
// that the link opens, sessions, and who makes a request.
package signin

import (
	"context"
	"net/http"
	"net/netip"

	"atlante/geo/access"
)

// visitor is what the middleware knows about a request.
type visitor struct {
	principal access.Principal
	address   netip.Addr
}

type contextKey struct{}

// Principal is who makes the request. It is the one way for pages to know.
func Principal(r *http.Request) access.Principal { return known(r).principal }

// Who is whom the limits count for a request: where it comes from, and the
// address that it is about, folded; "" takes that of the person who is signed in.
func Who(r *http.Request, folded string) access.Who {
	v := known(r)
	if folded == "" {
		folded = access.FoldEmail(v.principal.Person.Email)
	}
	return access.Who{Address: v.address, Email: folded}
}

func known(r *http.Request) visitor {
	v, _ := r.Context().Value(contextKey{}).(visitor)
	return v
}

func (v visitor) in(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), contextKey{}, v))
}
