package dcat

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// Readers of what this package writes, made after the grammars and apart from the
// writers: enough of them for a graph without blank nodes and lists.

var token = regexp.MustCompile(`^(?:<([^<>"{}|^\x60\\\x00-\x20]*)>|"((?:[^"\\\n\r]|\\[tbnrf"'\\])*)"|@([a-z]+)|(\^\^)|([A-Za-z][A-Za-z0-9]*:[A-Za-z][A-Za-z0-9_]*|[A-Za-z]+:)|([.;,])|(a)(?:\s))`)

type turtleReader struct {
	t        *testing.T
	rest     string
	prefixes map[string]string
}

// next takes a token; its group tells its sort.
func (r *turtleReader) next() []string {
	r.t.Helper()
	r.rest = strings.TrimLeft(r.rest, " \t\r\n")
	m := token.FindStringSubmatch(r.rest)
	if m == nil {
		r.t.Fatalf("not Turtle: %.60q", r.rest)
	}
	r.rest = r.rest[len(m[0]):]
	return m
}

func (r *turtleReader) iri(m []string) IRI {
	r.t.Helper()
	if strings.HasPrefix(m[0], "<") {
		return IRI(m[1])
	}
	prefix, name, ok := strings.Cut(m[5], ":")
	base, known := r.prefixes[prefix]
	if !ok || !known {
		r.t.Fatalf("%q is no address", m[0])
	}
	return IRI(base + name)
}

func readTurtle(t *testing.T, text string) []Triple {
	t.Helper()
	r := &turtleReader{t: t, rest: text, prefixes: map[string]string{}}
	var out []Triple
	for strings.TrimSpace(r.rest) != "" {
		m := r.next()
		if m[3] == "prefix" {
			name := strings.TrimSuffix(r.next()[5], ":")
			r.prefixes[name] = r.next()[1]
			r.next()
			continue
		}
		out = r.statements(out, r.iri(m))
	}
	return out
}

func (r *turtleReader) statements(out []Triple, subject IRI) []Triple {
	for {
		predicate := IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
		if m := r.next(); m[7] == "" {
			predicate = r.iri(m)
		}
		for {
			x := Triple{Subject: subject, Predicate: predicate}
			m := r.next()
			if strings.HasPrefix(m[0], `"`) {
				x.Value.Text = strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\r`, "\r", `\"`, `"`, `\\`, `\`).Replace(m[2])
				if m = r.next(); m[3] != "" {
					x.Value.Lang, m = m[3], r.next()
				} else if m[4] != "" {
					x.Value.Type = r.iri(r.next())
					m = r.next()
				}
			} else {
				x.Thing = r.iri(m)
				m = r.next()
			}
			out = append(out, x)
			if m[6] == "." {
				return out
			} else if m[6] == ";" {
				break
			} else if m[6] != "," {
				r.t.Fatalf("%q after an object", m[0])
			}
		}
	}
}

func readJSONLD(t *testing.T, raw []byte) []Triple {
	t.Helper()
	var doc struct {
		Context map[string]string `json:"@context"`
		Graph   []map[string]any  `json:"@graph"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	long := func(s string) IRI {
		if prefix, name, ok := strings.Cut(s, ":"); ok && doc.Context[prefix] != "" {
			return IRI(doc.Context[prefix] + name)
		}
		return IRI(s)
	}
	var out []Triple
	for _, node := range doc.Graph {
		subject, _ := node["@id"].(string)
		for name, v := range node {
			values, several := v.([]any)
			if !several {
				values = []any{v}
			}
			for _, v := range values {
				if name != "@id" {
					out = append(out, jsonTriple(t, long, long(subject), name, v))
				}
			}
		}
	}
	return out
}

func jsonTriple(t *testing.T, long func(string) IRI, subject IRI, name string, v any) Triple {
	t.Helper()
	x := Triple{Subject: subject, Predicate: long(name)}
	switch v := v.(type) {
	case string:
		if name == "@type" {
			x.Predicate, x.Thing = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", long(v)
		} else {
			x.Value.Text = v
		}
	case map[string]any:
		if id, ok := v["@id"].(string); ok {
			x.Thing = long(id)
			break
		}
		x.Value.Text, _ = v["@value"].(string)
		x.Value.Lang, _ = v["@language"].(string)
		if of, ok := v["@type"].(string); ok {
			x.Value.Type = long(of)
		}
	default:
		t.Fatalf("%s: %T", name, v)
	}
	return x
}
