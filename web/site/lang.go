package site

// Lang is a language in which the pages can be read.
type Lang string

// Italian comes first; ?lang=en chooses English.
const (
	Italian Lang = "it"
	English Lang = "en"
)

// Languages are all of them, the default first.
var Languages = []Lang{Italian, English}

// Pick gives the text in the language where the domain holds both.
func (l Lang) Pick(it, en string) string {
	if l == English {
		return en
	}
	return it
}
