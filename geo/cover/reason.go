package cover

import (
	"fmt"
	"strings"

	"atlante/geo"
)

// Reason says in one plain sentence who is far from what, by how much and how
// sure it is, in Italian ("it", also for any other word) or English ("en").
// Minutes are rounded up.
func Reason(g Gap, kind geo.Kind, lang string) string {
	if lang == "en" {
		return reasonEN(g, kind)
	}
	return reasonIT(g, kind)
}

func reasonIT(g Gap, k geo.Kind) string {
	who := g.residentsIT() + " di " + g.townsIn("it")
	if g.Why == WhyNoRoad || g.MedianMinutes == nil {
		return fmt.Sprintf("Per %s non risulta alcuna via verso un luogo del tipo «%s»: %s.", lower(who), k.NameIT, g.Model.wordsIT())
	}
	verb := "sono"
	if g.Residents == 1 {
		verb = "è"
	}
	s := fmt.Sprintf("%s %s a circa %s%s %s %s%s", who, verb, minutesIT(*g.MedianMinutes), g.span(),
		modeIT(g.Mode), k.NearestIT, g.nearest())
	switch g.Why {
	case WhyNothing:
		s += ", e nella valle non c'è alcun luogo di questo tipo"
	case WhyUnknown:
		s += ", ma di un luogo di questo tipo in zona non si conosce la posizione"
	}
	return s + ": " + g.Model.wordsIT() + "."
}

func reasonEN(g Gap, k geo.Kind) string {
	who, verb := g.residentsEN()+" of "+g.townsIn("en"), "are"
	if g.Residents == 1 {
		verb = "is"
	}
	if g.Why == WhyNoRoad || g.MedianMinutes == nil {
		have := "have"
		if g.Residents == 1 {
			have = "has"
		}
		return fmt.Sprintf("%s %s no known way to any place of the kind “%s”: %s.", who, have, k.NameEN, g.Model.wordsEN())
	}
	unit := "minutes"
	if Shown(*g.MedianMinutes) == 1 {
		unit = "minute"
	}
	s := fmt.Sprintf("%s %s about %s %s%s %s %s%s", who, verb, Number(Shown(*g.MedianMinutes), "en"), unit, g.span(),
		modeEN(g.Mode), k.NearestEN, g.nearest())
	switch g.Why {
	case WhyNothing:
		s += ", and there is no place of this kind in the valley"
	case WhyUnknown:
		s += ", but the position of a place of this kind nearby is not known"
	}
	return s + ": " + g.Model.wordsEN() + "."
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

// nearest names the place after "the nearest …": ", Lo Spaccio (Torino)".
func (g Gap) nearest() string {
	if g.NearestName == "" {
		return ""
	}
	if g.NearestComuneName == "" {
		return ", " + g.NearestName
	}
	return ", " + g.NearestName + " (" + g.NearestComuneName + ")"
}

func minutesIT(minutes float64) string {
	n := Shown(minutes)
	if n == 1 {
		return "1 minuto"
	}
	return Number(n, "it") + " minuti"
}

func modeIT(m geo.Mode) string {
	if m == geo.ModeFoot {
		return "a piedi"
	}
	return "in auto"
}

func modeEN(m geo.Mode) string {
	if m == geo.ModeFoot {
		return "on foot"
	}
	return "by car"
}

// wordsIT says what stands behind the minutes.
func (m Model) wordsIT() string {
	if m == ModelEstimate {
		return "stima senza strade"
	}
	return "tempi sulla rete stradale"
}

func (m Model) wordsEN() string {
	if m == ModelEstimate {
		return "an estimate without roads"
	}
	return "times on the road network"
}
