package wire

import (
	"net/http"

	"golang.org/x/text/language"
)

// Lang is the language of a request: "it" or "en", from the query parameter
// lang or else from Accept-Language. Italian is the default.
func Lang(r *http.Request) string {
	switch r.URL.Query().Get("lang") {
	case "it":
		return "it"
	case "en":
		return "en"
	}
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return "it"
	}
	offers := []language.Tag{language.Italian, language.English}
	if _, i, _ := language.NewMatcher(offers).Match(wanted...); i == 1 {
		return "en"
	}
	return "it"
}

// Text holds the same words in both languages.
type Text struct{ IT, EN string }

// In gives the words in a language, Italian unless it is "en".
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.IT
}
