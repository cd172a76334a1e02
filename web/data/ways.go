package data

import "atlante/web/site"

// way is an address to copy into a program.
type way struct {
	ID, Name, For, Address string
	Look                   string // a page to look at it; "" where a browser only shows code
}

// ways are the addresses by which programs read the atlas.
func ways(r *site.Request, origin string) []way {
	return []way{
		{"ogc", r.Say("data.way.ogc"), r.Say("data.way.ogc.for"), origin + "/ogc/", "/ogc/"},
		{"tiles", r.Say("data.way.tiles"), r.Say("data.way.tiles.for"), origin + "/tiles/zones,comuni,cells,gaps,places.json", ""},
		{"style", r.Say("data.way.style"), r.Say("data.way.style.for"), origin + "/styles/map.json", ""},
		{"api", r.Say("data.way.api"), r.Say("data.way.api.for"), origin + "/api/openapi.json", ""},
		{"dcat", r.Say("data.way.dcat"), r.Say("data.way.dcat.for"), origin + "/dati/catalogo.ttl", ""},
	}
}
