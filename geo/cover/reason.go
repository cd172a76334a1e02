package cover

import (
	"fmt"
	"strings"

	"atlante/geo"
)

// Phrase is a piece of a sentence, and what it is about: a page may link it.
type Phrase struct {
	Text  string
	About Subject
}

// Subject is what a phrase is about.
type Subject string

// The subjects. The place is Gap.Nearest, or Gap.Second in IfCloses.
const (
	AboutNothing Subject = ""
	AboutPlace   Subject = "place"
	AboutModel   Subject = "model" // how the minutes were made
	AboutList    Subject = "list"  // how complete the list of a kind is
)

// Reason says in one plain sentence who is far from what, by how much and how
// sure it is, in Italian ("it", also for any other word) or English ("en").
// Minutes are rounded up. This is the only place where it is worded: who wants
// links in it takes ReasonPhrases, the same sentence in pieces.
func Reason(g Gap, kind geo.Kind, lang string) string { return join(ReasonPhrases(g, kind, lang)) }

// ReasonPhrases is the sentence of Reason in pieces.
func ReasonPhrases(g Gap, kind geo.Kind, lang string) []Phrase {
	w := wordsOf(lang)
	who := g.residents(lang) + w.of + g.townsIn(lang)
	switch {
	case g.Mode == geo.ModeArea:
		return w.byArea(g, kind, who)
	case g.Why == WhyNoRoad || g.MedianMinutes == nil:
		return w.cutOff(g, kind, who)
	}
	return w.far(g, kind, who)
}

// IfCloses says in one sentence what becomes of the residents if the place that
// is nearest to most of them closes; "" when there is none.
func IfCloses(g Gap, lang string) string { return join(IfClosesPhrases(g, lang)) }

// IfClosesPhrases is the sentence of IfCloses in pieces.
func IfClosesPhrases(g Gap, lang string) []Phrase {
	w := wordsOf(lang)
	switch {
	case g.Nearest == nil || g.Mode == geo.ModeArea:
		return nil
	case g.Second == nil || g.SecondMinutes == nil:
		return []Phrase{{Text: w.noneLeft}}
	}
	out := placePhrases(w.closes+" ", g.SecondName, g.SecondComuneName)
	return append(out, Phrase{Text: w.half + w.take(*g.SecondMinutes) + w.by(g.Mode) + "."})
}

func join(phrases []Phrase) string {
	var b strings.Builder
	for _, p := range phrases {
		b.WriteString(p.Text)
	}
	return b.String()
}

// placePhrases name a place after what leads to it: ", Lo Spaccio (Torino)".
func placePhrases(before, name, comune string) []Phrase {
	if name == "" {
		return nil
	}
	out := []Phrase{{Text: before}, {Text: name, About: AboutPlace}}
	if comune != "" {
		out = append(out, Phrase{Text: " (" + comune + ")"})
	}
	return out
}

// residents is the subject, with its article.
func (g Gap) residents(lang string) string {
	if lang == "en" {
		return g.residentsEN()
	}
	return g.residentsIT()
}

// residentsIT is the subject with its article: "Gli 812 residenti", "I 200
// residenti", "L'unico residente"; "812 dei 1.200 residenti" where the area does
// not hold all the residents of its comuni.
func (g Gap) residentsIT() string {
	switch n := g.Residents; {
	case g.partial():
		of := "dei"
		if vowel(g.ComuniResidents) {
			of = "degli"
		}
		return fmt.Sprintf("%s %s %s residenti", Number(n, "it"), of, Number(g.ComuniResidents, "it"))
	case n == 1:
		return "L'unico residente"
	case vowel(n):
		return "Gli " + Number(n, "it") + " residenti"
	default:
		return "I " + Number(n, "it") + " residenti"
	}
}

func (g Gap) residentsEN() string {
	switch n := g.Residents; {
	case g.partial():
		return fmt.Sprintf("%s of the %s residents", Number(n, "en"), Number(g.ComuniResidents, "en"))
	case n == 1:
		return "The only resident"
	default:
		return "The " + Number(n, "en") + " residents"
	}
}

// partial tells whether people of its comuni live outside the area.
func (g Gap) partial() bool { return g.ComuniResidents > g.Residents }

// lower makes the article of residentsIT small inside a sentence.
func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// townsIn names the comuni with most residents and counts the others.
func (g Gap) townsIn(lang string) string {
	names := g.ComuneNames
	if len(names) == 0 { // only the Italian name is known
		_, after, _ := strings.Cut(g.Name, ": ")
		return after
	}
	more := len(g.Comuni) - len(names)
	if more <= 0 {
		return joinTwo(lang, names)
	}
	list := strings.Join(names, ", ")
	switch {
	case lang == "en" && more == 1:
		return list + " and one other comune"
	case lang == "en":
		return fmt.Sprintf("%s and %d other comuni", list, more)
	case more == 1:
		return list + " e un altro comune"
	}
	return fmt.Sprintf("%s e altri %d comuni", list, more)
}

// span is the range of the median, " (36–47)"; nothing when it is not known or
// rounding leaves a single number.
func (g Gap) span() string {
	if g.MinutesLow == nil || g.MinutesHigh == nil || Shown(*g.MinutesLow) == Shown(*g.MinutesHigh) {
		return ""
	}
	return fmt.Sprintf(" (%d–%d)", Shown(*g.MinutesLow), Shown(*g.MinutesHigh))
}
