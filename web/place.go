package web

import (
	"errors"
	"net/url"
	"strings"

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
	Ways     []wayTo  // to reach it, as far as its owner has made them public
	Areas    []string // of the Plan, in words
	Claim    string   // the address of "it is ours"
	Report   string   // the address of "something is wrong"
}

// wayTo is a public contact.
type wayTo struct {
	Kind, Text string
	Phone      string // a number to call, else ""
	Href       string // of a web or mail address, else ""
}

// placePage is the page of one place.
type placePage struct {
	frame
	Place     *placeView
	Sketch    sketch
	Downloads []download
	Facts     *linkedPlace // for programs that read pages; nil for a place that serves nobody
}

// moved leads from an entry that was merged to the one that stays; everything
// else is the page of a place.
func (a *atlas) movedOrPlace(sr *site.Request) (site.Answer, error) {
	st, ok := sr.Links.(state)
	if !ok {
		return site.Answer{}, errNoState
	}
	r := request{sr, st}
	name, view, err := a.place(r)
	if moved, is := errors.AsType[*geo.Moved](err); is {
		return site.Permanently(r.Page("/luoghi/" + moved.To.String())), nil
	}
	return site.Page(name, view), err
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
	p.Description, p.Facts = v.Description, c.linked(v)
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
	if geo.Unknown(err) {
		return nil, geo.NotFound("Questo luogo non c'è, o l'indirizzo è stato copiato a metà. / There is no such place, or half of the address is missing.")
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
	v.publish(c)
	return v, c.nameServiceArea(v)
}

// publish puts into words what the entry says beside its place.
func (v *placeView) publish(c *scene) {
	page := "/luoghi/" + v.ID.String()
	v.Claim, v.Report = c.Page(page+"/reclama"), c.Page(page+"/segnala")
	for _, a := range v.Place.Areas {
		v.Areas = append(v.Areas, c.Say("plan."+a))
	}
	for _, k := range v.Contacts {
		w := wayTo{Kind: c.Say("contact." + k.Kind), Text: k.Value}
		switch k.Kind {
		case "email":
			w.Href = "mailto:" + url.PathEscape(k.Value) // a "?" in it would begin a header
		case "phone":
			w.Phone = k.Value
		case "website":
			if isWebAddress(k.Value) {
				w.Href = k.Value
				w.Text = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(k.Value, "https://"), "http://"), "/")
			}
		}
		v.Ways = append(v.Ways, w)
	}
}

func isWebAddress(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
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
