package web

import "atlante/geo"

// linkedPlace is a place in the words of schema.org, for programs that read pages:
// what the page says to everybody, and nothing else. It stands in a script element
// as JSON-LD; html/template writes it there so that no text ends the element.
type linkedPlace struct {
	Context      string         `json:"@context"`
	Type         []string       `json:"@type"`
	ID           string         `json:"@id"`
	Name         string         `json:"name"`
	Kind         string         `json:"additionalType"`
	Description  string         `json:"description,omitempty"`
	URL          string         `json:"url,omitempty"` // its own site
	Telephone    []string       `json:"telephone,omitempty"`
	Email        []string       `json:"email,omitempty"`
	Address      *linkedAddress `json:"address,omitempty"`
	Geo          any            `json:"geo,omitempty"`
	Accessible   *linkedFeature `json:"amenityFeature,omitempty"`
	AreaServed   []linkedArea   `json:"areaServed,omitempty"`
	Parent       *linkedArea    `json:"parentOrganization,omitempty"`
	MainEntityOf linkedPage     `json:"mainEntityOfPage"`
}

// linkedAddress is a postal address. The street is as its source writes it.
type linkedAddress struct {
	Type     string `json:"@type"`
	Street   string `json:"streetAddress,omitempty"`
	Locality string `json:"addressLocality,omitempty"`
	Region   string `json:"addressRegion,omitempty"`
	Country  string `json:"addressCountry"`
}

// linkedPoint is a position known to the door; degrees, EPSG:4326.
type linkedPoint struct {
	Type string  `json:"@type"`
	Lat  float64 `json:"latitude"`
	Lon  float64 `json:"longitude"`
}

// linkedCircle is a position that is only near; the radius is in metres.
type linkedCircle struct {
	Type   string      `json:"@type"`
	Middle linkedPoint `json:"geoMidpoint"`
	Radius int         `json:"geoRadius"`
}

type linkedFeature struct {
	Type  string `json:"@type"`
	Name  string `json:"name"`
	Value bool   `json:"value"`
}

type linkedArea struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

type linkedPage struct {
	Type     string `json:"@type"`
	ID       string `json:"@id"`
	Language string `json:"inLanguage"`
	Licence  string `json:"license"`
	Modified string `json:"dateModified,omitempty"`
}

// entriesLicence is the licence under which entries are published.
const entriesLicence = geo.LicenceURL

// linked gives the words for programs; nil for what is planned or closed, which
// they would take for a place to go to.
func (c *scene) linked(v *placeView) *linkedPlace {
	if v.Status == geo.StatusPlanned || v.Status == geo.StatusClosed {
		return nil
	}
	page := c.Origin() + "/luoghi/" + v.ID.String()
	l := &linkedPlace{Context: "https://schema.org", Type: []string{"Organization", "Place"}, ID: page + "#luogo", Name: v.Name,
		Kind: v.KindName, Description: v.Description,
		MainEntityOf: linkedPage{"WebPage", page, string(c.Lang), entriesLicence, v.ConfirmedOn}}
	if c.kindByID(v.Kind).ByArea {
		l.Type = l.Type[:1] // nobody goes there
	}
	for _, w := range v.Contacts {
		switch w.Kind {
		case "phone":
			l.Telephone = append(l.Telephone, w.Value)
		case "email":
			l.Email = append(l.Email, w.Value)
		case "website":
			if l.URL == "" && isWebAddress(w.Value) {
				l.URL = w.Value
			}
		}
	}
	if v.Address != "" || v.ComuneName != "" {
		l.Address = &linkedAddress{Type: "PostalAddress", Street: v.Address, Locality: v.ComuneName, Country: "IT"}
		if !v.External {
			l.Address.Region = "Piemonte"
		}
	}
	if v.Place.Operator != "" {
		l.Parent = &linkedArea{"Organization", v.Place.Operator}
	}
	for _, m := range v.Serves {
		l.AreaServed = append(l.AreaServed, linkedArea{"AdministrativeArea", m.Name})
	}
	l.where(v, c)
	return l
}

// where says the position as well as it is known, and whether one gets in.
func (l *linkedPlace) where(v *placeView, c *scene) {
	if v.Position != nil {
		at := linkedPoint{"GeoCoordinates", v.Position.Lat(), v.Position.Lon()}
		l.Geo = at
		if v.Approximate() {
			l.Geo = linkedCircle{"GeoCircle", at, v.RadiusM}
		}
	}
	if v.Wheelchair == "yes" || v.Wheelchair == "no" {
		l.Accessible = &linkedFeature{"LocationFeatureSpecification", c.Say("place.wheelchair"), v.Wheelchair == "yes"}
	}
}
