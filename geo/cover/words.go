package cover

import (
	"fmt"

	"atlante/geo"
)

// words are what sentences on gaps are made of, in one language.
type words struct {
	lang                   string
	of                     string // residents of …
	is, are                string
	at, about              string // so many minutes; about so many, where no road was measured
	minute, minutes        string
	car, foot              string
	estimate, roads        string // what stands behind the minutes
	synthetic              string // the same, of roads that a program made up
	nothing, unplaced      string // why
	visits, noted          string // no itinerant service reaches them; as far as is registered
	visitsOne, notedOne    string // him
	closes, half, noneLeft string // if the nearest place closes
	outside, outsideOne    string // of every area served by a kind
	asNoted, list, missing string // the list of that kind is no survey
	noWay, noWayOne        string // the residents and the kind
}

var (
	italian = words{
		lang: "it", of: " di ", is: " è ", are: " sono ", at: "a ", about: "a circa ", minute: " minuto", minutes: " minuti",
		car: " in auto", foot: " a piedi",
		estimate: "secondo una stima senza strade", roads: "sulla rete stradale",
		synthetic: "su una rete stradale sintetica, che non esiste",
		nothing:   ", e nella valle non c'è alcun luogo di questo tipo",
		unplaced:  ", ma di un luogo di questo tipo in zona non si conosce la posizione",
		visits:    "; nessun servizio itinerante li raggiunge",
		noted:     "; nessun servizio itinerante registrato li raggiunge",
		visitsOne: "; nessun servizio itinerante lo raggiunge",
		notedOne:  "; nessun servizio itinerante registrato lo raggiunge",
		closes:    "Se questo chiude, il più vicino diventa",
		half:      ": metà dei residenti impiega allora almeno ",
		noneLeft:  "Se questo chiude, per almeno metà dei residenti non risulta alcuna via verso un altro luogo di questo tipo.",
		outside:   "%s sono fuori da ogni area servita (%s)", outsideOne: "%s è fuori da ogni area servita (%s)",
		asNoted: ", per quanto è registrato: ", list: "l'elenco non è un censimento", missing: ", qualcuno può mancare.",
		noWay: "Per %s non risulta alcuna via verso un luogo del tipo «%s»", noWayOne: "Per %s non risulta alcuna via verso un luogo del tipo «%s»",
	}
	english = words{
		lang: "en", of: " of ", is: " is ", are: " are ", about: "about ", minute: " minute", minutes: " minutes",
		car: " by car", foot: " on foot",
		estimate: "by an estimate without roads", roads: "on the road network",
		synthetic: "on a synthetic road network that does not exist",
		nothing:   ", and there is no place of this kind in the valley",
		unplaced:  ", but the position of a place of this kind nearby is not known",
		visits:    "; no itinerant service reaches them",
		noted:     "; no registered itinerant service reaches them",
		visitsOne: "; no itinerant service reaches them",
		notedOne:  "; no registered itinerant service reaches them",
		closes:    "If this one closes, the nearest becomes",
		half:      ": half of the residents then take at least ",
		noneLeft:  "If this one closes, at least half of the residents have no known way to another place of this kind.",
		outside:   "%s lie outside every area served (%s)", outsideOne: "%s lies outside every area served (%s)",
		asNoted: ", as far as is registered: ", list: "the list is no survey", missing: ", some may be missing.",
		noWay: "%s have no known way to any place of the kind “%s”", noWayOne: "%s has no known way to any place of the kind “%s”",
	}
)

func wordsOf(lang string) words {
	if lang == "en" {
		return english
	}
	return italian
}

// either gives the first word for one resident, the second for more.
func either(g Gap, one, more string) string {
	if g.Residents == 1 {
		return one
	}
	return more
}

// take says minutes rounded up: "41 minuti".
func (w words) take(minutes float64) string {
	n := Shown(minutes)
	if n == 1 {
		return "1" + w.minute
	}
	return Number(n, w.lang) + w.minutes
}

// by says how people travel.
func (w words) by(m geo.Mode) string {
	if m == geo.ModeFoot {
		return w.foot
	}
	return w.car
}

func (w words) nearest(k geo.Kind) string {
	if w.lang == "en" {
		return k.NearestEN
	}
	return k.NearestIT
}

func (w words) kind(k geo.Kind) string {
	if w.lang == "en" {
		return k.NameEN
	}
	return k.NameIT
}

// made says what stands behind the minutes.
func (w words) made(g Gap) []Phrase {
	text := w.roads
	switch {
	case g.Model == ModelEstimate:
		text = w.estimate
	case g.Synthetic:
		text = w.synthetic
	}
	return []Phrase{{Text: ", "}, {Text: text, About: AboutModel}}
}

// visited says that nobody comes, where that is known; and the full stop.
func (w words) visited(g Gap) Phrase {
	switch g.Itinerant {
	case VisitsNone:
		return Phrase{Text: either(g, w.visitsOne, w.visits) + "."}
	case VisitsNoneYet:
		return Phrase{Text: either(g, w.notedOne, w.noted) + "."}
	}
	return Phrase{Text: "."}
}

// far is the sentence on people who have a way, too long a one.
func (w words) far(g Gap, k geo.Kind, who string) []Phrase {
	at := w.at
	if g.Model == ModelEstimate {
		at = w.about
	}
	out := []Phrase{{Text: who + either(g, w.is, w.are) + at + w.take(*g.MedianMinutes) + g.span() + w.by(g.Mode)}}
	out = append(out, w.made(g)...)
	out = append(out, Phrase{Text: ", " + w.nearest(k)})
	out = append(out, placePhrases(", ", g.NearestName, g.NearestComuneName)...)
	switch g.Why {
	case WhyNothing:
		out = append(out, Phrase{Text: w.nothing})
	case WhyUnknown:
		out = append(out, Phrase{Text: w.unplaced})
	}
	return append(out, w.visited(g))
}

// cutOff is the sentence on people who have no way.
func (w words) cutOff(g Gap, k geo.Kind, who string) []Phrase {
	if w.lang != "en" {
		who = lower(who)
	}
	out := []Phrase{{Text: fmt.Sprintf(either(g, w.noWayOne, w.noWay), who, w.kind(k))}}
	return append(append(out, w.made(g)...), w.visited(g))
}

// byArea is the sentence on a kind that comes to the people. That a list is no
// survey is said in it.
func (w words) byArea(g Gap, k geo.Kind, who string) []Phrase {
	text := fmt.Sprintf(either(g, w.outsideOne, w.outside), who, w.kind(k))
	if g.Confidence == Confirmed {
		return []Phrase{{Text: text + "."}}
	}
	return []Phrase{{Text: text + w.asNoted}, {Text: w.list, About: AboutList}, {Text: w.missing}}
}
