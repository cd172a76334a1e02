package dcat

import (
	"bytes"
	"regexp"
	"strings"
)

// TurtleType is the media type of Turtle.
const TurtleType = "text/turtle; charset=utf-8"

// Turtle writes the graph in Turtle 1.1.
func (g *Graph) Turtle() []byte {
	var b bytes.Buffer
	for _, p := range prefixes {
		b.WriteString("@prefix " + p.name + ": <" + p.iri + "> .\n")
	}
	for _, group := range g.bySubject() {
		b.WriteString("\n<" + safe(group[0].Subject) + ">")
		for i, t := range group {
			switch {
			case i > 0 && group[i-1].Predicate == t.Predicate:
				b.WriteString(" ,\n    ")
			case i > 0:
				b.WriteString(" ;\n  " + verb(t.Predicate) + " ")
			default:
				b.WriteString("\n  " + verb(t.Predicate) + " ")
			}
			b.WriteString(object(t))
		}
		b.WriteString(" .\n")
	}
	return b.Bytes()
}

func verb(p IRI) string {
	if p == rdfType {
		return "a"
	}
	return turtleName(p)
}

func object(t Triple) string {
	if t.Thing != "" {
		return turtleName(t.Thing)
	}
	s := `"` + escape.Replace(t.Value.Text) + `"`
	switch {
	case t.Value.Lang != "":
		return s + "@" + t.Value.Lang
	case t.Value.Type != "":
		return s + "^^" + turtleName(t.Value.Type)
	}
	return s
}

// escape is for strings between single quotation marks, which may hold no line end.
var escape = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\b", `\b`, "\f", `\f`)

func turtleName(i IRI) string {
	if s := short(i); s != string(i) {
		return s
	}
	return "<" + safe(i) + ">"
}

// plainName is what may follow a prefix without any escape, in Turtle as in JSON-LD.
var plainName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

// short writes a name of a vocabulary with its prefix, and others as they are.
func short(i IRI) string {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(string(i), p.iri); ok && plainName.MatchString(rest) {
			return p.name + ":" + rest
		}
	}
	return string(i)
}
