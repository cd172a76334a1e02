package apitest

import "strings"

// inputRules are about what the service takes in.
func inputRules() []Rule {
	return []Rule{
		{"http-request-GET-no-body", "RFC 9110", Error, "GET takes no body.", func(d *Document, tell func(string, string)) {
			d.operations(func(where, method string, op map[string]any) {
				if method == "get" && op["requestBody"] != nil {
					tell(where, "requestBody")
				}
			})
		}},
		{"sec-credentials-parameters", "RAC_GEN_004", Error, "No parameter of an address carries a secret.", eachParameter(func(p, _ map[string]any) string {
			if p["in"] != "header" && secrets.MatchString(text(p["name"])) {
				return text(p["name"])
			}
			return ""
		})},
		{"no-x-headers-request", "RFC 6648", Warning, "No header asked for begins with X-, or is Accept, Content-Type or Authorization.", eachParameter(func(p, _ map[string]any) string {
			name := text(p["name"])
			if p["in"] == "header" && (reserved.MatchString(name) || strings.HasPrefix(strings.ToLower(name), "x-")) {
				return name
			}
			return ""
		})},
		{"sec-array-boundaries", "Extra Security Checks", Warning, "A list that is taken in has a shortest and a longest.", eachParameter(func(_, s map[string]any) string {
			if s["type"] == "array" && (s["minItems"] == nil || s["maxItems"] == nil) {
				return "no minItems or maxItems"
			}
			return ""
		})},
		{"sec-number-boundaries", "Extra Security Checks", Warning, "A number that is taken in has a least and a most.", eachParameter(func(_, s map[string]any) string {
			if (s["type"] == "integer" || s["type"] == "number") && (s["minimum"] == nil || s["maximum"] == nil) {
				return "no minimum or maximum"
			}
			return ""
		})},
		{"sec-string-maxlength", "Extra Security Checks", Warning, "A text that is taken in has a longest, or all its values listed.", eachParameter(func(_, s map[string]any) string {
			if s["type"] == "string" && s["enum"] == nil && s["format"] == nil && s["maxLength"] == nil {
				return "no maxLength"
			}
			return ""
		})},
		{"sec-protection-global-safe", "Extra Security Checks", Warning, "Who may ask is said out loud, for all operations or for each.", func(d *Document, tell func(string, string)) {
			list, _ := d.root["security"].([]any)
			if len(list) == 0 {
				tell("security", "not said")
			}
		}},
	}
}

// eachParameter looks at the schema of each parameter, and at that of its items.
func eachParameter(wrong func(p, s map[string]any) string) func(*Document, func(string, string)) {
	return func(d *Document, tell func(string, string)) {
		d.parameters(func(where string, p map[string]any) {
			for s := d.resolved(p["schema"]); s != nil; s = d.resolved(s["items"]) {
				if what := wrong(p, s); what != "" {
					tell(where, what)
				}
			}
		})
	}
}
