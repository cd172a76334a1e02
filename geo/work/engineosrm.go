package work

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// osrm asks the table service of OSRM, and its route service, pair by pair,
// where that gives no table. https://project-osrm.org/docs/v5.24.0/api/
type osrm struct{ singly bool }

func (*osrm) kind() string { return "osrm" }

func (o *osrm) seconds(ctx context.Context, e *engine, sources []orb.Point, target orb.Point) ([]float64, error) {
	if !o.singly {
		out, code, err := o.table(ctx, e, sources, target)
		switch code {
		case "NoSegment", "NoTable": // one point spoils a whole table
		case "TooBig", "NotImplemented", "InvalidService":
			o.singly = true
		default:
			return out, err
		}
	}
	out := make([]float64, len(sources))
	for i, from := range sources {
		var err error
		if out[i], err = o.route(ctx, e, from, target); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// table gives the code of an answer that holds no times.
func (o *osrm) table(ctx context.Context, e *engine, sources []orb.Point, target orb.Point) ([]float64, string, error) {
	var answer struct {
		Code      string
		Message   string
		Durations [][]*float64 // by source, then destination; null without a way
	}
	points := append(append([]orb.Point(nil), sources...), target)
	indices := make([]string, len(sources))
	for i := range sources {
		indices[i] = fmt.Sprint(i)
	}
	query := fmt.Sprintf("sources=%s&destinations=%d&annotations=duration", strings.Join(indices, ";"), len(sources))
	if err := e.get(ctx, "/table/v1/driving/"+coordinates(points), query, &answer); err != nil {
		return nil, "", err
	}
	if answer.Code != "Ok" {
		return nil, answer.Code, osrmSays(answer.Code, answer.Message)
	}
	out := make([]float64, len(answer.Durations))
	for i, row := range answer.Durations {
		if len(row) != 1 {
			return nil, "", geo.Invalid("OSRM: %d colonne invece di una / columns instead of one", len(row))
		}
		out[i] = orInf(row[0])
	}
	return out, "", nil
}

// route is +Inf when OSRM knows no way or no road near a point.
func (o *osrm) route(ctx context.Context, e *engine, from, to orb.Point) (float64, error) {
	var answer struct {
		Code    string
		Message string
		Routes  []struct{ Duration *float64 }
	}
	if err := e.get(ctx, "/route/v1/driving/"+coordinates([]orb.Point{from, to}), "overview=false", &answer); err != nil {
		return 0, err
	}
	switch {
	case answer.Code == "NoRoute" || answer.Code == "NoSegment":
		return math.Inf(1), nil
	case answer.Code != "Ok" || len(answer.Routes) == 0:
		return 0, osrmSays(answer.Code, answer.Message)
	}
	return orInf(answer.Routes[0].Duration), nil
}

func osrmSays(code, message string) error {
	if code == "" {
		return geo.Invalid("la risposta non ha il campo code di OSRM / the answer lacks OSRM's code")
	}
	return geo.Invalid("OSRM risponde / answers %.40q: %.200q", code, message)
}

// coordinates writes points as lon,lat;lon,lat.
func coordinates(points []orb.Point) string {
	parts := make([]string, len(points))
	for i, p := range points {
		parts[i] = fmt.Sprintf("%.6f,%.6f", p.Lon(), p.Lat())
	}
	return strings.Join(parts, ";")
}

// orInf is +Inf for a null or a time that is none.
func orInf(seconds *float64) float64 {
	if seconds == nil || *seconds < 0 || math.IsNaN(*seconds) {
		return math.Inf(1)
	}
	return *seconds
}
