package dcat

import (
	"fmt"
	"slices"
	"strings"
)

// mandatory are the properties that the profile asks for, by class (DCAT-AP_IT 1.1,
// OWL restrictions with cardinality of at least one).
var mandatory = [...]struct {
	class      IRI
	properties []IRI
}{
	{dcatapit + "Catalog", []IRI{dct + "title", dct + "description", dct + "publisher", dct + "modified", dcat + "dataset"}},
	{dcatapit + "Dataset", []IRI{dct + "identifier", dct + "title", dct + "description", dct + "modified", dcat + "theme",
		dct + "rightsHolder", dct + "accrualPeriodicity", dcat + "distribution"}},
	{dcatapit + "Distribution", []IRI{dct + "format", dcat + "accessURL", dct + "license"}},
	{dcatapit + "Agent", []IRI{dct + "identifier", foaf + "name"}},
	{dcatapit + "Organization", []IRI{vcard + "fn", vcard + "hasEmail"}},
	{dcatapit + "LicenseDocument", []IRI{dct + "type"}},
	{dct + "PeriodOfTime", []IRI{dcatapit + "startDate"}},
}

// Missing are properties that the profile asks for and that nobody has given.
type Missing struct{ What []string }

func (m *Missing) Error() string {
	return "Al catalogo DCAT-AP_IT mancano: " + strings.Join(m.What, "; ") + " / the DCAT-AP_IT catalogue lacks them"
}

// check finds what the profile asks for and is not there, and things of the
// catalogue that are named and not described.
func (g *Graph) check() error {
	var lacks []string
	subjects := map[IRI]bool{}
	for _, group := range g.bySubject() {
		subjects[group[0].Subject] = true
		for _, m := range mandatory {
			if !states(group, rdfType, m.class) {
				continue
			}
			for _, p := range m.properties {
				if !states(group, p, "") {
					lacks = append(lacks, fmt.Sprintf("%s: %s", group[0].Subject, short(p)))
				}
			}
		}
	}
	for _, t := range g.triples {
		base, _, _ := strings.Cut(string(t.Subject), "#")
		if strings.HasPrefix(string(t.Thing), base+"#") && !subjects[t.Thing] {
			lacks = append(lacks, string(t.Thing))
		}
	}
	if len(lacks) > 0 {
		return &Missing{slices.Compact(lacks)}
	}
	return nil
}

// states tells whether there is a statement with this predicate, and this thing
// unless it is empty.
func states(group []Triple, predicate, thing IRI) bool {
	return slices.ContainsFunc(group, func(t Triple) bool {
		return t.Predicate == predicate && (thing == "" || t.Thing == thing)
	})
}
