package ogc

import (
	"reflect"
	"strings"

	"atlante/api/wire"
	"atlante/geo/feature"
)

// makeSchemas makes the schemas of the answers: of documents from their types, of
// features from the fields of their collections.
func (d *document) makeSchemas() {
	for name, t := range map[string]reflect.Type{
		"landing": reflect.TypeFor[Landing](), "conformance": reflect.TypeFor[Conformance](), "collections": reflect.TypeFor[Collections](),
		"collection": reflect.TypeFor[Collection](), "jsonSchema": reflect.TypeFor[Schema](), "featureSchema": reflect.TypeFor[FeatureSchema](), "tileSets": reflect.TypeFor[TileSets](),
		"tileSet": reflect.TypeFor[TileSet](), "tileMatrixSets": reflect.TypeFor[MatrixSets](), "tileMatrixSet": reflect.TypeFor[MatrixSet](),
		"problem": reflect.TypeFor[wire.Problem](), "link": reflect.TypeFor[Link](),
	} {
		d.schemas[name] = d.objectOf(t)
	}
	for _, of := range d.list {
		d.featureSchemas(of)
	}
}

// schemaOf is the schema of a Go type as encoding/json writes it.
func (d *document) schemaOf(t reflect.Type) object {
	switch t.Kind() {
	case reflect.Pointer:
		out := d.schemaOf(t.Elem())
		out["nullable"] = true
		return out
	case reflect.Struct:
		if t == reflect.TypeFor[Link]() {
			return d.component("schemas", "link")
		}
		return d.objectOf(t)
	case reflect.Map:
		return object{"type": "object", "additionalProperties": d.schemaOf(t.Elem())}
	case reflect.Array:
		return object{"type": "array", "items": d.schemaOf(t.Elem()), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Slice:
		if t == reflect.TypeFor[ordered]() {
			return object{"type": "object", "additionalProperties": d.schemaOf(reflect.TypeFor[Property]())}
		}
		return object{"type": "array", "items": d.schemaOf(t.Elem())}
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float64:
		return object{"type": "number"}
	}
	return object{"type": "integer"}
}

func (d *document) objectOf(t reflect.Type) object {
	properties, required := object{}, []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		of := f.Type
		if options == "omitempty" && of.Kind() == reflect.Pointer {
			of = of.Elem() // it is left out rather than null
		}
		properties[name] = d.schemaOf(of)
		if options != "omitempty" {
			required = append(required, name)
		}
	}
	return object{"type": "object", "properties": properties, "required": required}
}

// featureSchemas are those of one feature and of a page of them.
func (d *document) featureSchemas(of feature.Collection) {
	properties, required := object{}, []string{}
	for _, f := range of.Fields {
		properties[f.Name] = fieldSchema(f, true)
		required = append(required, f.Name)
	}
	links := object{"type": "array", "items": d.component("schemas", "link")}
	one := object{
		"type": object{"type": "string", "enum": []string{"Feature"}}, "id": object{"type": "string"}, "geometry": geometrySchema(of),
		"properties": object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}, "links": links,
	}
	d.schemas[of.ID+"Feature"] = object{"type": "object", "properties": one, "required": []string{"type", "id", "geometry", "properties"}}
	d.schemas[of.ID+"Features"] = object{"type": "object", "required": []string{"type", "features", "links", "timeStamp", "numberMatched", "numberReturned"}, "properties": object{
		"type": object{"type": "string", "enum": []string{"FeatureCollection"}},
		"timeStamp": object{"type": "string", "format": "date-time",
			"description": "Quando i dati sono cambiati l'ultima volta, e non quando la risposta è stata scritta: così gli stessi dati danno gli stessi byte, e l'ETag è forte. / When the data last changed, and not when the answer was written: so the same data give the same bytes, and the ETag is strong."},
		"numberMatched":  object{"type": "integer", "minimum": 0},
		"numberReturned": object{"type": "integer", "minimum": 0},
		"features":       object{"type": "array", "items": d.component("schemas", of.ID+"Feature")},
		"links":          links,
	}}
}

// geometrySchema is that of GeoJSON; unknown positions are null.
func geometrySchema(of feature.Collection) object {
	coordinates := object{"type": "array", "items": object{"type": "number"}, "minItems": 2, "maxItems": 2}
	depth := map[feature.Geometry]int{feature.Polygon: 2, feature.MultiPolygon: 3}[of.Geometry]
	for range depth {
		coordinates = object{"type": "array", "items": coordinates}
	}
	return object{"type": "object", "nullable": of.Nullable, "required": []string{"type", "coordinates"}, "properties": object{
		"type": object{"type": "string", "enum": []string{string(of.Geometry)}}, "coordinates": coordinates,
	}}
}
