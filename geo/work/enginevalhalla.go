package work

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"

	"github.com/paulmach/orb"

	"atlante/geo"
)

// valhalla asks the matrix service of Valhalla.
// https://valhalla.github.io/valhalla/api/matrix/api-reference/
type valhalla struct{}

func (valhalla) kind() string { return "valhalla" }

type valhallaPoint struct {
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

type valhallaQuestion struct {
	Sources []valhallaPoint `json:"sources"`
	Targets []valhallaPoint `json:"targets"`
	Costing string          `json:"costing"`
}

func (valhalla) seconds(ctx context.Context, e *engine, sources []orb.Point, target orb.Point) ([]float64, error) {
	q := valhallaQuestion{Targets: []valhallaPoint{{target.Lon(), target.Lat()}}, Costing: "auto"}
	for _, p := range sources {
		q.Sources = append(q.Sources, valhallaPoint{p.Lon(), p.Lat()})
	}
	text, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Matrix json.RawMessage `json:"sources_to_targets"`
		Error  string
		Code   int `json:"error_code"`
	}
	if err := e.get(ctx, "/sources_to_targets", url.Values{"json": {string(text)}}.Encode(), &answer); err != nil {
		return nil, err
	}
	if answer.Error != "" || answer.Code != 0 {
		return nil, geo.Invalid("Valhalla risponde / answers %d: %.200q", answer.Code, answer.Error)
	}
	return valhallaTimes(answer.Matrix)
}

// valhallaTimes reads a matrix of one target in either of its forms: an object
// for each pair, or rows of durations beside rows of distances. Times are
// seconds, null without a way.
func valhallaTimes(matrix json.RawMessage) ([]float64, error) {
	var rows [][]*float64
	if bytes.HasPrefix(bytes.TrimSpace(matrix), []byte("{")) {
		var concise struct{ Durations [][]*float64 }
		if err := json.Unmarshal(matrix, &concise); err != nil {
			return nil, geo.Invalid("Valhalla: %v", err)
		}
		rows = concise.Durations
	} else {
		var verbose [][]struct{ Time *float64 }
		if err := json.Unmarshal(matrix, &verbose); err != nil {
			return nil, geo.Invalid("la risposta non ha il campo sources_to_targets di Valhalla / the answer lacks Valhalla's sources_to_targets (%v)", err)
		}
		for _, row := range verbose {
			var times []*float64
			for _, pair := range row {
				times = append(times, pair.Time)
			}
			rows = append(rows, times)
		}
	}
	out := make([]float64, len(rows))
	for i, row := range rows {
		if len(row) != 1 {
			return nil, geo.Invalid("Valhalla: %d colonne invece di una / columns instead of one", len(row))
		}
		out[i] = orInf(row[0])
	}
	return out, nil
}
