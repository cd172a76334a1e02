package data

import (
	"html"
	"strconv"

	"atlante/geo"
	"atlante/web/site"
)

// framed is the map for pages of others: its address and what to paste.
type framed struct {
	Address string // of the page that stands inside
	Code    string
}

// embedHeight is what the frame asks for; a page can change it.
const embedHeight = 560

// embedded writes the frame with what its form says, or with the reader's filters.
// The map knows no filter by comune: it opens the comune's zone instead.
func embedded(r *site.Request, c choice, origin string) framed {
	address := origin + href("/embed", append(c.Embed().pairs(), "lang", string(r.Lang))...)
	return framed{Address: address, Code: `<iframe src="` + html.EscapeString(address) + `" title="` + html.EscapeString(r.Say("data.embed.frame")) +
		`" width="100%" height="` + strconv.Itoa(embedHeight) + `" loading="lazy" referrerpolicy="no-referrer"></iframe>`}
}

// exampleKind is the kind that the examples speak of: the chosen one, or the first.
func (c choice) exampleKind(kinds []geo.Kind) geo.KindID {
	if c.Kind != "" || len(kinds) == 0 {
		return c.Kind
	}
	for _, k := range kinds {
		if !k.ByArea {
			return k.ID
		}
	}
	return kinds[0].ID
}
