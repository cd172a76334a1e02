package ingest

import (
	"context"
	"io"

	"atlante/geo"
)

const (
	kindID = iota
	kindNameIT
	kindNameEN
	kindPluralIT
	kindPluralEN
	kindNearestIT
	kindNearestEN
	kindByArea
	kindCompleteness
	kindModeMountain
	kindModeElse
	kindThresholdCar
	kindThresholdFoot
	kindPosition
	kindItinerant
)

var kindFields = []field{
	kindID:            {name: "id", required: true},
	kindNameIT:        {name: "name_it", required: true},
	kindNameEN:        {name: "name_en", required: true},
	kindPluralIT:      {name: "plural_it", required: true},
	kindPluralEN:      {name: "plural_en", required: true},
	kindNearestIT:     {name: "nearest_it", required: true},
	kindNearestEN:     {name: "nearest_en", required: true},
	kindByArea:        {name: "by_area", required: true},
	kindCompleteness:  {name: "completeness", required: true},
	kindModeMountain:  {name: "mode_mountain", required: true},
	kindModeElse:      {name: "mode_else", required: true},
	kindThresholdCar:  {name: "threshold_car", required: true},
	kindThresholdFoot: {name: "threshold_foot", required: true},
	kindPosition:      {name: "position", required: true},
	kindItinerant:     {name: "itinerant"},
}

// ReadKinds reads the kinds of places, one row each, with the columns that
// geo.Kind has; thresholds in minutes. Kinds by area have mode "area" and
// thresholds 0.
func ReadKinds(ctx context.Context, r io.Reader, o Options) ([]geo.Kind, *Report, error) {
	t, err := openTable(ctx, r, o, kindFields)
	if err != nil {
		return nil, t.report, err
	}
	var out []geo.Kind
	err = t.each(func(r *row) error {
		k := readKind(r)
		for _, o := range out {
			if o.ID == k.ID || o.Position == k.Position {
				r.reject(kindID, "tipo o posizione ripetuti / kind or position given twice")
			}
		}
		if !r.bad {
			out = append(out, k)
		}
		return nil
	})
	return out, t.report, err
}

func readKind(r *row) geo.Kind {
	id, err := geo.ParseKindID(r.text(kindID))
	r.rejectErr(kindID, err)
	k := geo.Kind{
		ID:            id,
		NameIT:        r.needText(kindNameIT),
		NameEN:        r.needText(kindNameEN),
		PluralIT:      r.needText(kindPluralIT),
		PluralEN:      r.needText(kindPluralEN),
		NearestIT:     r.needText(kindNearestIT),
		NearestEN:     r.needText(kindNearestEN),
		ByArea:        r.yesNo(kindByArea),
		Completeness:  r.text(kindCompleteness),
		ModeMountain:  r.mode(kindModeMountain),
		ModeElse:      r.mode(kindModeElse),
		ThresholdCar:  r.integer(kindThresholdCar),
		ThresholdFoot: r.integer(kindThresholdFoot),
		Position:      r.integer(kindPosition),
		Itinerant:     r.yesNo(kindItinerant),
	}
	if k.Completeness != "complete" && k.Completeness != "not_surveyed" {
		r.reject(kindCompleteness, `completezza: "complete" o "not_surveyed" / completeness`)
	}
	if k.ByArea != (k.ModeMountain == geo.ModeArea) || k.ByArea != (k.ModeElse == geo.ModeArea) {
		r.reject(kindByArea, `un tipo ad area ha modo "area", gli altri no / mode area goes with by_area`)
	}
	if k.Itinerant && !k.ByArea {
		r.reject(kindItinerant, "solo un tipo ad area può essere itinerante / only a kind by area is itinerant")
	}
	if !k.ByArea && (k.ThresholdCar < 1 || k.ThresholdFoot < 1 || k.ThresholdCar > 240 || k.ThresholdFoot > 240) {
		r.reject(kindThresholdCar, "soglie: da 1 a 240 minuti / thresholds: 1 to 240 minutes")
	}
	return k
}

func (r *row) mode(f int) geo.Mode {
	switch m := geo.Mode(r.text(f)); m {
	case geo.ModeCar, geo.ModeFoot, geo.ModeArea:
		return m
	}
	r.reject(f, "modo: car, foot o area / mode: car, foot or area")
	return ""
}
