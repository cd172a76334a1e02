package apitest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Level is how much a rule asks. The national catalogue of APIs wants no error
// and would like no warning; we want neither, and no hint.
type Level string

// The levels of rules.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Hint    Level = "hint"
)

// Rule is one of the rules by which the Italian administration checks OpenAPI
// documents, in our words.
type Rule struct {
	ID     string // by which the national rule set calls it
	Source string // the recommendation or standard behind it
	Level  Level  // the strictest of the profiles "Italian Guidelines" and "Italian Guidelines Full"
	Says   string
	check  func(d *Document, tell func(where, what string))
}

// Exception lets a path off a rule.
type Exception struct{ Rule, Path, Why string }

// Breach is a place where a rule is not kept.
type Breach struct{ Rule, Where, What string }

func (b Breach) String() string { return b.Rule + " at " + b.Where + ": " + b.What }

// Document is an OpenAPI document as JSON has it.
type Document struct{ root map[string]any }

// ReadDocument reads a document.
func ReadDocument(body []byte) (*Document, error) {
	d := &Document{}
	if err := json.Unmarshal(body, &d.root); err != nil {
		return nil, fmt.Errorf("the document is no JSON object: %w", err)
	}
	return d, nil
}

// Breaches holds a document to all rules. Exceptions that nothing needs are
// breaches too.
func Breaches(d *Document, exceptions []Exception) []Breach {
	var out []Breach
	needed := map[Exception]bool{}
	for _, r := range Rules() {
		r.check(d, func(where, what string) {
			for _, e := range exceptions {
				if e.Rule == r.ID && (where == "paths "+e.Path || strings.HasPrefix(where, "paths "+e.Path+" ")) {
					needed[e] = true
					return
				}
			}
			out = append(out, Breach{r.ID, where, what})
		})
	}
	for _, e := range exceptions {
		if !needed[e] {
			out = append(out, Breach{e.Rule, "paths " + e.Path, "this exception is not needed"})
		}
	}
	return out
}

// object is the inner object at some keys; nil when there is none.
func object(v any, keys ...string) map[string]any {
	m, _ := v.(map[string]any)
	for _, key := range keys {
		m, _ = m[key].(map[string]any)
	}
	return m
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func sorted(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

// resolved follows a reference.
func (d *Document) resolved(v any) map[string]any {
	m := object(v)
	for range 10 {
		to := text(m["$ref"])
		if to == "" {
			break
		}
		m = object(d.root, strings.Split(strings.TrimPrefix(to, "#/"), "/")...)
	}
	return m
}

// operations visits the operations of all paths, in order.
func (d *Document) operations(visit func(where, method string, op map[string]any)) {
	paths := object(d.root, "paths")
	for _, path := range sorted(paths) {
		item := object(paths[path])
		for _, method := range []string{"get", "head", "options", "post", "put", "patch", "delete"} {
			if op := object(item[method]); op != nil {
				visit("paths "+path+" "+method, method, op)
			}
		}
	}
}

// responses visits the answers of all operations, references followed.
func (d *Document) responses(visit func(where, status string, response map[string]any)) {
	d.operations(func(where, _ string, op map[string]any) {
		all := object(op["responses"])
		for _, status := range sorted(all) {
			visit(where+" "+status, status, d.resolved(all[status]))
		}
	})
}

// parameters visits the parameters of all operations, references followed.
func (d *Document) parameters(visit func(where string, p map[string]any)) {
	d.operations(func(where, _ string, op map[string]any) {
		list, _ := op["parameters"].([]any)
		for _, ref := range list {
			p := d.resolved(ref)
			visit(where+" "+text(p["name"]), p)
		}
	})
}

// typed visits everything that has a type of JSON Schema, wherever it stands;
// examples are data and are not looked into.
func (d *Document) typed(of string, visit func(where string, schema map[string]any)) {
	var walk func(where string, v any)
	walk = func(where string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if v["type"] == of {
				visit(where, v)
			}
			for _, key := range sorted(v) {
				if key != "example" && key != "examples" && key != "enum" && key != "default" {
					walk(where+" "+key, v[key])
				}
			}
		case []any:
			for i, inner := range v {
				walk(fmt.Sprint(where, " ", i), inner)
			}
		}
	}
	for _, section := range []string{"components", "paths"} {
		walk(section, d.root[section])
	}
}

// Put changes a document: the value goes to the keys; nil takes away what is there.
func (d *Document) Put(value any, keys ...string) {
	last := len(keys) - 1
	in := object(d.root, keys[:last]...)
	if value == nil {
		delete(in, keys[last])
		return
	}
	in[keys[last]] = value
}
