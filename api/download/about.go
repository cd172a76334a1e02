package download

import (
	"context"
	"errors"
	"time"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/export"
	"atlante/geo/feature"
)

// Credit is whom to name for what is given out, and under which licence.
type Credit struct {
	Attribution string
	Licence     string
}

// licenceURL is where the text of the licence of all downloads stands.
const licenceURL = geo.LicenceURL

// About says what a file of a collection is. Figures and areas name the roads that
// their times come from. Its day is that of a place on Earth, as the pages say it.
func About(ctx context.Context, store Store, q Request, s feature.State, credit Credit, lang string, where *time.Location) (export.About, error) {
	c := q.Collection
	a := export.About{
		Title: c.TitleIT, Description: c.DescriptionIT, Licence: credit.Licence, LicenceURL: licenceURL,
		Attribution: credit.Attribution, Date: s.Changed.In(where), Version: s.Version,
	}
	if lang == "en" {
		a.Title, a.Description = c.TitleEN, c.DescriptionEN
	}
	if q.Selects() {
		note := "Selezione, non la raccolta intera."
		if lang == "en" {
			note = "A selection, not the whole collection."
		}
		a.Description += " " + note
	}
	if !c.Scenarios {
		return a, nil
	}
	p, err := store.Publication(ctx)
	if errors.Is(err, geo.ErrNotFound) {
		return a, nil
	}
	a.Attribution = geo.AttributionOfTimes(p.Graph)
	return a, err
}

// Name of the file: of what it is, and of which day. A selection and figures of
// another scenario say so.
func Name(q Request, s feature.State, lang string, where *time.Location) string {
	name := "atlante-" + q.Collection.ID
	if q.Collection.Scenarios && q.Query.Scenario != "" && q.Query.Scenario != cover.ScenarioCurrent {
		name += "-" + string(q.Query.Scenario)
	}
	if q.Selects() {
		if lang == "en" {
			name += "-selection"
		} else {
			name += "-selezione"
		}
	}
	return name + "-" + s.Changed.In(where).Format(time.DateOnly) + "." + q.Format.Name
}
