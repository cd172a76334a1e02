package moderation

import (
	"errors"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// row is a line of the queue, with what helps to choose it: who wrote, what
// changes, who is at it.
func (p *pages) row(r *site.Request, who access.Principal, n narrow, words names, item registry.QueueItem) (queueRow, error) {
	e := item.Entry
	q := queueRow{Href: n.at(r, "/moderazione/"+e.ID.String()), Name: item.Name, What: item.What,
		Since: p.waited(r, item.Since), When: r.Moment(item.Since), Late: p.late(r, item.Since),
		Kind: words.Kind(e.Kind), Comune: words.Comune(e.Comune), Zone: r.Say("mod.zone.short", "zone", number(int(e.Zone)))}
	if e.Comune == "" {
		q.Comune, q.Zone = r.Say("mod.comune.none"), ""
	}
	if e.Network != "" {
		q.Network = words.Network(e.Network)
	}
	if item.Message != uuid.Nil {
		q.Href += "#" + item.Message.String()
		return q, nil
	}
	d, err := p.Registrar.Dossier(r.Context(), who, e.ID)
	if errors.Is(err, geo.ErrNotFound) || err == nil && d.Waiting == nil {
		return q, nil // decided while the page was made
	}
	if err != nil {
		return q, err
	}
	f := file{Dossier: d, speller: speller{r: r, names: words}, who: who}
	q.Who, q.Taken = f.by(d.Waiting.Role, d.Waiting.Author), f.taken()
	if d.Public != nil {
		q.Fields = labels(r, differing(d.Public.Content, d.Waiting.Content))
	}
	return q, nil
}
