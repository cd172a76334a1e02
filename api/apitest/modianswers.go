package apitest

import (
	"regexp"
	"slices"
	"strings"
)

// answerRules are about what comes back.
func answerRules() []Rule {
	return []Rule{
		{"http-response-content-2xx", "RFC 9110", Error, "An answer of 200 to 206, save 204 and 205, has a content with a schema.", eachAnswer(`^20[01236]$`, func(d *Document, r map[string]any) string {
			content := object(r["content"])
			for _, media := range sorted(content) {
				if object(content[media], "schema") == nil {
					return media + " without a schema"
				}
			}
			if len(content) == 0 {
				return "no content"
			}
			return ""
		})},
		{"http-response-no-content-204-205", "RFC 9110", Error, "An answer of 204 or 205 has no content.", eachAnswer(`^20[45]$`, func(_ *Document, r map[string]any) string {
			if r["content"] != nil {
				return "has a content"
			}
			return ""
		})},
		{"response-with-json-object", "RAC_REST_FORMAT_001", Warning, "What is JSON is an object, which can grow.", eachAnswer(`^[2-5]`, func(d *Document, r map[string]any) string {
			content := object(r["content"])
			for _, media := range sorted(content) {
				if kind := d.resolved(object(content[media], "schema"))["type"]; strings.HasSuffix(media, "json") && kind != nil && kind != "object" {
					return media + " is no object"
				}
			}
			return ""
		})},
		{"use-problem-json-for-errors", "RAC_REST_NAME_008, RFC 9457", Error, "Errors are problem+json.", eachAnswer(`^([45]|default)`, func(_ *Document, r map[string]any) string {
			for _, media := range sorted(object(r["content"])) {
				if media != "application/problem+json" {
					return media
				}
			}
			return ""
		})},
		{"use-problem-schema", "RAC_REST_NAME_008, RFC 9457", Error, "A problem has title, status and detail.", eachAnswer(`^([45]|default)`, func(d *Document, r map[string]any) string {
			return lacks(d, r, "title", "status", "detail")
		})},
		{"hint-problem-schema", "RAC_REST_NAME_008, RFC 9457", Hint, "A problem has no message, msg or code beside them.", eachAnswer(`^([45]|default)`, func(d *Document, r map[string]any) string {
			for _, media := range sorted(object(r["content"])) {
				for name := range object(d.resolved(object(r, "content", media, "schema")), "properties") {
					if strings.Contains(name, "message") || strings.Contains(name, "msg") || strings.Contains(name, "code") {
						return name
					}
				}
			}
			return ""
		})},
		{"cache-responses-indeterminate-behavior", "RAC_REST_NAME_010, RFC 9111", Error, "A good answer has one of Cache-Control and Expires.", eachAnswer(`^2`, func(_ *Document, r map[string]any) string {
			h := object(r["headers"])
			if (h["Cache-Control"] == nil) == (h["Expires"] == nil) {
				return "none, or both"
			}
			return ""
		})},
		{"cache-responses-undocumented", "RAC_REST_NAME_010, RFC 9111", Error, "The description of Cache-Control says which directives are sent.", eachAnswer(`^2`, func(d *Document, r map[string]any) string {
			if h := d.resolved(object(r["headers"])["Cache-Control"]); h != nil && !cacheWords.MatchString(text(h["description"])) {
				return text(h["description"])
			}
			return ""
		})},
		{"no-forbidden-headers", "OpenAPI 3.0.3", Error, "Accept, Content-Type and Authorization are not described as headers.", eachHeader(reserved.MatchString)},
		{"no-x-headers-response", "RFC 6648", Warning, "No header begins with X-, save those of rate limits.", eachHeader(func(name string) bool {
			return strings.HasPrefix(strings.ToLower(name), "x-") && !strings.Contains(name, "RateLimit-")
		})},
		{"response-headers-pascal-case", "RAC_REST_NAME_003", Hint, "Headers are written Like-This.", eachHeader(func(name string) bool { return !headerCase.MatchString(name) })},
	}
}

func eachAnswer(statuses string, wrong func(d *Document, r map[string]any) string) func(*Document, func(string, string)) {
	pattern := regexp.MustCompile(statuses)
	return func(d *Document, tell func(string, string)) {
		d.responses(func(where, status string, r map[string]any) {
			if !pattern.MatchString(status) {
				return
			}
			if what := wrong(d, r); what != "" {
				tell(where, what)
			}
		})
	}
}

