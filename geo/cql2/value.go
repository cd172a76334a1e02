package cql2

import (
	"encoding/json"
	"errors"
	"strings"
)

// value is a JSON value with its place in the filter, counted from 0.
type value struct {
	at      int
	is      byte // '{', '[', '"', '0' for a number, 't' for true and false, 'n' for null
	text    string
	yes     bool
	members []member
	items   []value
}

// member of an object; the place is that of its name.
type member struct {
	at   int
	name string
	value
}

// find a member by name.
func (v value) find(name string) (value, bool) {
	for _, m := range v.members {
		if m.name == name {
			return m.value, true
		}
	}
	return value{}, false
}

// only holds that an object has no members but these.
func (v value) only(names ...string) error {
next:
	for _, m := range v.members {
		for _, n := range names {
			if m.name == n {
				continue next
			}
		}
		return fail(m.at, "«%[1]s» qui non ha senso: ci vanno solo %[2]s", "%[1]q means nothing here: only %[2]s belong here",
			excerpt(m.name), strings.Join(names, ", "))
	}
	return nil
}

// values reads a document of JSON whose bytes are held. Its nesting is held before
// anything recurses: two levels an operation, and one more for the values of "in" or
// seven for a multipolygon in a collection.
func values(src string) (value, error) {
	const ofGeometry = 7
	if at := nested(src, 2*MaxDepth+ofGeometry); at >= 0 {
		return value{}, tooDeep(at)
	}
	var raw json.RawMessage
	if err := json.Unmarshal([]byte(src), &raw); err != nil {
		at := len(src)
		if e, is := errors.AsType[*json.SyntaxError](err); is && int(e.Offset) <= len(src) && !strings.Contains(e.Error(), "unexpected end") {
			at = int(e.Offset) - 1
		}
		return value{}, fail(at, "non è JSON valido: controlla virgole, virgolette e parentesi (per un filtro scritto come testo usa filter-lang=cql2-text)",
			"this is not valid JSON: look at commas, quotes and brackets (for a filter written as text use filter-lang=cql2-text)")
	}
	r := &reader{src: src, Decoder: json.NewDecoder(strings.NewReader(src))}
	r.UseNumber()
	return r.value()
}

// nested gives the place at which brackets nest beyond most; -1: nowhere.
func nested(src string, most int) int {
	depth, inText := 0, false
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case c == '\\' && inText:
			i++
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			if depth++; depth > most {
				return i
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return -1
}

// reader makes values out of valid JSON.
type reader struct {
	*json.Decoder
	src string
}

// next gives the next token and its place.
func (r *reader) next() (json.Token, int, error) {
	at := int(r.InputOffset())
	for at < len(r.src) && strings.IndexByte(" \t\r\n,:", r.src[at]) >= 0 {
		at++
	}
	t, err := r.Token()
	if err != nil {
		err = fail(at, "non è JSON valido", "this is not valid JSON")
	}
	return t, at, err
}

func (r *reader) value() (value, error) {
	t, at, err := r.next()
	if err != nil {
		return value{}, err
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			return r.object(at)
		}
		return r.array(at)
	case string:
		return value{at: at, is: '"', text: t}, nil
	case json.Number:
		return value{at: at, is: '0', text: t.String()}, nil
	case bool:
		return value{at: at, is: 't', yes: t}, nil
	}
	return value{at: at, is: 'n'}, nil
}

func (r *reader) object(at int) (value, error) {
	out := value{at: at, is: '{'}
	for r.More() {
		name, at, err := r.next()
		if err != nil {
			return value{}, err
		}
		m := member{at: at, name: name.(string)}
		if _, twice := out.find(m.name); twice {
			return value{}, fail(at, "«%s» compare due volte nello stesso oggetto: lasciane uno", "%q stands twice in the same object: leave one", excerpt(m.name))
		}
		if m.value, err = r.value(); err != nil {
			return value{}, err
		}
		out.members = append(out.members, m)
	}
	_, _, err := r.next()
	return out, err
}

func (r *reader) array(at int) (value, error) {
	out := value{at: at, is: '['}
	for r.More() {
		v, err := r.value()
		if err != nil {
			return value{}, err
		}
		out.items = append(out.items, v)
	}
	_, _, err := r.next()
	return out, err
}
