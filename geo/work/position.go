package work

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/ingest"
)

// BoundaryReader tells in which comune a point lies.
type BoundaryReader interface {
	ComuniAt(context.Context, []orb.Point) (comuni []geo.ComuneID, approximate bool, err error)
}

// compareComuni looks where the positions that a file gives lie: a row without a
// comune gets its own, so that it counts; one outside the territory is refused;
// one in another comune than it names is told, and keeps what it says.
func compareComuni(ctx context.Context, s BoundaryReader, rows []ingest.PlaceRow, file string, report *ingest.Report) error {
	var given []*ingest.PlaceRow
	var points []orb.Point
	for i := range rows {
		if rows[i].Position != nil {
			given, points = append(given, &rows[i]), append(points, *rows[i].Position)
		}
	}
	if points == nil {
		return nil
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
