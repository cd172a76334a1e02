package wire

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"atlante/geo"
)

// Query reads the parameters of a request. It gathers faults as it goes; ask
// Err once everything has been read.
type Query struct {
	values url.Values
	faults []fault
}

// ReadQuery takes the query of a request apart. Unknown, repeated and empty
// parameters are faults; lang is always allowed.
func ReadQuery(r *http.Request, allowed ...string) *Query {
	return readQuery(r, false, allowed)
}

// ReadForm is ReadQuery for addresses that a browser's form makes: empty fields
// are taken as absent.
func ReadForm(r *http.Request, allowed ...string) *Query {
	return readQuery(r, true, allowed)
}

func readQuery(r *http.Request, emptyIsAbsent bool, allowed []string) *Query {
	q := &Query{}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		q.fault("?", "la parte dopo il punto interrogativo non è scritta bene", "the part after the question mark is malformed")
	}
	q.values = values
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	allowed = append(slices.Clone(allowed), "lang")
	for _, name := range names {
		q.check(name, allowed, emptyIsAbsent)
	}
	Parse(q, "lang", parseLang)
	return q
}

func (q *Query) check(name string, allowed []string, emptyIsAbsent bool) {
	vs := q.values[name]
	switch {
	case !slices.Contains(allowed, name):
		list := strings.Join(allowed, ", ")
		q.fault(name, fmt.Sprintf("%q non è previsto; parametri ammessi: %s", clip(name), list),
			fmt.Sprintf("%q is not known; parameters allowed: %s", clip(name), list))
		q.faults[len(q.faults)-1].unknown = true
	case len(vs) > 1:
		q.fault(name, name+" è ripetuto: scrivilo una volta sola", name+" is repeated: write it once")
	case vs[0] == "" && emptyIsAbsent:
	case vs[0] == "":
		q.fault(name, name+" è vuoto: toglilo o dagli un valore", name+" is empty: leave it out or give it a value")
	case !utf8.ValidString(vs[0]) || strings.ContainsRune(vs[0], 0):
		q.fault(name, name+" non è testo UTF-8", name+" is not UTF-8 text")
	default:
		return
	}
	delete(q.values, name)
}

func parseLang(s string) (string, error) {
	if s != "it" && s != "en" {
		return "", geo.Invalid("lang: scegli it oppure en / choose it or en")
	}
	return s, nil
}

func (q *Query) fault(name, it, en string) {
	q.faults = append(q.faults, fault{parameter: clip(name), text: Text{it, en}})
}

// Near adds to what is said of parameters that there are not those that may be meant.
func (q *Query) Near(near func(name string) []string) {
	for i, f := range q.faults {
		if names := near(f.parameter); f.unknown && len(names) > 0 {
			list := strings.Join(names, ", ")
			f.text.IT, f.text.EN = fmt.Sprintf("forse intendi %s: ", list)+f.text.IT, fmt.Sprintf("perhaps you mean %s: ", list)+f.text.EN
			q.faults[i] = f
		}
	}
}

// Err is nil, or the *Faults found so far.
func (q *Query) Err() error {
	if len(q.faults) == 0 {
		return nil
	}
	return &Faults{q.faults}
}

// Has tells whether the parameter was given, and well.
func (q *Query) Has(name string) bool { return q.values.Get(name) != "" }

// Text is the value of a parameter, at most max characters; "" when absent.
func (q *Query) Text(name string, max int) string {
	s := q.values.Get(name)
	if utf8.RuneCountInString(s) > max {
		q.fault(name, fmt.Sprintf("%s è troppo lungo: al massimo %d caratteri", name, max),
			fmt.Sprintf("%s is too long: at most %d characters", name, max))
		return ""
	}
	return s
}

// Int is a whole number between min and max, or def when absent.
func (q *Query) Int(name string, def, min, max int) int {
	s := q.values.Get(name)
	if s == "" {
		return def
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < min || n > max {
		q.fault(name, fmt.Sprintf("%s=%s: serve un numero intero tra %d e %d", name, clip(s), min, max),
			fmt.Sprintf("%s=%s: a whole number between %d and %d is needed", name, clip(s), min, max))
		return def
	}
	return n
}

// Parse reads a parameter with a domain parser; absent gives the zero value.
func Parse[T any](q *Query, name string, parse func(string) (T, error)) T {
	var zero T
	s := q.values.Get(name)
	if s == "" {
		return zero
	}
	v, err := parse(s)
	if err != nil {
		q.faults = append(q.faults, fault{parameter: name, text: domainText(name, s, err)})
		return zero
	}
	return v
}

// ParseList reads values separated by commas, none of them twice.
func ParseList[T comparable](q *Query, name string, parse func(string) (T, error)) []T {
	s := q.values.Get(name)
	if s == "" {
		return nil
	}
	parts := strings.Split(s, ",")
	if len(parts) > CommaListMax {
		q.fault(name, fmt.Sprintf("%s: al massimo %d valori", name, CommaListMax), fmt.Sprintf("%s: at most %d values", name, CommaListMax))
		return nil
	}
	var out []T
	for _, part := range parts {
		v, err := parse(part)
		switch {
		case err != nil:
			q.faults = append(q.faults, fault{parameter: name, text: domainText(name, part, err)})
			return nil
		case slices.Contains(out, v):
			q.fault(name, fmt.Sprintf("%s: %s è ripetuto", name, clip(part)), fmt.Sprintf("%s: %s is repeated", name, clip(part)))
			return nil
		}
		out = append(out, v)
	}
	return out
}
