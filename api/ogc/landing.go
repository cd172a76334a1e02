package ogc

import (
	"slices"

	"atlante/api/wire"
	"atlante/geo/cql2"
	"atlante/geo/feature"
)

// Landing is the answer of the root.
type Landing struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Attribution string `json:"attribution"`
	Links       []Link `json:"links"`
}

var serviceTitle = wire.Text{
	IT: "Atlante dell'economia sociale – servizi OGC",
	EN: "Atlas of the social economy – OGC services",
}

var about = wire.Text{
	IT: "Luoghi, comuni, zone, celle e aree non servite della mappa dell'economia sociale della Città metropolitana di Torino, per QGIS, GDAL e gli altri strumenti GIS. Sola lettura, dati aperti.",
	EN: "Places, comuni, zones, cells and underserved areas of the map of the social economy of the metropolitan city of Torino, for QGIS, GDAL and other GIS tools. Read only, open data.",
}

func landing(c *call) (answer, error) {
	list, err := c.collections()
	if err != nil {
		return answer{}, err
	}
	credit, err := c.credit()
	if err != nil {
		return answer{}, err
	}
	doc := Landing{Title: serviceTitle.In(c.lang), Description: about.In(c.lang), Attribution: credit, Links: c.around(asJSON)}
	add := func(links ...Link) { doc.Links = append(doc.Links, links...) }
	add(Link{Href: c.at("/api"), Rel: "service-desc", Type: contentType(asAPI), Title: "OpenAPI 3.0"},
		Link{Href: c.at("/api?f=html"), Rel: "service-doc", Type: asHTML.MediaType, Title: c.say("L'API spiegata", "The API explained")})
	add(c.pair("/conformance", relConformance, asJSON, "Classi di conformità", "Conformance classes")...)
	add(c.pair("/conformance", "conformance", asJSON, "Classi di conformità", "Conformance classes")[0])
	add(c.pair("/collections", "data", asJSON, "Le raccolte di dati", "The collections of data")...)
	add(c.pair("/collections", relData, asJSON, "Le raccolte di dati", "The collections of data")[0])
	add(c.pair("/tiles", relTilesets, asJSON, "Tile vettoriali di tutti i livelli", "Vector tiles of all layers")...)
	add(c.pair("/tileMatrixSets", relTilingList, asJSON, "Griglie delle tile", "Grids of the tiles")[0])
	add(c.style(), c.licence())
	return answer{doc, Page{Name: "landing", Title: serviceTitle, View: LandingView{About: about, Collections: list, Address: c.at("/")}}}, nil
}

// LandingView is what the page of the root shows.
type LandingView struct {
	About       wire.Text
	Collections []feature.Collection
	Address     string // to copy into a GIS tool
}

// Conformance is the answer of /conformance.
type Conformance struct {
	ConformsTo []string `json:"conformsTo"`
}

const spec = "http://www.opengis.net/spec/"

// classes are the conformance classes. Those of CQL2 are the ones that the parser
// brings; the first of space has two names, for tools that know only the one of
// the drafts.
func classes() []string {
	out := []string{}
	add := func(standard string, names ...string) {
		for _, n := range names {
			out = append(out, spec+standard+"/conf/"+n)
		}
	}
	add("ogcapi-common-1/1.0", "core", "landing-page", "html", "json", "oas30")
	add("ogcapi-common-2/1.0", "collections")
	add("ogcapi-features-1/1.0", "core", "geojson", "html", "oas30")
	add("ogcapi-features-2/1.0", "crs")
	add("ogcapi-features-3/1.0", "queryables", "queryables-query-parameters", "filter", "features-filter")
	add("ogcapi-features-5/1.0", "schemas", "core-roles-features", "queryables", "sortables")
	add("ogcapi-features-8/1.0", "sorting")
	add("ogcapi-tiles-1/1.0", "core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt")
	add("tms/2.0", "tilematrixset", "json-tilematrixset", "tilematrixsetlimits", "json-tilematrixsetlimits", "tilesetmetadata", "json-tilesetmetadata")
	add("cql2/1.0", "cql2-text", "cql2-json")
	for _, o := range cql2.Operators() {
		if class := spec + "cql2/1.0/conf/" + o.Class; !slices.Contains(out, class) {
			out = append(out, class)
		}
	}
	add("cql2/1.0", "basic-spatial-operators")
	return out
}

func conformance(c *call) (answer, error) {
	list := classes()
	title := wire.Text{IT: "Classi di conformità", EN: "Conformance classes"}
	return answer{Conformance{list}, Page{Name: "conformance", Title: title, View: list}}, nil
}
