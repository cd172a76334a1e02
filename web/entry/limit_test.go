package entry

import (
	"fmt"
	"net/http"
	"testing"
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
