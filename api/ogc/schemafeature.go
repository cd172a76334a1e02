package ogc

import (
	"bytes"
	"encoding/json"

	"atlante/api/wire"
	"atlante/geo/feature"
)

// FeatureSchema is a JSON Schema of a whole feature as GeoJSON has it, with the
// fields below "properties". GDAL takes names, types and order of its columns from
// here, by the relation describedBy; without it, from what the first page holds.
type FeatureSchema struct {
	Schema     string            `json:"$schema"`
	ID         string            `json:"$id"`
	Type       string            `json:"type"`
	Title      string            `json:"title"`
	Properties FeatureProperties `json:"properties"`
}

// FeatureProperties are the members of a feature.
type FeatureProperties struct {
	Type       TypeOf   `json:"type"`
	ID         TypeOf   `json:"id"`
	Geometry   TypeOf   `json:"geometry"`
	Properties RecordOf `json:"properties"`
}

// TypeOf is the type of a member.
type TypeOf struct {
	Type string `json:"type"`
}

// RecordOf are the fields.
type RecordOf struct {
	Type       string  `json:"type"`
	Properties ordered `json:"properties"`
}

// ordered are properties in the order of the fields.
type ordered []namedProperty

type namedProperty struct {
	name string
	Property
}

// MarshalJSON keeps the order, which a map would lose.
func (o ordered) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range o {
		name, err := json.Marshal(p.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(p.Property)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// schemaOfFeature is for programs; people read the fields at /schema.
func schemaOfFeature(c *call) (answer, error) {
	of, err := c.collection()
	if err != nil {
		return answer{}, err
	}
	doc := FeatureSchema{Schema: "https://json-schema.org/draft/2020-12/schema", ID: c.at("/collections/" + of.ID + "/schema/feature"), Type: "object",
		Title:      titleOf(of).In(c.lang),
		Properties: FeatureProperties{TypeOf{"string"}, TypeOf{"string"}, TypeOf{"object"}, RecordOf{"object", c.ordered(of)}}}
	view := FieldsView{of, wire.Text{IT: "Lo schema di un elemento GeoJSON, per GDAL.", EN: "The schema of a feature of GeoJSON, for GDAL."}, true, c.example(of, "schema")}
	return answer{doc, Page{Name: "fields", Title: wire.Text{IT: "Campi", EN: "Fields"}, Trail: trailTo(of), View: view}}, nil
}

func (c *call) ordered(of feature.Collection) ordered {
	var out ordered
	for _, f := range of.Fields {
		if f.Name == "id" { // GDAL takes it from the feature itself, and would have it twice
			continue
		}
		p := propertyOf(f)
		p.Title, p.Description = c.say(f.TitleIT, f.TitleEN), c.values(f)
		out = append(out, namedProperty{f.Name, p})
	}
	return out
}
