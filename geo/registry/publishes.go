package registry

import "slices"

// Publishes tells whether a content has public contacts that were not public in
// the one before.
func Publishes(before, after Content) bool {
	old := before.PublicContacts()
	return slices.ContainsFunc(after.PublicContacts(), func(x Contact) bool { return !slices.Contains(old, x) })
}
