package moderation

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
	"atlante/web/site"
)

// pointForm is the form by which a moderator places the point of an entry, or
// corrects it; typed, or set on the map where there is one.
type pointForm struct {
	Form     form
	Lat, Lon string
	None     bool // there is no point yet
	Unseen   bool // nobody sees the entry yet
	Config   pointConfig
}

// pointConfig is what the map needs: where to look, and its words.
type pointConfig struct {
	At     *[2]float64       `json:"at"` // the point that is there, or one to look at; longitude first
	Chosen bool              `json:"chosen"`
	Words  map[string]string `json:"words"`
}

// The fields of the form.
const (
	fieldLat registry.Field = "lat"
	fieldLon registry.Field = "lon"
)

// point is nil where the table lets the moderator place no point: neither in what
// people see, nor in what nobody has seen yet.
func (p *pages) point(r *site.Request, f file, t typed) (*pointForm, error) {
	action, rev := registry.Edit, f.Public
	if f.may(registry.Place) {
		action, rev = registry.Place, f.Waiting
	}
	if rev == nil || !f.may(action) {
		return nil, nil
	}
	c := rev.Content
	at := c.Position
	x := &pointForm{Form: f.form(action, t, nil), None: at == nil, Unseen: action == registry.Place, Config: pointConfig{Words: r.Texts.Under("mod.point.map.")}}
	if at != nil {
		x.Lat, x.Lon = degrees(at.Lat()), degrees(at.Lon())
		x.Config.Chosen = true
	} else if id := c.Comune; id != "" {
		comuni, _, err := p.Atlas.Comuni(r.Context(), geo.ComuneFilter{Page: geo.Page{Limit: everything}})
		if err != nil {
			return nil, err
		}
		for _, m := range comuni {
			if m.ID == id {
				at = &m.Seat
			}
		}
	}
	if at != nil {
		x.Config.At = (*[2]float64)(at)
	}
	if t.action == action {
		x.Lat, x.Lon = r.Field("lat"), r.Field("lon")
	}
	return x, nil
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }

// sourceModerator is the source of a point that a moderator has placed.
const sourceModerator = "indicata sulla mappa da chi modera"

// place makes of what people see the same with the point that was typed: an edit
// by the moderator, which the table allows or not. Of what nobody sees yet it asks
// for the point alone.
func (p *pages) place(r *site.Request, who access.Principal, o *registry.Order) error {
	d, err := p.Registrar.Dossier(r.Context(), who, o.Entry)
	if err != nil {
		return err
	}
	switch {
	case o.Action == registry.Place:
	case d.Public == nil:
		return geo.Forbidden("Il punto si mette quando la scheda è pubblica: approvala prima. / The point is placed once the entry is public: approve it first.")
	default:
		o.Content = d.Public.Content
	}
	var faults registry.Faults
	lat, okLat := readDegrees(r.Field("lat"), 90)
	lon, okLon := readDegrees(r.Field("lon"), 180)
	if !okLat {
		faults = append(faults, registry.Fault{Field: fieldLat, IT: "Scrivi la latitudine in gradi, per esempio 45,3134.", EN: "Write the latitude in degrees, for example 45.3134."})
	}
	if !okLon {
		faults = append(faults, registry.Fault{Field: fieldLon, IT: "Scrivi la longitudine in gradi, per esempio 7,3897.", EN: "Write the longitude in degrees, for example 7.3897."})
	}
	if o.Text == "" {
		faults = append(faults, registry.Fault{Field: registry.FieldText, IT: "Scrivi da dove lo sai: resta nella storia.", EN: "Write how you know: it stays in the history."})
	}
	if len(faults) > 0 {
		return faults
	}
	o.Content.Position = &orb.Point{lon, lat}
	o.Content.Precision, o.Content.RadiusM, o.Content.PositionSource = geo.PrecisionExact, 0, sourceModerator
	return nil
}

// readDegrees reads degrees with a comma or a point.
func readDegrees(s string, most float64) (float64, bool) {
	v, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(s), ",", ".", 1), 64)
	return v, err == nil && math.Abs(v) <= most
}

// coordinates are written as people read them: 45,3134 N 7,3897 E.
func coordinates(r *site.Request, p orb.Point) string {
	text := strconv.FormatFloat(p.Lat(), 'f', 4, 64) + " N " + strconv.FormatFloat(p.Lon(), 'f', 4, 64) + " E"
	if r.Lang == "it" {
		return strings.ReplaceAll(text, ".", ",")
	}
	return text
}
