package road

import "strings"

// Tags are the keys and values of a node or a way; osm.Tags of paulmach/osm and
// TagMap are such. Find gives "" for a key that is absent.
type Tags interface {
	Find(key string) string
}

// TagMap is tags in a map.
type TagMap map[string]string

// Find the value of a key.
func (t TagMap) Find(key string) string { return t[key] }

// values of a list "a;b" in lower case, without blanks and empty ones.
func values(s string) []string {
	if s == "" {
		return nil
	}
	list := strings.Split(strings.ToLower(s), ";")
	kept := list[:0]
	for _, v := range list {
		if v = strings.TrimSpace(v); v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

// first value of the keys that is not empty, in lower case.
func first(t Tags, keys ...string) string {
	for _, k := range keys {
		if v := t.Find(k); v != "" {
			return strings.ToLower(strings.TrimSpace(v))
		}
	}
	return ""
}
