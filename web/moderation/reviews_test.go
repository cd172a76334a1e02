package moderation

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/uuid"

	"atlante/geo/registry"
	"atlante/web/site"
	"atlante/web/site/sitetest"
)

// Public and waiting revisions alternate: each is compared with the one that it
// was made from, and drafts are apart.
func TestReviewsCompareWithWhatTheyWereMadeFrom(t *testing.T) {
	says := func(name, hours string) registry.Content { return registry.Content{Name: name, Hours: hours} }
	rev := func(n int, c registry.Content, approved bool) registry.Revision {
		return registry.Revision{Entry: uuid.UUID{1}, Number: n, Content: c, Approved: approved}
	}
	s := sitetest.New(t, site.Options{})
	if _, err := s.Section(files); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/moderazione", nil)
	f := file{speller: speller{r: &site.Request{Request: r, Site: s, Texts: s.Texts("it"), Lang: "it", Links: site.LinksAt(r, "/moderazione")}}}
	f.Entry = registry.Entry{ID: uuid.UUID{1}, State: registry.Published, Public: 5, Waiting: 6}
	f.Revisions = []registry.Revision{rev(6, says("B", "10-12"), false), rev(5, says("A", "10-12"), true), rev(4, says("B", "9-12"), false),
		rev(3, says("A", "9-12"), true), rev(2, says("A", ""), true), rev(1, says("a", ""), false)}
	f.Transitions = []registry.Transition{{Action: registry.Edit, Revision: 5}, {Action: registry.Edit, Revision: 4}, {Action: registry.Edit, Revision: 3},
		{Action: registry.Approve, Revision: 2}, {Action: registry.SubmitVerified, Revision: 2}, {Action: registry.StartEntry, Revision: 1}}
	sent, drafts := f.reviews()
	if len(drafts) != 1 || drafts[0].Number != 1 || len(sent) != 5 {
		t.Fatalf("%+v %+v", sent, drafts)
	}
	for i, want := range []string{"nome", "orari", "nome", "orari", ""} {
		if sent[i].Says != want {
			t.Errorf("revision %d says %q, want %q", sent[i].Number, sent[i].Says, want)
		}
	}
}
