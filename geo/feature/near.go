package feature

import (
	"slices"
	"strings"
)

// nearMost is how many names Near gives.
const nearMost = 3

// Near gives the fields that a name may mean which is none: those spelled almost
// like it, those whose name holds it, and those whose title does, in any language.
func (c Collection) Near(name string) []string {
	name = strings.ToLower(strings.TrimSpace(name))
	var out []string
	add := func(is func(Field) bool) {
		for _, f := range c.Fields {
			if len(out) < nearMost && is(f) && !slices.Contains(out, f.Name) {
				out = append(out, f.Name)
			}
		}
	}
	if name == "" || len(name) > 40 { // no name of ours is as long
		return nil
	}
	add(func(f Field) bool { return distance(name, f.Name) <= min(2, len(name)/3) })
	if len(name) >= 3 && len(out) == 0 {
		add(func(f Field) bool { return strings.Contains(f.Name, name) })
		add(func(f Field) bool { return hasWord(f.TitleIT, name) || hasWord(f.TitleEN, name) })
	}
	return out
}

// hasWord tells whether a word of a title begins with a text.
func hasWord(title, text string) bool {
	return slices.ContainsFunc(strings.Fields(strings.ToLower(title)), func(w string) bool { return strings.HasPrefix(w, text) })
}

// distance is how many letters must be put in, taken out or changed to make one
// word of another.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}
