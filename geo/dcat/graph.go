// Package dcat describes the open data of the atlas as a catalogue in DCAT-AP_IT,
// the Italian profile of DCAT (AgID), and writes it in Turtle and in JSON-LD: one
// graph, two ways of writing it. It is pure: what it says is handed to it.
//
// The vocabulary: http://dati.gov.it/onto/dcatapit (OWL of the profile, version
// 1.1) and its practical guide at docs.italia.it.
package dcat

import (
	"cmp"
	"slices"
	"strings"
)

// IRI names a thing. The graph has no blank nodes: everything can be linked to.
type IRI string

// Literal is a value: plain, in a language, or of a type; never both.
type Literal struct {
	Text, Lang string
	Type       IRI
}

// Triple is a statement. Exactly one of Thing and Value is meant: Value where
// Thing is empty.
type Triple struct {
	Subject, Predicate IRI
	Thing              IRI
	Value              Literal
}

// Graph is a set of statements, in the order of Compare: the same statements give
// the same bytes, whatever the order in which they were added.
type Graph struct{ triples []Triple }

// Triples are all statements, sorted, each once.
func (g *Graph) Triples() []Triple { return slices.Clone(g.triples) }

// Compare sorts by subject, predicate (rdf:type first), thing and value.
func (t Triple) Compare(o Triple) int {
	return cmp.Or(cmp.Compare(t.Subject, o.Subject), cmp.Compare(rank(t.Predicate), rank(o.Predicate)),
		cmp.Compare(t.Predicate, o.Predicate), cmp.Compare(t.Thing, o.Thing),
		cmp.Compare(t.Value.Text, o.Value.Text), cmp.Compare(t.Value.Lang, o.Value.Lang), cmp.Compare(t.Value.Type, o.Value.Type))
}

func rank(predicate IRI) int {
	if predicate == rdfType {
		return 0
	}
	return 1
}

func (g *Graph) add(t Triple) {
	at, there := slices.BinarySearchFunc(g.triples, t, Triple.Compare)
	if !there {
		g.triples = slices.Insert(g.triples, at, t)
	}
}

// about adds statements on one subject.
type about struct {
	graph   *Graph
	subject IRI
}

func (a about) is(classes ...IRI) {
	for _, c := range classes {
		a.thing(rdfType, c)
	}
}

// thing leaves out what is empty; so do the others.
func (a about) thing(predicate IRI, things ...IRI) {
	for _, o := range things {
		if o != "" {
			a.graph.add(Triple{Subject: a.subject, Predicate: predicate, Thing: o})
		}
	}
}

func (a about) text(predicate IRI, text string) { a.literal(predicate, Literal{Text: text}) }

func (a about) typed(predicate IRI, text string, of IRI) {
	a.literal(predicate, Literal{Text: text, Type: of})
}

func (a about) both(predicate IRI, t Text) {
	a.literal(predicate, Literal{Text: t.IT, Lang: "it"})
	a.literal(predicate, Literal{Text: t.EN, Lang: "en"})
}

func (a about) literal(predicate IRI, l Literal) {
	if l.Text = strings.ToValidUTF8(l.Text, "\uFFFD"); l.Text != "" {
		a.graph.add(Triple{Subject: a.subject, Predicate: predicate, Value: l})
	}
}

// bySubject gives the statements on each subject together.
func (g *Graph) bySubject() [][]Triple {
	var out [][]Triple
	for i, t := range g.triples {
		if i == 0 || g.triples[i-1].Subject != t.Subject {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], t)
	}
	return out
}
