package entry

import (
	"strings"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/registry"
	"atlante/web/site"
)

// comuneNamed finds the comune that was typed: its name without regard to case,
// accents and "(TO)", or its ISTAT code.
func comuneNamed(list []geo.Comune, typed string) (geo.Comune, bool) {
	wanted := gazetteer.Fold(typed)
	for _, prefix := range []string{"comune di ", "citta di "} {
		wanted = strings.TrimPrefix(wanted, prefix)
	}
	if wanted == "" {
		return geo.Comune{}, false
	}
	for _, c := range list {
		name := gazetteer.Fold(c.Name)
		if name == wanted || name+" to" == wanted || string(c.ID) == wanted {
			return c, true
		}
	}
	return geo.Comune{}, false
}

// nameOf is the name of a comune, its code where it is unknown.
func nameOf(list []geo.Comune, id geo.ComuneID) string {
	for _, c := range list {
		if c.ID == id {
			return c.Name
		}
	}
	return string(id)
}

// unknownComune says that there is no such comune here, and which are like it.
func (p *pages) unknownComune(r *site.Request, typed string) (registry.Fault, []string, error) {
	near, _, err := p.store.Comuni(r.Context(), geo.ComuneFilter{Q: typed, Page: geo.Page{Limit: 3}})
	if err != nil {
		return registry.Fault{}, nil, err
	}
	names := make([]string, len(near))
	for i, c := range near {
		names[i] = c.Name
	}
	x := func(lang site.Lang) string {
		if len(names) > 0 {
			return r.Site.Texts(lang).Say("fault.comune.near", "typed", typed, "names", strings.Join(names, ", "))
		}
		return r.Site.Texts(lang).Say("fault.comune.unknown", "typed", typed)
	}
	return registry.Fault{Field: registry.FieldComune, IT: x(site.Italian), EN: x(site.English)}, names, nil
}

// namePick is the button that writes another comune in the place of the one typed.
const namePick = "comune_is"

// picked takes the press of such a button: the comune is written, and the address
// looked up again.
func picked(r *site.Request) {
	if name := r.Field(namePick); name != "" {
		r.Fields.Set(string(registry.FieldComune), name)
		r.Fields.Set("do", "locate")
		r.Fields.Del(namePick)
	}
}