func eachHeader(wrong func(name string) bool) func(*Document, func(string, string)) {
	return func(d *Document, tell func(string, string)) {
		d.responses(func(where, _ string, r map[string]any) {
			for _, name := range sorted(object(r["headers"])) {
				if wrong(name) {
					tell(where, name)
				}
			}
		})
	}
}

// lacks names a property that some content of an answer does not have.
func lacks(d *Document, r map[string]any, names ...string) string {
	for _, media := range sorted(object(r["content"])) {
		has := object(d.resolved(object(r, "content", media, "schema")), "properties")
		for _, name := range names {
			if has[name] == nil {
				return media + " has no " + name
			}
		}
	}
	return ""
}

// budgetRules are about rate limits.
func budgetRules() []Rule {
	has := func(r map[string]any, prefix string) (found int) {
		for _, name := range []string{"Limit", "Remaining", "Reset"} {
			if object(r["headers"])[prefix+name] != nil {
				found++
			}
		}
		return found
	}
	return []Rule{
		{"missing-ratelimit", "ModI, robustezza", Error, "Good answers and those that blame the client tell limit, rest and reset, by names of one family.", eachAnswer(`^(2|4([013-9].|2[0-8]))`, func(_ *Document, r map[string]any) string {
			if x, plain := has(r, "X-RateLimit-"), has(r, "RateLimit-"); !(x == 3 && plain == 0 || x == 0 && plain == 3) {
				return "not all three, or of two families"
			}
			return ""
		})},
		{"ratelimit-429-presence", "RFC 6585", Error, "429 says when to come again, or has the three headers.", eachAnswer(`^429$`, func(_ *Document, r map[string]any) string {
			if object(r["headers"])["Retry-After"] == nil && has(r, "X-RateLimit-") != 3 && has(r, "RateLimit-") != 3 {
				return "neither"
			}
			return ""
		})},
		{"ratelimit-429-completeness", "RFC 6585", Error, "Where 429 has one of the three headers, it has all, by names of one family.", eachAnswer(`^429$`, func(_ *Document, r map[string]any) string {
			x, plain := has(r, "X-RateLimit-"), has(r, "RateLimit-")
			if !slices.Contains([]int{0, 3}, x) || !slices.Contains([]int{0, 3}, plain) || x > 0 && plain > 0 {
				return "some of them"
			}
			return ""
		})},
		{"missing-retry-after", "RFC 9110", Error, "503 says when to come again.", eachAnswer(`^503$`, func(_ *Document, r map[string]any) string {
			if object(r["headers"])["Retry-After"] == nil {
				return "no Retry-After"
			}
			return ""
		})},
		{"every-operation-has-a-budget", "ModI, robustezza (ours)", Warning, "Every operation may answer 429.", func(d *Document, tell func(string, string)) {
			d.operations(func(where, _ string, op map[string]any) {
				if object(op["responses"])["429"] == nil {
					tell(where, "no 429")
				}
			})
		}},
	}
}

// statusRules are about /status.
func statusRules() []Rule {
	status := func(d *Document) map[string]any { return object(d.root, "paths", "/status", "get", "responses") }
	return []Rule{
		{"paths-status", "RAC_REST_NAME_011", Error, "There is a /status, to ask how the service is.", func(d *Document, tell func(string, string)) {
			if status(d) == nil {
				tell("paths", "no /status")
			}
		}},
		{"paths-status-return-problem", "RAC_REST_NAME_011, RFC 9457", Error, "/status is problem+json, well or not.", func(d *Document, tell func(string, string)) {
			for _, code := range sorted(status(d)) {
				for _, media := range sorted(object(d.resolved(status(d)[code])["content"])) {
					if media != "application/problem+json" {
						tell("paths /status get "+code, media)
					}
				}
			}
		}},
		{"paths-status-problem-schema", "RAC_REST_NAME_011, RFC 9457", Error, "Its answers have status, title and detail.", func(d *Document, tell func(string, string)) {
			for _, code := range sorted(status(d)) {
				if what := lacks(d, d.resolved(status(d)[code]), "status", "title", "detail"); what != "" {
					tell("paths /status get "+code, what)
				}
			}
		}},
	}
}
