package entry

import (
	"net/http"
	"testing"

	"atlante/geo/geotest"
	"atlante/geo/registry"
)

// Ticking a contact for publication in an entry that exists is a consent, kept
// with the text that stood beside the box; other changes are none.
func TestPublishingLaterIsAConsent(t *testing.T) {
	c := open(t)
	c.who = c.person("prima@example.org")
	e := c.published(c.who)
	path := "/mie-schede/" + e.ID.String()
	conn := geotest.Login(t, c.store)
	given := func() (n int) {
		t.Helper()
		err := conn.QueryRow(t.Context(), `SELECT count(*)::int FROM atlante.consent WHERE entry = $1 AND person = $2 AND what = $3 AND given AND version = $4`,
			e.ID, c.who.Person.ID, string(registry.ConsentPublish), PrivacyVersion).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, x := range []struct {
		field, value string
		want         int
	}{{"hours", "sabato 9-12", 0}, {"phone_public", "yes", 1}, {"hours", "domenica", 1}, {"phone", "0123 456780", 2}, {"phone_public", "", 2}} {
		f := c.get(path).must(http.StatusOK).form("entryform")
		f.Set(x.field, x.value)
		f.Set("do", "save")
		c.ask("POST", path, f).must(http.StatusSeeOther)
		if n := given(); n != x.want {
			t.Errorf("after %s = %q: %d consents, not %d", x.field, x.value, n, x.want)
		}
	}
}
