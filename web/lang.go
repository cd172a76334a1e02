package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
)

// Lang is a language in which the pages can be read.
type Lang string

// Italian comes first; ?lang=en chooses English.
const (
	Italian Lang = "it"
	English Lang = "en"
)

var languages = []Lang{Italian, English}

// pick gives the text in the language where the domain holds both.
func (l Lang) pick(it, en string) string {
	if l == English {
		return en
	}
	return it
}

//go:embed texts/it.json texts/en.json
var textFiles embed.FS

// texts are all that a language says, by key. {name} in a text stands for a
// value; the forms .one and .none of a key are used when the value n is 1 or 0.
type texts struct {
	lang  Lang
	byKey map[string]string
}

func loadTexts(lang Lang) (*texts, error) {
	raw, err := textFiles.ReadFile("texts/" + string(lang) + ".json")
	if err != nil {
		return nil, err
	}
	x := &texts{lang: lang, byKey: map[string]string{}}
	if err := json.Unmarshal(raw, &x.byKey); err != nil {
		return nil, fmt.Errorf("texts/%s.json: %w", lang, err)
	}
	return x, nil
}

// part is a piece of a sentence, a link where it has an address.
type part struct {
	Text string
	Href string
}

// say gives the text of a key; args are pairs of name and value, where whole
// numbers are written as the language does.
func (x *texts) say(key string, args ...any) string {
	var b strings.Builder
	for _, p := range x.parts(key, args...) {
		b.WriteString(p.Text)
	}
	return b.String()
}

// parts is say for sentences in which some values are links (type part).
func (x *texts) parts(key string, args ...any) []part {
	values := map[string]part{}
	for i := 0; i+1 < len(args); i += 2 {
		name := fmt.Sprint(args[i])
		values[name] = x.value(args[i+1])
		if n, ok := args[i+1].(int); ok && name == "n" {
			key = x.plural(key, n)
		}
	}
	return split(x.text(key), values)
}

// plural chooses the form of a text for none and for one, where it has them.
func (x *texts) plural(key string, n int) string {
	form := map[int]string{0: ".none", 1: ".one"}[n]
	if _, has := x.byKey[key+form]; has {
		return key + form
	}
	return key
}

// text of a key; a missing one shows as the key itself, and a test finds it first.
func (x *texts) text(key string) string {
	if s, ok := x.byKey[key]; ok {
		return s
	}
	return key
}

func (x *texts) value(v any) part {
	switch v := v.(type) {
	case part:
		return v
	case int:
		return part{Text: x.lang.integer(v)}
	case fmt.Stringer:
		return part{Text: v.String()}
	}
	return part{Text: fmt.Sprint(v)}
}

// split cuts a text at its {names} and puts the values in.
func split(text string, values map[string]part) []part {
	var out []part
	add := func(p part) {
		if p.Text != "" {
			out = append(out, p)
		}
	}
	for {
		before, rest, found := strings.Cut(text, "{")
		add(part{Text: before})
		if !found {
			return out
		}
		name, after, closed := strings.Cut(rest, "}")
		if v, known := values[name]; closed && known {
			add(v)
		} else {
			add(part{Text: "{" + name + "}"})
		}
		text = after
	}
}
