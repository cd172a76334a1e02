package dcat

import (
	"bytes"
	"encoding/json"
)

// JSONLDType is the media type of JSON-LD.
const JSONLDType = "application/ld+json"

// JSONLD writes the graph in JSON-LD 1.1, flattened: one object for every subject,
// with a context of its own, so that no reader has to fetch anything.
func (g *Graph) JSONLD() ([]byte, error) {
	context := fields{}
	for _, p := range prefixes {
		context = append(context, field{p.name, p.iri})
	}
	nodes := []fields{}
	for _, group := range g.bySubject() {
		node := fields{{"@id", safe(group[0].Subject)}}
		for i := 0; i < len(group); {
			from := i
			for i < len(group) && group[i].Predicate == group[from].Predicate {
				i++
			}
			node = append(node, property(group[from:i]))
		}
		nodes = append(nodes, node)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b) // writes <, > and & as escapes: safe inside a page too
	e.SetIndent("", " ")
	err := e.Encode(fields{{"@context", context}, {"@graph", nodes}})
	return b.Bytes(), err
}

// property gives the values of one predicate, as a list where there are several.
func property(group []Triple) field {
	var values []any
	for _, t := range group {
		values = append(values, value(t))
	}
	name := short(group[0].Predicate)
	if group[0].Predicate == rdfType {
		name = "@type"
	}
	if len(values) == 1 {
		return field{name, values[0]}
	}
	return field{name, values}
}

func value(t Triple) any {
	switch {
	case t.Predicate == rdfType:
		return short(t.Thing)
	case t.Thing != "":
		return fields{{"@id", safe(t.Thing)}}
	case t.Value.Lang != "":
		return fields{{"@language", t.Value.Lang}, {"@value", t.Value.Text}}
	case t.Value.Type != "":
		return fields{{"@type", short(t.Value.Type)}, {"@value", t.Value.Text}}
	}
	return t.Value.Text
}

// fields is an object whose members keep their order.
type fields []field

type field struct {
	name  string
	value any
}

// MarshalJSON writes the members in order.
func (f fields) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, m := range f {
		if i > 0 {
			b = append(b, ',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		v, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, name...), ':'), v...)
	}
	return append(b, '}'), nil
}
