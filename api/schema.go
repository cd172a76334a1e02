package api

import (
	"fmt"
	"maps"
	"reflect"
	"strings"
)

// schema is an OpenAPI 3.0 schema; encoding/json writes its keys in order.
type schema map[string]any

// schemas makes schemas out of the types of the answers, and keeps each struct
// as a component.
type schemas struct{ components schema }

func newSchemas() *schemas { return &schemas{schema{}} }

// typed is the schema of the type of a value.
func (s *schemas) typed(v any) schema { return s.of(reflect.TypeOf(v)) }

// of gives the schema of a type: a reference for structs. Pointers may be null;
// a reference cannot say so in 3.0, so theirs is written out.
func (s *schemas) of(t reflect.Type) schema {
	switch t.Kind() {
	case reflect.Pointer:
		var inner schema
		if t.Elem().Kind() == reflect.Struct {
			inner = s.object(t.Elem())
		} else {
			inner = s.of(t.Elem())
		}
		inner["nullable"] = true
		return inner
	case reflect.Struct:
		name := componentName(t)
		if _, ok := s.components[name]; !ok {
			s.components[name] = schema{} // for types that hold themselves
			s.components[name] = s.object(t)
		}
		return schema{"$ref": "#/components/schemas/" + name}
	case reflect.Slice:
		return schema{"type": "array", "items": s.of(t.Elem())}
	case reflect.String:
		return schema{"type": "string"}
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return schema{"type": "integer", "format": "int64"}
	case reflect.Float64:
		return schema{"type": "number", "format": "double"}
	case reflect.Map: // names are data: how many there may be is all that is promised
		return schema{"type": "object", "additionalProperties": s.of(t.Elem()), "maxProperties": 1000}
	case reflect.Interface:
		return schema{}
	}
	panic(fmt.Sprintf("no schema for %s", t)) // at start, never in a request
}

// object lists the fields as encoding/json writes them. All are required,
// except those that may be left out, and there are no others.
func (s *schemas) object(t reflect.Type) schema {
	properties, required := schema{}, []string{}
	s.fields(t, func(name string, optional bool, of schema) {
		properties[name] = of
		if !optional {
			required = append(required, name)
		}
	})
	return schema{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

// fields walks the fields of a struct; those of embedded structs are its own.
func (s *schemas) fields(t reflect.Type, each func(name string, optional bool, of schema)) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			s.fields(f.Type, each)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		each(name, options == "omitempty", s.field(f))
	}
}

func (s *schemas) field(f reflect.StructField) schema {
	out := maps.Clone(s.of(f.Type))
	if _, ref := out["$ref"]; ref {
		return out // nothing may stand beside a reference
	}
	for _, key := range []string{"format", "pattern"} {
		if v := f.Tag.Get(key); v != "" {
			out[key] = v
		}
	}
	if v := f.Tag.Get("doc"); v != "" {
		out["description"] = v
	}
	if v := f.Tag.Get("enum"); v != "" {
		values := []any{}
		for word := range strings.SplitSeq(v, ",") {
			values = append(values, word)
		}
		if out["nullable"] == true {
			values = append(values, nil) // 3.0.3: null must be among the values
		}
		out["enum"] = values
	}
	return out
}

// componentName is the name of the type; of List[api.Place] it is PlaceList.
func componentName(t reflect.Type) string {
	outer, inner, generic := strings.Cut(t.Name(), "[")
	if !generic {
		return outer
	}
	inner = strings.TrimSuffix(inner, "]")
	return inner[strings.LastIndex(inner, ".")+1:] + outer
}
