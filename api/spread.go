package api

import (
	"maps"
	"slices"
	"strings"
)

// spread takes paths that end with a parameter for the kind of file, ".{format}",
// apart into one for each: then each has its own media type, and no path mixes
// words and parameters in one part.
func (p Part) spread(paths map[string]any, components map[string]map[string]any) error {
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		stem, parameter, found := strings.Cut(path, ".{")
		if !found || !strings.HasSuffix(parameter, "}") || p.Media == nil {
			continue
		}
		parameter = strings.TrimSuffix(parameter, "}")
		share(paths[path], stem[strings.LastIndex(stem, "/")+1:], components)
		for _, ending := range slices.Sorted(maps.Keys(p.Media)) {
			var item map[string]any
			if err := remake(paths[path], &item); err != nil {
				return err
			}
			if op, is := item["get"].(map[string]any); is {
				p.narrow(op, parameter, ending)
			}
			paths[stem+"."+ending] = item
		}
		delete(paths, path)
	}
	return nil
}

// share moves the parameters that an operation writes out to the components,
// instead of writing them out once for each kind of file.
func share(item any, name string, components map[string]map[string]any) {
	path, _ := item.(map[string]any)
	op, _ := path["get"].(map[string]any)
	list, _ := op["parameters"].([]any)
	for i, v := range list {
		p, _ := v.(map[string]any)
		called, is := p["name"].(string)
		if !is || components["parameters"] == nil {
			continue
		}
		key := name + "_" + called
		components["parameters"][key] = p
		list[i] = map[string]any{"$ref": "#/components/parameters/" + key}
	}
}

// narrow makes an operation that of one kind of file.
func (p Part) narrow(op map[string]any, parameter, ending string) {
	if id, is := op["operationId"].(string); is {
		op["operationId"] = id + strings.ToUpper(ending[:1]) + ending[1:]
	}
	if summary, is := op["summary"].(string); is {
		op["summary"] = summary + " (" + ending + ")"
	}
	list, _ := op["parameters"].([]any)
	op["parameters"] = slices.DeleteFunc(list, func(v any) bool {
		m, _ := v.(map[string]any)
		return m["name"] == parameter || m["$ref"] == "#/components/parameters/"+parameter
	})
	answers, _ := op["responses"].(map[string]any)
	good, _ := answers["200"].(map[string]any)
	if content, is := good["content"].(map[string]any); is {
		good["content"] = map[string]any{p.Media[ending]: content[p.Media[ending]]}
	}
}
