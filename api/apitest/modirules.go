package apitest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Rules are those of the national rule set (italia/api-oas-checker-rules, read
// in 2026) that can concern an open service that is only read; each was read
// there and is said and checked here in words of ours. Left out are those on
// PATCH, DELETE, API keys and OAuth, of which the service has none; those on
// names of persons (use-recommended-names-*), of whom it has none; the limits of
// "Extra Security Checks" where they speak of answers, since what they guard is
// what a service takes in; and oas3-pdnd-security-defined, a warning to services
// behind the national platform that nobody may call without a token: this one is
// open, and says so (sec-protection-global-safe).
func Rules() []Rule {
	return slices.Concat(descriptionRules(), shapeRules(), answerRules(), budgetRules(), statusRules(), inputRules())
}

var (
	semver     = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9+.-]+)?$`)
	kebab      = regexp.MustCompile(`^(/[a-z0-9.-]+|/\{[a-zA-Z0-9_]+\})+$`)
	camel      = regexp.MustCompile(`^([A-Z][a-z0-9]*)+$`)
	headerCase = regexp.MustCompile(`^([A-Z][A-Za-z0-9]*)(-[A-Z][A-Za-z0-9]*)*$`)
	verb       = regexp.MustCompile(`(?i)^(get|post|put|delete|patch|head)`)
	verbInPath = regexp.MustCompile(`/(get|post|put|delete|patch|create|remove|list)([/_-]|$)`)
	secrets    = regexp.MustCompile(`(?i)password|secret|apikey`)
	reserved   = regexp.MustCompile(`(?i)^(accept|content-type|authorization)$`)
	cacheWords = regexp.MustCompile(`max-age|private|no-store|no-cache|no-transform`)
)

// descriptionRules are about what the document says of the API as a whole.
func descriptionRules() []Rule {
	info := func(key, what string) func(*Document, func(string, string)) {
		return func(d *Document, tell func(string, string)) {
			if v := object(d.root, "info")[key]; v == nil || v == "" {
				tell("info", what)
			}
		}
	}
	return []Rule{
		{"no-swagger-2", "RAC_GEN_001", Error, "The document is OpenAPI 3, not Swagger 2.", func(d *Document, tell func(string, string)) {
			if d.root["swagger"] != nil || !strings.HasPrefix(text(d.root["openapi"]), "3.") {
				tell("openapi", "not a version 3")
			}
		}},
		{"has-x-summary", "ModI metadata", Error, "info.x-summary says in one line what the API is, for catalogues.", info("x-summary", "no summary")},
		{"has-contact", "ModI metadata", Error, "info.contact tells how to reach who answers for the API.", func(d *Document, tell func(string, string)) {
			if c := object(d.root, "info", "contact"); c["url"] == nil && c["email"] == nil {
				tell("info contact", "neither an address nor an e-mail")
			}
		}},
		{"has-termsOfService", "ModI metadata", Warning, "info.termsOfService leads to the terms of use.", info("termsOfService", "no terms")},
		{"has-x-api-id", "ModI metadata", Hint, "info.x-api-id stays the same when the title changes.", info("x-api-id", "no identifier")},
		{"use-semver", "Semantic Versioning 2.0.0", Error, "info.version is a semantic version.", func(d *Document, tell func(string, string)) {
			if v := text(object(d.root, "info")["version"]); !semver.MatchString(v) {
				tell("info version", v)
			}
		}},
		{"servers-description", "RAC_GEN_002", Error, "Every server is described.", eachServer(func(s map[string]any) string {
			if text(s["description"]) == "" {
				return "no description"
			}
			return ""
		})},
		{"servers-use-https", "RAC_GEN_002", Error, "A server is reached by https, unless x-sandbox says that it is a trial.", eachServer(func(s map[string]any) string {
			if !strings.HasPrefix(text(s["url"]), "https://") && s["x-sandbox"] != true {
				return text(s["url"])
			}
			return ""
		})},
	}
}

func eachServer(wrong func(map[string]any) string) func(*Document, func(string, string)) {
	return func(d *Document, tell func(string, string)) {
		list, _ := d.root["servers"].([]any)
		if len(list) == 0 {
			tell("servers", "none")
		}
		for i, s := range list {
			if what := wrong(object(s)); what != "" {
				tell(fmt.Sprint("servers ", i), what)
			}
		}
	}
}

// shapeRules are about names and numbers.
func shapeRules() []Rule {
	format := func(of string, allowed ...string) func(*Document, func(string, string)) {
		return func(d *Document, tell func(string, string)) {
			d.typed(of, func(where string, s map[string]any) {
				f := text(s["format"])
				if (allowed == nil && f == "") || (allowed != nil && f != "" && !slices.Contains(allowed, f)) {
					tell(where, "format "+f)
				}
			})
		}
	}
	return []Rule{
		{"integer-format", "RAC_REST_FORMAT_004", Error, "A whole number has a format.", format("integer")},
		{"number-format", "RAC_REST_FORMAT_004", Error, "A number has a format.", format("number")},
		{"allowed-integer-format", "RAC_REST_FORMAT_004", Error, "That format is int32 or int64.", format("integer", "int32", "int64")},
		{"allowed-number-format", "RAC_REST_FORMAT_004", Error, "That format is float, double or a decimal.", format("number", "decimal32", "decimal64", "decimal128", "float", "double")},
		{"paths-kebab-case", "RAC_REST_NAME_002", Warning, "Words of a path are in lower case and joined by hyphens.", eachPath(func(path string) bool { return !kebab.MatchString(path) })},
		{"paths-http-method", "RFC 9110", Hint, "No part of a path is a verb that the method says already.", eachPath(verbInPath.MatchString)},
		{"schema-camel-case", "RAC_REST_NAME_003", Hint, "Names of schemas are CamelCase.", func(d *Document, tell func(string, string)) {
			for _, name := range sorted(object(d.root, "components", "schemas")) {
				if !camel.MatchString(name) {
					tell("components schemas "+name, "not CamelCase")
				}
			}
		}},
		{"no-method-name-in-operationId", "RFC 9110", Error, "An operationId does not begin with an HTTP method.", func(d *Document, tell func(string, string)) {
			d.operations(func(where, _ string, op map[string]any) {
				if id := text(op["operationId"]); id == "" || verb.MatchString(id) {
					tell(where, "operationId "+id)
				}
			})
		}},
	}
}

func eachPath(wrong func(string) bool) func(*Document, func(string, string)) {
	return func(d *Document, tell func(string, string)) {
		for _, path := range sorted(object(d.root, "paths")) {
			if wrong(path) {
				tell("paths "+path, path)
			}
		}
	}
}
