package tiles

import (
	"net/http"
	"strconv"

	"atlante/api/wire"
)

// kept stands before the routes, and answers what lies finished in the cache and is
// of the state of now: finding a route for the address, and laying the fields of the
// answer into a map for net/http, would take longer than all that is left to do.
// Whatever else is asked goes on to next, which says it better.
func (s *Service) kept(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || !s.sendKept(w, r) {
			next.ServeHTTP(w, r)
		}
	})
}

// sendKept answers, or tells that it has not.
func (s *Service) sendKept(w http.ResponseWriter, r *http.Request) bool {
	text, ok := cutPath(r.URL.Path)
	if !ok || r.URL.RawPath != "" || s.holder == nil {
		return false
	}
	a, err := text.address()
	if err != nil {
		return false
	}
	snap, accepted := s.holder.Now(), wire.Accepted(r)
	if snap == nil || !accepted.Gzip { // to unpack is work, and waits for its turn
		return false
	}
	v := s.viewOf(snap)
	if !pinnedNow(r.URL.RawQuery, v.version(pinned)) {
		return false
	}
	k := v.key(a)
	item := s.cache.Get(k)
	if item == nil {
		return false
	}
	var h wire.Head
	h.SetMachine()
	s.describe(&h, v, a)
	if s.notModified(w, r, &h, k, accepted) {
		return true
	}
	return s.send(w, r, &h, k, item, how{hit: true, stored: k.Stored != 0}, accepted) == nil
}

// pinnedNow tells whether a query pins nothing or the version of now, in the plainest words.
func pinnedNow(query string, version int64) bool {
	return query == "" || version > 0 && query == "v="+strconv.FormatInt(version, 10)
}
