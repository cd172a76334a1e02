package web

import (
	"context"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/gazetteer"
	"atlante/geo/hex"
)

// published gives the latest computation and the kinds it is about.
type published interface {
	// Publication answers geo.ErrNotFound before the first one.
	Publication(context.Context) (cover.Publication, error)
	Kinds(context.Context) ([]geo.Kind, error)
	// LayerVersions gives the version of every layer of tiles; versions only grow.
	LayerVersions(context.Context) (map[string]int64, error)
}

// territory gives zones and valleys.
type territory interface {
	Zones(ctx context.Context, geometry bool) ([]geo.Zone, error)
	Valleys(context.Context) ([]geo.Valley, error)
}

// comuni gives municipalities.
type comuni interface {
	Comuni(context.Context, geo.ComuneFilter) ([]geo.Comune, string, error)
	Comune(context.Context, geo.ComuneID) (geo.Comune, error)
}

// places gives places.
type places interface {
	Places(context.Context, geo.PlaceFilter) ([]geo.Place, string, error)
	Place(context.Context, geo.PlaceID) (geo.Place, error)
}

// figures gives the figures of areas and cells.
type figures interface {
	Figures(context.Context, cover.FigureFilter) ([]cover.Figure, error)
	CellDetail(context.Context, hex.Cell, cover.Scenario) (cover.CellDetail, error)
}

// gaps gives the underserved areas.
type gaps interface {
	Gaps(context.Context, cover.GapFilter) ([]cover.Gap, string, error)
	Gap(ctx context.Context, id string, scenario cover.Scenario) (cover.Gap, error)
	WholeAreas(context.Context, cover.GapFilter) ([]cover.WholeArea, error)
	// GapHistory answers geo.ErrNotFound when there never was such an area.
	GapHistory(ctx context.Context, id string, scenario cover.Scenario) (cover.GapHistory, error)
}

// comparisons give the estimate beside the roads.
type comparisons interface {
	// Comparison answers geo.ErrNotFound when there are no roads.
	Comparison(context.Context) (cover.Comparison, error)
	// LatestEngineComparison answers geo.ErrNotFound when the times on these roads
	// were never compared with those of another engine.
	LatestEngineComparison(context.Context, geo.RoadVersion) (geo.EngineComparison, error)
}

// geocoder turns words into points.
type geocoder interface {
	Geocode(ctx context.Context, q string, limit int) ([]gazetteer.Answer, error)
}

// Store is all that the pages read.
type Store interface {
	published
	territory
	comuni
	places
	figures
	gaps
	comparisons
	geocoder
}
