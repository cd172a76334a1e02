package gazetteer

import "strings"

// The word lists below never change after start.

// stopWords carry no meaning of their own in names of streets and places.
var stopWords = set(`a ad ai al all alla alle allo agli d da dai dal dall dalla dalle de dei degli del dell della
	delle dello di e ed i gli il in l la le lo per sul sull sulla`)

// articles among them stand before common nouns, not before surnames.
var articles = set(`al all alla alle ai agli di del dell della delle dello dei degli per sul sull sulla`)

// months after which a Roman I, V or X before them is a number: "I MAGGIO".
var months = set(`gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre`)

// titles may be left out: "Via Generale Cadorna" and "Via Cadorna". Those of
// the nobility may not: "Via Duca d'Aosta" is not "Via Aosta".
var titles = set(`amministratore avvocato beato canonico capitano caporale cardinale cavaliere colonnello
	commendatore comandante dottore don fratelli frate generale geometra ingegnere madre
	maestro maggiore maresciallo monsignore onorevole padre papa partigiano presidente professore senatore sindaco suor tenente vescovo`)

// shortTitles are titles and first words as people abbreviate them.
var shortTitles = pairs(`avv avvocato, can canonico, cap capitano, card cardinale, cav cavaliere, col colonnello,
	comm commendatore, dott dottore, dr dottore, flli fratelli, gen generale, geom geometra, ing ingegnere,
	mons monsignore, monsignor monsignore, on onorevole, prof professore, professor professore, dottor dottore,
	sen senatore, ten tenente, suora suor, mad madonna, mre monsignore`)

// generics are the words that say what a street is, by the family they belong
// to. A hamlet may be called borgata by one source and frazione by another.
var generics = families(
	`via: via`, `viale: viale`, `corso: corso`, `piazza: piazza`, `piazzale: piazzale`, `piazzetta: piazzetta`,
	`vicolo: vicolo`, `largo: largo`, `lungo: lungo`, `strada: strada stradale stradina`, `galleria: galleria`,
	`rotonda: rotonda rotatoria`, `salita: salita`, `discesa: discesa`, `traversa: traversa`, `ponte: ponte`,
	`autostrada: autostrada`, `tangenziale: tangenziale`, `giardino: giardino giardini`, `parco: parco`,
	`hamlet: frazione localita borgata borgo regione cascina cascine case tetti alpe cantone canton nucleo
	villaggio contrada rione quartiere`)

// streetWords are generic words that are hardly ever part of a name.
var streetWords = set(`via viale corso piazza piazzale piazzetta vicolo largo`)

// shortGenerics are the same words as people abbreviate them, after Fold: the
// sign between the letters has become a space, or has been left out.
var shortGenerics = pairs(`v via, p zza piazza, pza piazza, p za piazza, pzza piazza, piaz piazza, c so corso,
	cso corso, v le viale, vle viale, v lo vicolo, vlo vicolo, vic vicolo, l go largo, lgo largo, p le piazzale,
	ple piazzale, p zle piazzale, p tta piazzetta, ptta piazzetta, p etta piazzetta, s da strada, str strada,
	fraz frazione, fr frazione, frz frazione, loc localita, borg borgata, b ta borgata, bta borgata,
	b go borgo, reg regione, c na cascina, casc cascina, cna cascina, q re quartiere, stradale strada`)

// shortRoads are roads by number: "SP1" and "S.P. 1" are Strada Provinciale 1.
var shortRoads = pairs(`sp provinciale, s p provinciale, ss statale, s s statale, sr regionale, s r regionale,
	sc comunale, s c comunale`)

// roadOwners follow "strada" and come before its number.
var roadOwners = set(`provinciale statale regionale`)

// localityPrefixes may stand before the name of a locality.
var localityPrefixes = set(`quartiere q frazione fraz borgata borg localita loc rione regione reg zona hamlet`)

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// pairs reads "short long, short long"; the last word of each is the long one.
func pairs(list string) map[string]string {
	m := make(map[string]string)
	for p := range strings.SplitSeq(list, ",") {
		w := strings.Fields(p)
		m[strings.Join(w[:len(w)-1], " ")] = w[len(w)-1]
	}
	return m
}

func families(list ...string) map[string]string {
	m := make(map[string]string)
	for _, l := range list {
		family, words, _ := strings.Cut(l, ":")
		for w := range strings.FieldsSeq(words) {
			m[w] = family
		}
	}
	return m
}
