package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"atlante/api/wire"
	"atlante/geo"
)

// Part is a piece of the document that another package of the service brings.
type Part struct {
	// Prefix goes before its paths, like "/ogc"; "" when they are whole.
	Prefix string
	// Name goes before the names of its components, so that its "limit" is not
	// ours. It begins with a capital letter.
	Name string
	// Tag groups its operations.
	Tag Tag
	// Media says as what each ending of a file is sent, like "csv": "text/csv". A
	// path that ends with a parameter for it, ".{format}", stands in the whole
	// document once for each.
	Media map[string]string
	// Document gives paths and components as an OpenAPI 3.0 document holds them:
	// whatever encoding/json turns into objects.
	Document func(kinds []geo.Kind) (paths, components any, err error)
}

// add merges a part, and completes what it says with what is true of all that
// the service answers.
func (d *draft) add(p Part, kinds []geo.Kind) error {
	paths, components, err := p.Document(kinds)
	if err != nil {
		return fmt.Errorf("document of %s: %w", p.Name, err)
	}
	var whole struct {
		Paths      map[string]any
		Components map[string]map[string]any
	}
	if err := remake(map[string]any{"paths": paths, "components": components}, &whole); err != nil {
		return fmt.Errorf("document of %s: %w", p.Name, err)
	}
	if err := p.spread(whole.Paths, whole.Components); err != nil {
		return err
	}
	for section, named := range whole.Components {
		if d.more[section] == nil {
			d.more[section] = schema{}
		}
		for name, c := range named {
			d.more[section][p.component(section, name)] = p.renamed(c)
		}
	}
	for path, item := range whole.Paths {
		path = strings.TrimSuffix(path, "/") // of "/ogc/" and "/ogc", which answer the same, the shorter
		item := p.renamed(item)
		if d.paths[p.Prefix+path] != nil {
			return fmt.Errorf("document of %s: %s%s is there already", p.Name, p.Prefix, path)
		}
		d.paths[p.Prefix+path] = p.complete(item.(map[string]any), whole.Components["responses"])
	}
	return nil
}

// prune takes away the components of parts that nothing refers to any more: they
// brought problems of their own, and ours stand in their place.
func prune(doc schema) error {
	for {
		body, err := json.Marshal(doc)
		if err != nil {
			return fmt.Errorf("encode the document: %w", err)
		}
		wanted := map[string]bool{}
		for _, to := range reference.FindAll(body, -1) {
			wanted[string(to)] = true
		}
		all := true
		for section, named := range doc["components"].(schema) {
			for name := range named.(schema) {
				if !wanted[`"#/components/`+section+`/`+name+`"`] {
					delete(named.(schema), name)
					all = false
				}
			}
		}
		if all {
			return nil
		}
	}
}

var reference = regexp.MustCompile(`"#/components/[^"]+"`)

// remake turns what encoding/json writes into maps and lists.
func remake(from, into any) error {
	body, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}

// component is the name of a component of the part in the whole document.
func (p Part) component(section, name string) string {
	if section == "schemas" {
		name = strings.ToUpper(name[:1]) + name[1:]
	}
	return p.Name + name
}

// renamed leads references to the new names, and states the size of numbers.
func (p Part) renamed(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = p.renamed(v[i])
		}
	case map[string]any:
		for key, inner := range v {
			v[key] = p.renamed(inner)
		}
		if to, is := v["$ref"].(string); is {
			section, name, found := strings.Cut(strings.TrimPrefix(to, "#/components/"), "/")
			if found {
				v["$ref"] = "#/components/" + section + "/" + p.component(section, name)
			}
		}
		sized(v)
	}
	return v
}

// sized gives a schema of a number the format by which it is read, and a
// parameter its bounds.
func sized(s map[string]any) {
	if needed, is := s["required"].([]any); is && len(needed) == 0 {
		delete(s, "required") // an empty list is not allowed
	}
	if of, is := s["schema"].(map[string]any); is && s["in"] != nil {
		bound(of)
	}
	if _, said := s["format"]; said {
		return
	}
	switch s["type"] {
	case "integer":
		s["format"] = "int64"
		if most, bounded := s["maximum"].(float64); bounded && most <= 1<<31-1 {
			s["format"] = "int32"
		}
	case "number":
		s["format"] = "double"
	}
}

// bound says how large what is asked for can be: no number of ours lies outside
// these, so that nobody asks for one in vain.
func bound(of map[string]any) {
	lowest, highest := -1e15, 1e15
	switch of["type"] {
	case "array":
		if items, is := of["items"].(map[string]any); is {
			bound(items)
		}
		ways, _ := of["oneOf"].([]any)
		for _, way := range ways { // as few as the shortest, as many as the longest
			w, _ := way.(map[string]any)
			least, _ := w["minItems"].(float64)
			most, _ := w["maxItems"].(float64)
			before, _ := of["minItems"].(float64)
			after, _ := of["maxItems"].(float64)
			if before == 0 {
				before = least
			}
			of["minItems"], of["maxItems"] = min(before, least), max(after, most)
		}
		return
	case "string":
		if of["enum"] == nil && of["format"] == nil && of["maxLength"] == nil {
			of["maxLength"] = wire.TextMax
		}
		return
	case "integer":
		lowest, highest = -1<<31, 1<<31-1
	case "number":
	default:
		return
	}
	if of["minimum"] == nil {
		of["minimum"] = lowest
	}
	if of["maximum"] == nil {
		of["maximum"] = highest
	}
}

// complete adds to each operation of a part its tag and what the service adds to
// all answers: the budget, and the problems that every address may answer with.
func (p Part) complete(item map[string]any, responses map[string]any) map[string]any {
	for method, v := range item {
		op, is := v.(map[string]any)
		if !is || !slices.Contains([]string{"get", "head", "options", "post"}, method) {
			continue
		}
		op["tags"] = []string{p.Tag.Name}
		answers, is := op["responses"].(map[string]any)
		if !is {
			answers = map[string]any{}
			op["responses"] = answers
		}
		for status, a := range answers {
			answers[status] = p.carrying(status, a, responses)
		}
		if op["description"] == nil {
			op["description"] = op["summary"]
		}
		for _, status := range []int{http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable} {
			if key := strconv.Itoa(status); answers[key] == nil {
				answers[key] = ref("responses", problemNames[status])
			}
		}
	}
	return item
}

// carrying adds the headers that every answer of the service has. Problems that
// are described elsewhere are ours: they are all made by one function.
func (p Part) carrying(status string, a any, responses map[string]any) any {
	response, _ := a.(map[string]any)
	if to, is := response["$ref"].(string); is {
		name := strings.TrimPrefix(to, "#/components/responses/"+p.Name)
		response, _ = responses[name].(map[string]any)
		response = maps.Clone(response)
	}
	if n, err := strconv.Atoi(status); err == nil && n >= 400 && problemNames[n] != "" {
		return ref("responses", problemNames[n])
	}
	if response == nil {
		return a
	}
	all := carried(cacheHeader)
	said, _ := response["headers"].(map[string]any)
	for name, h := range said {
		all[name] = h
	}
	response["headers"] = all
	return response
}
