package moderation

import (
	"slices"
	"strconv"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// pageLength is how many lines of the queue are shown at once.
const pageLength = 25

// countLimit is how far things that wait are counted.
const countLimit = 1000

// queuePage is the data of the queue.
type queuePage struct {
	site.Frame
	Notice  *notice
	Summary string
	Empty   string // kind words when nothing waits
	Groups  []chipGroup
	Rows    []queueRow
	Next    string // address of the following lines, "" at the end
	First   string // of the first lines, "" on them
}

// chipGroup is a filter: a row of links with how many each would show.
type chipGroup struct {
	Label string
	Chips []chip
}

type chip struct {
	Text, Href string
	Current    bool
}

// queueRow is something that waits.
type queueRow struct {
	Href, Name, What, Since, When string
	Late                          bool
	Taken                         string // who looks at it already, and since when
	Who                           string // wrote what waits
	Fields                        string // that it changes
	Kind, Comune, Zone, Network   string
}

func (p *pages) queue(r *site.Request, who access.Principal) (site.Answer, error) {
	n, err := readNarrow(r)
	if err != nil {
		return site.Answer{}, err
	}
	words, err := p.names(r)
	if err != nil {
		return site.Answer{}, err
	}
	list, next, err := p.Registrar.Queue(r.Context(), who, n.filter(geo.Page{After: r.Query.Text("after", 500), Limit: pageLength}))
	if err != nil {
		return site.Answer{}, err
	}
	all, more, err := p.Registrar.Queue(r.Context(), who, registry.QueueFilter{Page: geo.Page{Limit: countLimit}})
	if err != nil {
		return site.Answer{}, err
	}
	v := queuePage{Frame: p.frame(r, r.Say("mod.queue.title"))}
	v.Crumbs = nil
	if v.Notice, err = p.notice(r, who, uuid.Nil, ""); err != nil {
		return site.Answer{}, err
	}
	v.Groups = groups(r, n, words, who, all)
	for _, item := range list {
		row, err := p.row(r, who, n, words, item)
		if err != nil {
			return site.Answer{}, err
		}
		v.Rows = append(v.Rows, row)
	}
	if next != "" {
		v.Next = n.at(r, "/moderazione", "after", next)
	}
	if r.Query.Has("after") {
		v.First = n.at(r, "/moderazione")
	}
	v.Summary, v.Empty = p.summary(r, n, all, more != ""), emptyWords(r, n, all, list)
	return site.PrivatePage("queue", v), nil
}

// frame is the frame of all pages here, with the script of the comparison.
func (p *pages) frame(r *site.Request, title string) site.Frame {
	f := r.Frame("", title)
	f.Assets = r.Site.Assets("src/compare.ts")
	f.Crumbs = []site.Part{{Text: r.Say("mod.queue.title"), Href: r.Page("/moderazione")}}
	return f
}

// summary says how much waits in all, and since when.
func (p *pages) summary(r *site.Request, n narrow, all []registry.QueueItem, more bool) string {
	left := kept(all, n)
	if len(left) == 0 {
		return ""
	}
	if more && len(left) == len(all) {
		return r.Say("mod.queue.many", "n", countLimit, "since", p.waited(r, left[0].Since))
	}
	return r.Say("mod.queue.summary", "n", len(left), "since", p.waited(r, left[0].Since))
}

// emptyWords are kind: nothing to do at all, or nothing of what was chosen.
func emptyWords(r *site.Request, n narrow, all, list []registry.QueueItem) string {
	switch {
	case len(list) > 0:
		return ""
	case len(all) == 0:
		return r.Say("mod.queue.empty")
	case n == narrow{}:
		return r.Say("mod.queue.pageend")
	}
	return r.Say("mod.queue.nothere", "n", len(all))
}

// kept are the lines that pass the filters.
func kept(all []registry.QueueItem, n narrow) []registry.QueueItem {
	return slices.DeleteFunc(slices.Clone(all), func(i registry.QueueItem) bool {
		return n.Zone != 0 && i.Entry.Zone != n.Zone || n.Network != "" && i.Entry.Network != n.Network ||
			n.What != "" && i.What != n.What
	})
}

// groups are the filters: zones, networks and sorts, each with its count among
// what the other filters leave.
func groups(r *site.Request, n narrow, words names, who access.Principal, all []registry.QueueItem) []chipGroup {
	var out []chipGroup
	zones := chipGroup{Label: r.Say("mod.filter.zone")}
	add := func(g *chipGroup, text string, to narrow) {
		g.Chips = append(g.Chips, chip{r.Say("mod.filter.count", "what", text, "n", len(kept(all, to))), to.at(r, "/moderazione"), to == n})
	}
	with := func(change func(*narrow)) narrow { to := n; change(&to); return to }
	if ids := zonesOf(who, all, n); len(ids) > 1 {
		add(&zones, r.Say("mod.filter.allzones"), with(func(t *narrow) { t.Zone = 0 }))
		for _, id := range ids {
			add(&zones, strconv.Itoa(int(id))+" · "+words.zones[id], with(func(t *narrow) { t.Zone = id }))
		}
		out = append(out, zones)
	}
	if ids := networksOf(who, all, n); len(ids) > 0 {
		networks := chipGroup{Label: r.Say("mod.filter.network")}
		add(&networks, r.Say("mod.filter.allnetworks"), with(func(t *narrow) { t.Network = "" }))
		for _, id := range ids {
			add(&networks, words.Network(id), with(func(t *narrow) { t.Network = id }))
		}
		out = append(out, networks)
	}
	sorts := chipGroup{Label: r.Say("mod.filter.what")}
	add(&sorts, r.Say("mod.filter.all"), with(func(t *narrow) { t.What = "" }))
	for _, w := range whats {
		add(&sorts, r.Say("mod.filter."+w), with(func(t *narrow) { t.What = w }))
	}
	return append(out, sorts)
}

// zonesOf are those of the moderator, and those where something waits.
func zonesOf(who access.Principal, all []registry.QueueItem, n narrow) []geo.ZoneID {
	ids := []geo.ZoneID{n.Zone}
	for _, g := range who.Grants {
		ids = append(ids, g.Zone)
	}
	for _, i := range all {
		ids = append(ids, i.Entry.Zone)
	}
	return distinct(ids)
}

func networksOf(who access.Principal, all []registry.QueueItem, n narrow) []access.NetworkID {
	ids := []access.NetworkID{n.Network}
	for _, g := range who.Grants {
		ids = append(ids, g.Network)
	}
	for _, i := range all {
		ids = append(ids, i.Entry.Network)
	}
	return distinct(ids)
}

// distinct sorts, and leaves out the zero value and what is there already.
func distinct[T geo.ZoneID | access.NetworkID](ids []T) []T {
	var zero T
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id T) bool { return id == zero })
}
