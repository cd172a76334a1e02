package moderation

import (
	"net/url"
	"strconv"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// narrow is what a moderator has narrowed the queue to.
type narrow struct {
	Zone    geo.ZoneID
	Network access.NetworkID
	What    string
}

// whats are the sorts of things that wait, in the order of the filters.
var whats = []string{"entry", "change", "claim", "report"}

func readNarrow(r *site.Request) (narrow, error) {
	n := narrow{
		Zone:    wire.Parse(r.Query, "zone", geo.ParseZoneID),
		Network: access.NetworkID(r.Query.Text("network", 60)),
		What:    r.Query.Text("what", 20),
	}
	for _, w := range whats {
		if n.What == w || n.What == "" {
			return n, r.Query.Err()
		}
	}
	return n, geo.Invalid("what: %q non è previsto; usa entry, change, claim o report / is not one of entry, change, claim, report", n.What)
}

// query writes the filters, with more pairs of name and value.
func (n narrow) query(more ...string) url.Values {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" {
			q.Set(name, value)
		}
	}
	set("zone", strconv.Itoa(int(n.Zone)))
	set("network", string(n.Network))
	set("what", n.What)
	for i := 0; i+1 < len(more); i += 2 {
		set(more[i], more[i+1])
	}
	return q
}

// at writes the address of a page with the filters.
func (n narrow) at(r *site.Request, path string, more ...string) string {
	if q := n.query(more...); len(q) > 0 {
		path += "?" + q.Encode()
	}
	return r.Page(path)
}

func (n narrow) filter(page geo.Page) registry.QueueFilter {
	return registry.QueueFilter{Zone: n.Zone, Network: n.Network, What: n.What, Page: page}
}
