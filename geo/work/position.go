package work

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/ingest"
)

// BoundaryReader tells in which comune a point lies, and how far from all of them.
type BoundaryReader interface {
	ComuniAt(context.Context, []orb.Point) (comuni []geo.ComuneID, approximate bool, err error)
	BorderMetres(context.Context, []orb.Point) (metres []float64, approximate bool, err error)
}

// compareComuni looks where the positions that a file gives lie: a row without a
// comune gets its own, so that it counts; one outside the territory is refused;
// one in another comune than it names is told, and keeps what it says.
func compareComuni(ctx context.Context, s BoundaryReader, rows []ingest.PlaceRow, file string, report *ingest.Report) error {
	var given []*ingest.PlaceRow
	var points []orb.Point
	for i := range rows {
		if rows[i].Position != nil && !rows[i].External {
			given, points = append(given, &rows[i]), append(points, *rows[i].Position)
		}
	}
	if err := compareBorder(ctx, s, rows, file, report); err != nil || points == nil {
		return err
	}
	comuni, approximate, err := s.ComuniAt(ctx, points)
	if err != nil {
		return err
	}
	for i, row := range given {
		switch at := comuni[i]; {
		case at == "":
			refuse(report, ingest.Reject{File: file, Line: row.Line, Column: positionColumn(report),
				Value:  fmt.Sprintf("%.6g, %.6g", points[i].Lat(), points[i].Lon()),
				Reason: "fuori dai 312 comuni della Città metropolitana: correggi le coordinate, o lasciale vuote / outside the 312 comuni"})
		case row.Comune == "":
			row.Comune = at
		case row.Comune != at && !approximate:
			tell(report, ingest.Notice{File: file, Line: row.Line,
				Text: fmt.Sprintf("le coordinate cadono nel comune %s, non in %s", at, row.Comune)})
		}
	}
	return nil
}

// compareBorder looks where places beyond the border lie: outside the territory,
// and no farther from it than geo.ExternalKm. Approximate boundaries cannot tell
// what is outside: the file is believed.
func compareBorder(ctx context.Context, s BoundaryReader, rows []ingest.PlaceRow, file string, report *ingest.Report) error {
	var external []*ingest.PlaceRow
	var points []orb.Point
	for i := range rows {
		if rows[i].External {
			external, points = append(external, &rows[i]), append(points, *rows[i].Position)
		}
	}
	if points == nil {
		return nil
	}
	metres, approximate, err := s.BorderMetres(ctx, points)
	if err != nil {
		return err
	}
	for i, row := range external {
		r := ingest.Reject{File: file, Line: row.Line, Column: positionColumn(report),
			Value: fmt.Sprintf("%.6g, %.6g", points[i].Lat(), points[i].Lon())}
		switch m := metres[i]; {
		case m > geo.ExternalKm*1000:
			r.Reason = fmt.Sprintf("a %.0f km dal territorio: oltre i %d km un luogo non è il più vicino per nessuno / too far from the territory", m/1000, geo.ExternalKm)
			refuse(report, r)
		case m == 0 && !approximate:
			r.Reason = "cade dentro i confini della Città metropolitana: non è un luogo oltre confine / inside the territory"
			refuse(report, r)
		case m == 0:
			tell(report, ingest.Notice{File: file, Line: row.Line,
				Text: fmt.Sprintf("%s: i confini approssimati lo comprendono; con quelli veri si vedrà se è oltre confine", row.Name)})
		}
	}
	return nil
}

// Rejects and notices beyond these are counted, not kept.
const keptRejects, keptNotices = 10_000, 1_000

func refuse(r *ingest.Report, why ingest.Reject) {
	if r.Rejected++; len(r.Rejects) < keptRejects {
		r.Rejects = append(r.Rejects, why)
	}
}

func tell(r *ingest.Report, what ingest.Notice) {
	if r.Noticed++; len(r.Notices) < keptNotices {
		r.Notices = append(r.Notices, what)
	}
}

// positionColumn is the header under which the file gives latitudes.
func positionColumn(r *ingest.Report) string {
	for header, field := range r.Columns {
		if field == "lat" {
			return header
		}
	}
	return "geometry"
}
