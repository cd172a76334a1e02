package dcat

import "strings"

// The vocabularies, with the prefixes that both ways of writing share.
const (
	rdf      = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsd      = "http://www.w3.org/2001/XMLSchema#"
	dct      = "http://purl.org/dc/terms/"
	dcat     = "http://www.w3.org/ns/dcat#"
	dcatapit = "http://dati.gov.it/onto/dcatapit#"
	foaf     = "http://xmlns.com/foaf/0.1/"
	vcard    = "http://www.w3.org/2006/vcard/ns#"
	owl      = "http://www.w3.org/2002/07/owl#"
	skos     = "http://www.w3.org/2004/02/skos/core#"
	locn     = "http://www.w3.org/ns/locn#"
	gsp      = "http://www.opengis.net/ont/geosparql#"
)

// prefixes in the order in which they are written.
var prefixes = [...]struct{ name, iri string }{
	{"dcat", dcat}, {"dcatapit", dcatapit}, {"dct", dct}, {"foaf", foaf}, {"gsp", gsp}, {"locn", locn},
	{"owl", owl}, {"rdf", rdf}, {"skos", skos}, {"vcard", vcard}, {"xsd", xsd},
}

const (
	rdfType     IRI = rdf + "type"
	dateType    IRI = xsd + "date"
	instantType IRI = xsd + "dateTime"
	addressType IRI = xsd + "anyURI"
	wktType     IRI = gsp + "wktLiteral"
)

// The lists of values that the profile names.
const (
	// Themes is the list of the themes of data of the Publications Office of the EU.
	Themes      IRI = "http://publications.europa.eu/resource/authority/data-theme"
	language        = "http://publications.europa.eu/resource/authority/language/"
	fileType        = "http://publications.europa.eu/resource/authority/file-type/"
	frequency       = "http://publications.europa.eu/resource/authority/frequency/"
	accessRight     = "http://publications.europa.eu/resource/authority/access-right/"
	mediaTypes      = "https://www.iana.org/assignments/media-types/"
)

// Theme is one of the themes of data of the EU.
type Theme string

// The themes in use.
const (
	Society   Theme = "SOCI" // population and society
	Regions   Theme = "REGI" // regions and cities
	Transport Theme = "TRAN"
)

func (t Theme) iri() IRI { return Themes + "/" + IRI(t) }

// Frequency says how often data change.
type Frequency string

// The frequencies in use.
const (
	Continuous Frequency = "UPDATE_CONT"
	Irregular  Frequency = "IRREG"
)

// Licence is the document that says what may be done with data.
type Licence struct {
	Address IRI    // of the licence itself
	Kind    IRI    // of the list of ADMS
	Name    string // as lawyers write it
	Version string
	Listed  IRI // its entry in the Italian list of licences, if there is one
}

// CCBY4 is the licence of entries and figures, as ADMS and the Italian list of
// licences name it.
var CCBY4 = Licence{Address: "https://creativecommons.org/licenses/by/4.0/", Kind: "http://purl.org/adms/licencetype/Attribution",
	Name: "Creative Commons Attribuzione 4.0 Internazionale (CC BY 4.0)", Version: "4.0",
	Listed: "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"}

// media is the address of a media type in the list of IANA, without parameters; ""
// for one that is not registered there.
func media(mediaType string) IRI {
	bare, _, _ := strings.Cut(mediaType, ";")
	if bare = strings.TrimSpace(bare); bare == "" || bare == "application/flatgeobuf" {
		return ""
	}
	return IRI(mediaTypes + bare)
}
