package api

import (
	"atlante/api/wire"
)

// routes is the table of all operations.
func routes() []route {
	return []route{
		{
			id: "listPlaces", path: "/api/v1/places", summary: wire.Text{IT: "Luoghi", EN: "Places"},
			params: []param{kindParam(), zoneParam(), comuneParam(), territoryParam(), bboxParam(), wordsParam(), statusParam(), unlocatedParam(), limitParam(), afterParam()},
			json:   List[Place]{}, geojson: FeatureCollection[Place]{}, versioned: true, ask: askPlaces,
		},
		{
			id: "readPlace", path: "/api/v1/places/{id}", summary: wire.Text{IT: "Un luogo", EN: "One place"},
			params: []param{path("id", schema{"type": "string", "format": "uuid"}, nil, "identificativo del luogo", "id of the place")},
			json:   Place{}, geojson: Feature[Place]{}, versioned: true, moves: true, ask: askPlace,
		},
		{
			id: "readPlaceClosing", path: "/api/v1/places/{id}/closing", summary: wire.Text{IT: "Che cosa succede ai residenti se un luogo chiude", EN: "What becomes of the residents if a place closes"},
			params: []param{path("id", schema{"type": "string", "format": "uuid"}, nil, "identificativo del luogo", "id of the place"), scenarioParam()},
			json:   Closing{}, versioned: true, moves: true, ask: askClosing,
		},
		{
			id: "listComuni", path: "/api/v1/comuni", summary: wire.Text{IT: "Comuni", EN: "Comuni (municipalities)"},
			params: []param{zoneParam(), territoryParam(), bboxParam(), wordsParam(), limitParam(), afterParam()},
			json:   List[Comune]{}, geojson: FeatureCollection[Comune]{}, versioned: true, ask: askComuni,
		},
		{
			id: "readComune", path: "/api/v1/comuni/{istat}", summary: wire.Text{IT: "Un comune; il codice di un comune soppresso dà quello di oggi, con un avviso", EN: "One comune; the code of a suppressed one gives today's, with a notice"},
			params: []param{path("istat", istatSchema, "001272", "codice ISTAT", "ISTAT code")},
			json:   ComuneDetail{}, geojson: Feature[ComuneDetail]{}, versioned: true, ask: askComune,
		},
		{
			id: "listZones", path: "/api/v1/zones", summary: wire.Text{IT: "Zone omogenee", EN: "Zone omogenee (groups of comuni)"},
			json: List[Zone]{}, geojson: FeatureCollection[Zone]{}, versioned: true, ask: askZones,
		},
		{
			id: "readZone", path: "/api/v1/zones/{n}", summary: wire.Text{IT: "Una zona omogenea", EN: "One zona omogenea"},
			params: []param{path("n", whole(1, 99), 7, "numero della zona", "number of the zone")},
			json:   ZoneDetail{}, geojson: Feature[ZoneDetail]{}, versioned: true, ask: askZone,
		},
		{
			id: "listCoverage", path: "/api/v1/coverage", summary: wire.Text{IT: "Residenti raggiunti, per area e tipo di luogo", EN: "Residents reached, by area and kind of place"},
			params: []param{areaParam(), kindParam(), zoneParam(), comuneParam(), territoryParam(), figureScenarioParam(), minutesParam(), limitParam(), afterParam()},
			json:   List[CoverageCounts]{}, geojson: FeatureCollection[CoverageFlat]{}, versioned: true, ask: askCoverage,
		},
		{
			id: "listGaps", path: "/api/v1/gaps", summary: wire.Text{IT: "Aree non servite, per tipo, dalla più grave", EN: "Underserved areas by kind, the most severe first"},
			params: []param{kindParam(), zoneParam(), comuneParam(), gapTerritoryParam(), bboxParam(), scenarioParam(), limitParam(), afterParam()},
			json:   GapList{}, geojson: FeatureCollection[Gap]{}, versioned: true, ask: askGaps,
		},
		{
			id: "readGap", path: "/api/v1/gaps/{id}", summary: wire.Text{IT: "Un'area non servita", EN: "One underserved area"},
			params: []param{path("id", text(80), nil, "identificativo dell'area", "id of the area"), scenarioParam()},
			json:   GapDetail{}, geojson: Feature[GapDetail]{}, versioned: true, ask: askGap,
		},
		{
			id: "readGapHistory", path: "/api/v1/gaps/{id}/history", summary: wire.Text{IT: "La storia di un'area non servita, anche di una che non c'è più", EN: "The history of an underserved area, of one that is gone too"},
			params: []param{path("id", text(80), nil, "identificativo dell'area", "id of the area"), scenarioParam()},
			json:   GapHistory{}, versioned: true, ask: askGapHistory,
		},
		{
			id: "readCell", path: "/api/v1/cells/{h3}", summary: wire.Text{IT: "Una cella H3 di risoluzione 9", EN: "One H3 cell of resolution 9"},
			params: []param{path("h3", schema{"type": "string", "maxLength": 16, "pattern": "^[0-9a-fA-F]{15,16}$"}, nil, "indice H3, esadecimale", "H3 index, hexadecimal"), scenarioParam()},
			json:   Cell{}, geojson: Feature[Cell]{}, versioned: true, ask: askCell,
		},
		{
			id: "geocode", path: "/api/v1/geocode", summary: wire.Text{IT: "Punti per un nome o un indirizzo, il migliore per primo", EN: "Points for a name or an address, best first"},
			params: geocodeParams(),
			json:   List[Location]{}, geojson: FeatureCollection[Location]{}, ask: askGeocode,
		},
		{
			id: "listKinds", path: "/api/v1/kinds", summary: wire.Text{IT: "Tipi di luogo", EN: "Kinds of place"},
			json: List[Kind]{}, ask: askKinds,
		},
		{
			id: "readPublication", path: "/api/v1/publication", summary: wire.Text{IT: "L'ultimo calcolo della copertura: quando, come, da quali dati", EN: "The latest computation of coverage: when, how, from which data"},
			json: Publication{}, versioned: true, ask: askPublication,
		},
		{
			id: "readCalibration", path: "/api/v1/calibration", summary: wire.Text{IT: "La stima dei tempi messa accanto alle strade", EN: "The estimate of travel times beside the roads"},
			json: Calibration{}, ask: askCalibration,
		},
		{
			id: "listProblems", path: "/api/problems", summary: wire.Text{IT: "I problemi con cui il servizio può rispondere", EN: "The problems that the service may answer with"},
			json: ProblemList{}, ask: askProblems,
		},
	}
}

func unlocatedParam() param {
	return query("unlocated", word("true"), "true", "solo i luoghi senza posizione: il lavoro da fare", "only the places without a position: the work to do")
}

// ProblemList is what the addresses in the type of a problem point into.
type ProblemList struct {
	Items []ProblemKind `json:"items"`
}

// ProblemKind is one kind of problem.
type ProblemKind struct {
	Name     string `json:"name"`
	Status   int    `json:"status"`
	TitleIT  string `json:"title_it"`
	TitleEN  string `json:"title_en"`
	DetailIT string `json:"detail_it"`
	DetailEN string `json:"detail_en"`
}

func askProblems(*service, *call) (reply, error) {
	return func() (any, error) {
		return ProblemList{each(wire.ProblemKinds(), func(k wire.ProblemKind) ProblemKind {
			return ProblemKind{k.Name, k.Status, k.Title.IT, k.Title.EN, k.Detail.IT, k.Detail.EN}
		})}, nil
	}, nil
}
