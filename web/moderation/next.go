package moderation

import (
	"slices"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// following is the address of what waits after an entry, in the queue as the
// moderator has narrowed it; "" when nothing else waits.
func (p *pages) following(r *site.Request, who access.Principal, n narrow, id uuid.UUID) (string, error) {
	path, err := p.followingID(r, who, n, id, uuid.Nil)
	if err != nil || path == "/moderazione" {
		return "", err
	}
	return n.at(r, path), nil
}

// followingID is the path of what waits next: the line after this one, else the
// first, else the queue itself. Another message about the same entry is next too.
func (p *pages) followingID(r *site.Request, who access.Principal, n narrow, id, message uuid.UUID) (string, error) {
	list, _, err := p.Registrar.Queue(r.Context(), who, n.filter(geo.Page{Limit: countLimit}))
	if err != nil {
		return "", err
	}
	is := func(i registry.QueueItem) bool {
		return i.Entry.ID == id && (message == uuid.Nil || i.Message == message)
	}
	at := slices.IndexFunc(list, is)
	others := append(slices.Clone(list[at+1:]), list[:max(at, 0)]...)
	for _, i := range others {
		if !is(i) {
			return "/moderazione/" + i.Entry.ID.String(), nil
		}
	}
	return "/moderazione", nil
}

// notice is what the last step was, about which entry.
type notice struct {
	Text string
	Href string // of the entry, where it is not the page itself
	Next string // what the page shows instead: another entry
}

// notice tells what the last step was, when the address says so. The name of the
// entry comes from the registry, never from the address. Here is the entry that
// the page shows, with its name; none for the queue.
func (p *pages) notice(r *site.Request, who access.Principal, here uuid.UUID, title string) (*notice, error) {
	done, of := r.Query.Text("done", 40), r.Query.Text("of", 36)
	if err := r.Query.Err(); err != nil || pathOf(registry.Action(done)) == "" {
		return nil, err
	}
	into := ""
	n, name := notice{Text: r.Say("mod.done." + done)}, ""
	if id, err := uuid.Parse(of); err == nil {
		d, err := p.Registrar.Dossier(r.Context(), who, id)
		if err == nil {
			name = file{Dossier: d, speller: speller{r: r}}.name()
			into = p.mergedInto(r, who, d)
		}
		if name != "" && id != here {
			n.Href = r.Page("/moderazione/" + id.String())
		}
	}
	if name == "" {
		return &n, nil
	}
	n.Text = r.Say("mod.done."+done+".of", "name", name)
	if done == string(registry.Merge) && into != "" {
		n.Text = r.Say("mod.done.merge.into", "name", name, "other", into)
	}
	if n.Href != "" && here != uuid.Nil {
		n.Next = r.Say("mod.done.next", "name", title)
	}
	return &n, nil
}

// mergedInto is the name of the entry that stays, "" where there is none.
func (p *pages) mergedInto(r *site.Request, who access.Principal, d registry.Dossier) string {
	if d.MergedInto == uuid.Nil {
		return ""
	}
	stays, err := p.Registrar.Dossier(r.Context(), who, d.MergedInto)
	if err != nil {
		return ""
	}
	return file{Dossier: stays, speller: speller{r: r}}.name()
}
