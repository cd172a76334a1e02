package ogc

import (
	"strings"

	"atlante/api/ask"
	"atlante/api/wire"
	"atlante/geo/feature"
)

// Schema is a JSON Schema of the features of a collection.
type Schema struct {
	Schema      string              `json:"$schema"`
	ID          string              `json:"$id"`
	Type        string              `json:"type"`
	Title       string              `json:"title"`
	Description string              `json:"description"`
	Properties  map[string]Property `json:"properties"`
	Additional  bool                `json:"additionalProperties"`
}

// Property is one field in a Schema.
type Property struct {
	Title       string   `json:"title"`
	Type        string   `json:"type,omitempty"`
	Description string   `json:"description,omitempty"` // the values in words
	Format      string   `json:"format,omitempty"`
	Enum        []string `json:"enum,omitempty"`
	Role        string   `json:"x-ogc-role,omitempty"`
	Seq         int      `json:"x-ogc-propertySeq,omitempty"`
}

// FieldsView is what the page of queryables, sortables or a schema shows.
type FieldsView struct {
	Collection feature.Collection
	About      wire.Text
	Geometry   bool   // a filter can ask about it
	Example    string // of a request
}

func queryables(c *call) (answer, error) {
	return c.fields("queryables", true, wire.Text{IT: "Campi con cui filtrare", EN: "Fields to filter by"}, wire.Text{
		IT: "Ogni campo è anche un parametro: campo=valore. Con filter si scrivono condizioni in CQL2, anche sulla geometria.",
		EN: "Every field is a parameter as well: field=value. With filter conditions are written in CQL2, on the geometry too.",
	})
}

func sortables(c *call) (answer, error) {
	return c.fields("sortables", false, wire.Text{IT: "Campi con cui ordinare", EN: "Fields to sort by"}, wire.Text{
		IT: "Con sortby si ordina per uno o più campi, separati da virgole; un meno davanti rovescia l'ordine. Ciò che non è noto viene per ultimo.",
		EN: "With sortby features are sorted by one field or several, with commas between; a minus in front turns the order around. What is unknown comes last.",
	})
}

func schemaOf(c *call) (answer, error) {
	return c.fields("schema", true, wire.Text{IT: "Campi", EN: "Fields"}, wire.Text{
		IT: "I campi degli elementi, con tipo e significato. Ciò che non è noto è null.",
		EN: "The fields of the features, with type and meaning. What is unknown is null.",
	})
}

// fields answers a schema.
func (c *call) fields(name string, geometry bool, title, about wire.Text) (answer, error) {
	of, err := c.collection()
	if err != nil {
		return answer{}, err
	}
	doc := Schema{
		Schema: "https://json-schema.org/draft/2020-12/schema", ID: c.at("/collections/" + of.ID + "/" + name), Type: "object",
		Title: titleOf(of).In(c.lang), Description: about.In(c.lang), Properties: map[string]Property{},
	}
	for i, f := range of.Fields {
		p := propertyOf(f)
		p.Title, p.Description, p.Seq = c.say(f.TitleIT, f.TitleEN), c.values(f), i+1
		if f.Name == of.Key && name == "schema" {
			p.Role = "id"
		}
		if f.Name == of.Datetime && name == "schema" {
			p.Role = "primary-instant"
		}
		doc.Properties[f.Name] = p
	}
	if geometry {
		doc.Properties[ask.GeometryName] = Property{Title: c.say("Geometria", "Geometry"), Format: geometryFormat(of.Geometry), Role: "primary-geometry"}
	}
	view := FieldsView{of, about, geometry, c.example(of, name)}
	return answer{doc, Page{Name: "fields", Title: title, Trail: trailTo(of), View: view}}, nil
}

// values says what the values of a field mean.
func (c *call) values(f feature.Field) string {
	var out []string
	for i, v := range f.Values {
		out = append(out, v+": "+c.say(f.Words[i].IT, f.Words[i].EN))
	}
	return strings.Join(out, "; ")
}

// geometryFormat is the word of 19-079r2 for a kind of geometry.
func geometryFormat(g feature.Geometry) string {
	return map[feature.Geometry]string{feature.Point: "geometry-point", feature.Polygon: "geometry-polygon", feature.MultiPolygon: "geometry-multipolygon"}[g]
}

func propertyOf(f feature.Field) Property {
	p := Property{Type: string(f.Type), Enum: f.Values}
	switch f.Type {
	case feature.Day, feature.Instant:
		p.Type, p.Format = "string", string(f.Type)
	}
	return p
}

// example of a request with a field of the collection.
func (c *call) example(of feature.Collection, name string) string {
	base := c.at("/collections/" + of.ID + "/items?")
	if name == "sortables" {
		return base + ask.SortBy + "=-" + of.Key
	}
	for _, f := range of.Fields {
		if len(f.Values) > 0 {
			return base + f.Name + "=" + f.Values[0]
		}
	}
	return base + of.Key + "=…"
}
