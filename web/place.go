package web

import (
	"errors"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/web/site"
)

// placeView is a place with its words.
type placeView struct {
	geo.Place
	KindName string
	ZoneName string
	Where    string // how well the position is known
	Serves   []comuneRef
	May      []comuneRef
	Bound    orb.Bound
}

// placePage is the page of one place.
type placePage struct {
	frame
	Place     *placeView
	Sketch    sketch
	Downloads []download
}

func (a *atlas) place(r request) (string, any, error) {
	id, err := r.Param("id")
	if err != nil {
		return "", nil, err
	}
	c, err := a.scene(r)
	if err != nil {
		return "", nil, err
	}
	v, err := c.placeByID(id)
	if err != nil {
		return "", nil, err
	}
	p := placePage{frame: c.frame("map", v.Name), Place: v, Downloads: c.placeDownloads(v.Place)}
	p.Crumbs = []site.Part{site.Link(c.Say("nav.map"), r.state.OpenPlace(id)), {Text: v.Name}}
	p.Sketch, err = c.placeSketch(v.Place)
	return "place", p, err
}

func (c *scene) placeByID(raw string) (*placeView, error) {
	id, err := uuid.Parse(raw)
	if err != nil {
		return nil, geo.NotFound("Il luogo %q non c'è. / The place %q does not exist.", raw, raw)
	}
	p, err := c.atlas.store.Place(c.Context(), id)
	if errors.Is(err, geo.ErrNotFound) {
		return nil, geo.NotFound("Questo luogo non c'è più, o l'indirizzo è stato copiato a metà. / This place is gone, or half of the address is missing.")
	}
	if err != nil {
		return nil, err
	}
	v := &placeView{Place: p, KindName: c.name(c.kindByID(p.Kind)), Where: c.precision(p.Precision, p.RadiusM, p.StreetConfirmed)}
	if z := c.zone(p.Zone); z != nil {
		v.ZoneName = z.Name
	}
	if p.Position != nil {
		v.Bound = p.Position.Bound().Pad(0.01)
	}
	return v, c.nameServiceArea(v)
}

func (c *scene) nameServiceArea(v *placeView) error {
	if len(v.ServiceArea)+len(v.MayReach) == 0 {
		return nil
	}
	names, err := c.comuneNames()
	for _, id := range v.ServiceArea {
		v.Serves = append(v.Serves, comuneRef{id, names[id]})
	}
	for _, id := range v.MayReach {
		v.May = append(v.May, comuneRef{id, names[id]})
	}
	return err
}

// precision says in words how well a position is known.
func (c *scene) precision(p geo.Precision, radius int, street bool) string {
	text := c.Say("precision."+string(p), "radius", radius)
	if street && p != geo.PrecisionExact && p != geo.PrecisionHouseNumber {
		text += c.Say("precision.confirmed")
	}
	return text
}

// Approximate tells whether the point on the map may be away from the door.
func (v placeView) Approximate() bool {
	return v.Precision != geo.PrecisionExact && v.Precision != geo.PrecisionHouseNumber
}
