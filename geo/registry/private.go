package registry

import (
	"slices"

	"github.com/google/uuid"
)

// ComparedByStrangers is a content as far as strangers may find it by likeness:
// by contacts that are public, and by codes of bodies (11 digits). To be told
// that there is an entry with the 16 characters of a person would be to be told
// whose they are.
func ComparedByStrangers(c Content) Content {
	c.Contacts = c.PublicContacts()
	for _, s := range []*string{&c.Operator.CodiceFiscale, &c.Operator.PartitaIVA} {
		if len(code(*s)) != lenPartitaIVA {
			*s = ""
		}
	}
	return c
}

const lenPartitaIVA = 11

// HistoryFor gives the revisions of an entry as one of those who keep it may read
// them. People come and go: what others have written and what no longer stands
// there is without its private contacts and codes, so that a claim that is
// accepted does not open those of everybody who was there before. What the person
// wrote himself, and what he sees anyway in the present revisions, stays. The
// revisions given are not changed.
func HistoryFor(person uuid.UUID, e Entry, revisions []Revision) []Revision {
	mine := func(r Revision) bool {
		return r.Author == person || r.Number == e.Public || r.Number == e.Waiting
	}
	contacts, codes := map[Contact]bool{}, map[string]bool{}
	for _, r := range revisions {
		if !mine(r) {
			continue
		}
		codes[r.Content.Operator.CodiceFiscale], codes[r.Content.Operator.PartitaIVA] = true, true
		for _, x := range r.Content.Contacts {
			contacts[Contact{Kind: x.Kind, Value: x.Value}] = true
		}
	}
	out := slices.Clone(revisions)
	for i := range out {
		if mine(out[i]) {
			continue
		}
		c := &out[i].Content
		c.Contacts = slices.DeleteFunc(slices.Clone(c.Contacts), func(x Contact) bool {
			return !x.Publish && !contacts[Contact{Kind: x.Kind, Value: x.Value}]
		})
		for _, s := range []*string{&c.Operator.CodiceFiscale, &c.Operator.PartitaIVA} {
			if !codes[*s] {
				*s = ""
			}
		}
	}
	return out
}
