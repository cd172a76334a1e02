package api

import (
	"maps"
	"slices"
	"strings"
)

// spread takes paths that end with a parameter for the kind of file, ".{format}",
// apart into one for each: then each has its own media type, and no path mixes
// words and parameters in one part.
func (p Part) spread(paths map[string]any) error {
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		stem, parameter, found := strings.Cut(path, ".{")
		if !found || !strings.HasSuffix(parameter, "}") || p.Media == nil {
			continue
		}
		parameter = strings.TrimSuffix(parameter, "}")
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
