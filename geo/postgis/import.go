package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/gazetteer"
	"atlante/geo/hex"
	"atlante/geo/ingest"
)

// SavePlaces writes new places and those whose key is known and whose content
// differs, each as a revision of its entry by the program, which goes public at
// once. Where somebody keeps the entry, or has written what people see, the
// revision waits to be looked at instead; an entry that is not public stays as it
// is. A position that a source has given exactly stays when a row brings only an
// approximate one for the same comune. When nothing differs nothing is written,
// not even the batch. IDs of rows are used for new places only. Run it inside
// Atomically; geo.ErrConflict when somebody edits one of the entries meanwhile.
func (s *Store) SavePlaces(ctx context.Context, b geo.Batch, rows []ingest.PlaceRow) (geo.PlaceChanges, error) {
	var c geo.PlaceChanges
	if err := s.copyPlaces(ctx, rows); err != nil {
		return c, err
	}
	for _, statement := range []string{"incoming_place_keep", "incoming_known", "incoming_known_fill", "incoming_known_erased"} {
		if _, err := s.exec(ctx, statement); err != nil {
			return c, err
		}
	}
	if err := s.db.QueryRow(ctx, query("incoming_counts")).Scan(&c.New, &c.Changed, &c.Same, &c.Waiting, &c.Kept); err != nil {
		return c, err
	}
	if c.New+c.Changed+c.Waiting == 0 {
		return c, nil
	}
	return c, s.movePlaces(ctx, b, c)
}

// copyPlaces brings rows to the temporary table incoming_place.
func (s *Store) copyPlaces(ctx context.Context, rows []ingest.PlaceRow) error {
	comuni, err := s.comuneNames(ctx)
	if err != nil {
		return err
	}
	for _, statement := range []string{"import_lock", "incoming_place"} {
		if _, err := s.exec(ctx, statement); err != nil {
			return err
		}
	}
	source := pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) { return placeColumns(rows[i], comuni) })
	columns := []string{"id", "key", "kind", "name", "folded", "address", "locality", "comune", "position", "cell", "precision", "radius_m",
		"street_confirmed", "position_source", "status", "service_area", "may_reach", "note", "source", "licence",
		"retrieved_on", "confirmed_on", "external"}
	if _, err := s.db.CopyFrom(ctx, pgx.Identifier{"pg_temp", "incoming_place"}, columns, source); err != nil {
		return fmt.Errorf("copy places: %w", err)
	}
	return nil
}

// movePlaces writes what incoming_known says is to become of the copied places.
func (s *Store) movePlaces(ctx context.Context, b geo.Batch, c geo.PlaceChanges) error {
	if err := s.saveBatch(ctx, b); err != nil {
		return err
	}
	reason := "import " + b.File
	if b.What != "places" {
		reason = b.What // places that were there, looked at again
	}
	if _, err := s.exec(ctx, "incoming_entry_new", b.CreatedAt); err != nil {
		return err
	}
	changed, err := s.exec(ctx, "incoming_entry_change", b.CreatedAt)
	if err != nil {
		return err
	}
	if changed != int64(c.Changed+c.Waiting) {
		return fmt.Errorf("%w: qualcuno ha modificato una delle schede proprio adesso: carica il file di nuovo / somebody has just edited one of the entries: import the file again", geo.ErrConflict)
	}
	role := string(access.Admin) // the table of rules has the program act as one
	if _, err := s.exec(ctx, "incoming_revision", b.CreatedAt, reason, role); err != nil {
		return err
	}
	if _, err := s.exec(ctx, "incoming_transition", b.CreatedAt, reason, role); err != nil {
		return err
	}
	_, err = s.exec(ctx, "incoming_place_show", b.ID)
	return err
}

func placeColumns(p ingest.PlaceRow, comuni map[geo.ComuneID]string) ([]any, error) {
	var position []byte
	var comune *string
	var cell *int64
	if p.Position != nil {
		var err error
		if position, err = encode(*p.Position, 4326); err != nil {
			return nil, err
		}
		c, err := hex.Of(*p.Position, hex.Resolution)
		if err != nil {
			return nil, err
		}
		n := int64(c)
		cell = &n
	}
	if p.Comune != "" {
		c := string(p.Comune)
		comune = &c
	}
	folded := gazetteer.Fold(strings.Join([]string{p.Name, p.Address, p.Locality, comuni[p.Comune]}, " "))
	return []any{p.ID, p.Key, string(p.Kind), p.Name, folded, p.Address, p.Locality, comune, position, cell, string(p.Precision),
		int32(p.RadiusM), p.StreetConfirmed, p.PositionSource, string(p.Status), plain(p.ServiceArea), plain(p.MayReach),
		p.Note, p.Source.Name, p.Source.Licence, date(p.Source.RetrievedOn), date(p.ConfirmedOn), p.External}, nil
}

func (s *Store) comuneNames(ctx context.Context) (map[geo.ComuneID]string, error) {
	comuni, _, err := s.Comuni(ctx, geo.ComuneFilter{})
	if err != nil {
		return nil, err
	}
	out := make(map[geo.ComuneID]string, len(comuni))
	for _, c := range comuni {
		out[c.ID] = c.Name
	}
	return out, nil
}
