package entry

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/gazetteer"
	"atlante/geo/postgis"
	"atlante/geo/registry"
)

// A confirmed address is no way round the limits of what is sent in.
func TestWhoIsSignedInIsCountedToo(t *testing.T) {
	c := open(t)
	c.who = c.person("una@example.org")
	path := "/luoghi/" + somePlace(t, c).ID.String() + "/segnala"
	refused := 0
	for i := range 14 {
		f := c.get(path).must(http.StatusOK).posting(path)
		c.now = c.now.Add(minute)
		f.Set("text", fmt.Sprintf("l'orario è cambiato, %d", i))
		switch code := c.ask("POST", path, f).Code; code {
		case http.StatusSeeOther:
			if refused > 0 {
				t.Error("let in again after a refusal")
			}
		case http.StatusTooManyRequests:
			refused++
		default:
			t.Fatalf("answer %d", code)
		}
	}
	if refused != 4 {
		t.Errorf("%d of 14 reports within a quarter of an hour were refused, want 4", refused)
	}
}

// Over the limits no form makes the service look anything up: neither that of a
// new entry nor that of one's own.
func TestOverTheLimitNothingIsLookedUp(t *testing.T) {
	c := open(t)
	c.who = c.person("una@example.org")
	path := "/mie-schede/" + c.published(c.who).ID.String()
	own, fresh := c.get(path).must(http.StatusOK).form("entryform"), house(c.get("/partecipa/nuova").form("entryform"))
	for range access.OwnWrites().Quotas[0].Count {
		_ = c.limits.Take(t.Context(), access.OwnWrites(), access.Who{Email: "una@example.org"})
	}
	c.lookups = 0
	for _, do := range []string{"locate", "review", "save"} {
		own.Set("do", do)
		c.ask("POST", path, own).must(http.StatusTooManyRequests)
	}
	for _, do := range []string{"locate", "save", "submit"} {
		fresh.Set("do", do)
		c.ask("POST", "/partecipa/nuova", fresh).must(http.StatusTooManyRequests)
	}
	if c.lookups > 0 {
		t.Errorf("%d addresses were looked up", c.lookups)
	}
}

// Who saves, loses the answer and sends the same form again has saved: there is
// no conflict with oneself.
func TestSavedTwiceIsNoConflict(t *testing.T) {
	c := open(t)
	c.who = c.person("prima@example.org")
	path := "/mie-schede/" + c.published(c.who).ID.String()
	f := c.get(path).must(http.StatusOK).form("entryform")
	f.Set("hours", "sabato 9-12")
	f.Set("do", "save")
	for range 2 {
		to := c.ask("POST", path, f).must(http.StatusSeeOther).Header().Get("Location")
		c.get(to).must(http.StatusOK, "Salvato.")
	}
}

// A script with as many browsers and e-mail addresses as it likes, and all the
// addresses of one network, gets no more into the queue than the network may,
// even when it confirms all that it is asked to; people see none of it.
func TestScriptedRegistrations(t *testing.T) {
	count := 60
	if os.Getenv("ATLANTE_SOAK") != "" {
		count = 1000
	}
	c := open(t)
	before := len(places(t, c))
	var sent []uuid.UUID
	refused := 0
	for i := range count {
		c.who = access.Principal{Browser: sha256.Sum256(fmt.Append(nil, "browser", i))}
		c.from = netip.AddrFrom4([4]byte{198, 51, 100, byte(i)})
		f := house(c.get("/partecipa/nuova").form("entryform"), "name", fmt.Sprintf("Prova %d", i), "email", fmt.Sprintf("n%d@example.org", i))
		f.Set("do", "submit")
		f.Set("distinct", "yes")
		c.now = c.now.Add(10 * time.Second)
		switch p := c.ask("POST", "/partecipa/nuova", f); p.Code {
		case http.StatusSeeOther:
			sent = append(sent, uuid.MustParse(mustURL(t, p.Header().Get("Location")).Query().Get("draft")))
		case http.StatusTooManyRequests:
			refused++
		default:
			p.must(http.StatusSeeOther)
		}
	}
	most := 0
	for _, q := range access.Submissions().Quotas {
		if q.By == access.ByNetwork {
			most = q.Count
		}
	}
	queued := 0
	for i, id := range sent {
		if err := c.registrar.ConfirmEntry(t.Context(), c.person(fmt.Sprintf("n%d@example.org", i)).Person, id); err == nil {
			queued++
		}
	}
	moderator := c.person("moderatrice@example.org")
	moderator.Grants = []access.Grant{{Role: access.Admin}}
	items, _, err := c.registrar.Queue(t.Context(), moderator, registry.QueueFilter{Page: geo.Page{Limit: 1000}})
	if err != nil || len(items) != queued || queued == 0 || queued > most || refused+len(sent) != count {
		t.Errorf("%d sent, %d refused, %d in the queue of at most %d, %v", len(sent), refused, len(items), most, err)
	}
	if after := len(places(t, c)); after != before {
		t.Errorf("people see %d places, %d before", after, before)
	}
}

func places(t *testing.T, c *counter) []geo.Place {
	list, _, err := c.store.Places(t.Context(), geo.PlaceFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// looking counts what is looked up.
type looking struct {
	*postgis.Store
	c *counter
}

func (l looking) Geocode(ctx context.Context, q string, limit int) ([]gazetteer.Answer, error) {
	l.c.lookups++
	return l.Store.Geocode(ctx, q, limit)
}

func mustURL(t testing.TB, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func somePlace(t testing.TB, c *counter) geo.Place {
	t.Helper()
	list, _, err := c.store.Places(t.Context(), geo.PlaceFilter{Page: geo.Page{Limit: 1}})
	if err != nil || len(list) != 1 {
		t.Fatalf("%d places, %v", len(list), err)
	}
	return list[0]
}
