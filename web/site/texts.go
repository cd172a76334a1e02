package site

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

// Texts are all that a language says, by key: those of the frame and those of
// every section. {name} in a text stands for a value; the forms .one and .none
// of a key are used when the value n is 1 or 0.
type Texts struct {
	lang  Lang
	byKey map[string]string
}

// add takes in the texts of a section. A key that is there already is an error,
// even with the same words: which of the two counts would depend on the order.
func (x *Texts) add(files fs.FS) error {
	name := "texts/" + string(x.lang) + ".json"
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	more := map[string]string{}
	if err := json.Unmarshal(raw, &more); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for key, text := range more {
		if _, taken := x.byKey[key]; taken {
			return fmt.Errorf("%s: another section says %q already", name, key)
		}
		x.byKey[key] = text
	}
	return nil
}

// Part is a piece of a sentence, a link where it has an address.
type Part struct {
	Text string
	Href string
}

// Link is a Part with an address.
func Link(text, href string) Part { return Part{Text: text, Href: href} }

// Say gives the text of a key; args are pairs of name and value, where whole
// numbers are written as the language does.
func (x *Texts) Say(key string, args ...any) string {
	var b strings.Builder
	for _, p := range x.Parts(key, args...) {
		b.WriteString(p.Text)
	}
	return b.String()
}

// Parts is Say for sentences in which some values are links (type Part).
func (x *Texts) Parts(key string, args ...any) []Part {
	values := map[string]Part{}
	for i := 0; i+1 < len(args); i += 2 {
		name := fmt.Sprint(args[i])
		values[name] = x.value(args[i+1])
		if n, ok := args[i+1].(int); ok && name == "n" {
			key = x.plural(key, n)
		}
	}
	return split(x.text(key), values)
}

// Under gives the texts whose keys begin with a prefix, without it: those that
// the scripts need.
func (x *Texts) Under(prefix string) map[string]string {
	out := map[string]string{}
	for key, text := range x.byKey {
		if rest, ok := strings.CutPrefix(key, prefix); ok {
			out[rest] = text
		}
	}
	return out
}

// plural chooses the form of a text for none and for one, where it has them.
func (x *Texts) plural(key string, n int) string {
	form := map[int]string{0: ".none", 1: ".one"}[n]
	if _, has := x.byKey[key+form]; has {
		return key + form
	}
	return key
}

// text of a key; a missing one shows as the key itself, and a test finds it first.
func (x *Texts) text(key string) string {
	if s, ok := x.byKey[key]; ok {
		return s
	}
	return key
}

func (x *Texts) value(v any) Part {
	switch v := v.(type) {
	case Part:
		return v
	case int:
		return Part{Text: x.lang.Integer(v)}
	case fmt.Stringer:
		return Part{Text: v.String()}
	}
	return Part{Text: fmt.Sprint(v)}
}

// split cuts a text at its {names} and puts the values in.
func split(text string, values map[string]Part) []Part {
	var out []Part
	add := func(p Part) {
		if p.Text != "" {
			out = append(out, p)
		}
	}
	for {
		before, rest, found := strings.Cut(text, "{")
		add(Part{Text: before})
		if !found {
			return out
		}
		name, after, closed := strings.Cut(rest, "}")
		if v, known := values[name]; closed && known {
			add(v)
		} else {
			add(Part{Text: "{" + name + "}"})
		}
		text = after
	}
}
