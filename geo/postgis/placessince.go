package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/layer"
)

// PlacesSince gives the places that were touched after a version of them, as they
// are now, and the ids of those that people do not see any more, both by id.
// geo.ErrNotFound when the log does not reach back so far, or the version has not
// been yet: whoever asks reads all of them.
func (s *Store) PlacesSince(ctx context.Context, version int64) (layer.PlaceChange, error) {
	var batch pgx.Batch // of one moment, as openRows says
	batch.Queue(query("tile_state"))
	batch.Queue(query("tile_places_logged"))
	batch.Queue(query("tile_places_since"), version)
	answers := s.rows.SendBatch(ctx, &batch)
	out, err := placeChange(answers, version)
	if closed := answers.Close(); err == nil {
		err = closed
	}
	return out, notRead(ctx, err)
}

// placeChange reads the three answers.
func placeChange(answers pgx.BatchResults, version int64) (layer.PlaceChange, error) {
	var out layer.PlaceChange
	rows, err := answers.Query()
	if err != nil {
		return out, err
	}
	if out.State, err = tileState(rows); err != nil {
		return out, err
	}
	var from int64
	if err := answers.QueryRow().Scan(&from); err != nil {
		return out, err
	}
	if version < from || version > out.State.Places {
		return out, geo.NotFound("I cambiamenti dei luoghi dopo la versione %d non sono annotati / changes after that version are not logged", version)
	}
	if rows, err = answers.Query(); err != nil {
		return out, err
	}
	err = readPlaces(rows, &out)
	return out, err
}

// readPlaces reads the rows of tile_places_since.
func readPlaces(rows pgx.Rows, out *layer.PlaceChange) error {
	l, _ := layer.ByID("places")
	r, err := newRowReader(l, out.State.Kinds, nil)
	if err != nil {
		return err
	}
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
		var id string
		var cell *int64
		var lon, lat *float64
		texts := make([]*string, 6) // name to confirmed_on, as in tileColumns
		var external *bool
		err := row.Scan(&id, &cell, &lon, &lat, &texts[0], &texts[1], &texts[2], &texts[3], &texts[4], &texts[5], &external)
		if err != nil || lon == nil || lat == nil {
			out.Gone = append(out.Gone, id)
			return struct{}{}, err
		}
		p := layer.Row{Layer: l.ID, Key: id, Point: orb.Point{*lon, *lat}, Values: make([]any, len(r.fields))}
		if cell != nil {
			p.Cell = uint64(*cell)
		}
		p.Values[r.at[0]] = id
		for i, t := range texts {
			if t != nil {
				p.Values[r.at[i+1]] = *t
			}
		}
		if external != nil {
			p.Values[r.at[7]] = *external
		}
		out.Present = append(out.Present, p)
		return struct{}{}, nil
	})
	return err
}
