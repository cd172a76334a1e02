package registry

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
