package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/hex"
	"atlante/geo/ingest"
)

// Kinds lists the kinds in the order in which people see them.
func (s *Store) Kinds(ctx context.Context) ([]geo.Kind, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (geo.Kind, error) {
		var k geo.Kind
		err := r.Scan(&k.ID, &k.NameIT, &k.NameEN, &k.PluralIT, &k.PluralEN, &k.NearestIT, &k.NearestEN, &k.ByArea,
			&k.Completeness, &k.ModeMountain, &k.ModeElse, &k.ThresholdCar, &k.ThresholdFoot, &k.Position)
		return k, err
	}, "kinds")
}

// SaveKinds inserts or replaces kinds.
func (s *Store) SaveKinds(ctx context.Context, kinds []geo.Kind) error {
	for _, k := range kinds {
		_, err := s.exec(ctx, "kind_save", k.ID, k.NameIT, k.NameEN, k.PluralIT, k.PluralEN, k.NearestIT, k.NearestEN,
			k.ByArea, k.Completeness, k.ModeMountain, k.ModeElse, k.ThresholdCar, k.ThresholdFoot, k.Position)
		if err != nil {
			return err
		}
	}
	return nil
}

// Places lists places by likeness to the words asked for, then by name in
// Italian order, a page at a time (Limit 0 is all of them).
func (s *Store) Places(ctx context.Context, f geo.PlaceFilter) ([]geo.Place, string, error) {
	after, err := afterKey(f.After, "-1\x1f\x1f"+uuid.Nil.String())
	if err != nil {
		return nil, "", err
	}
	key := strings.Split(after, "\x1f")
	if len(key) != 3 || uuid.Validate(key[2]) != nil || !number.MatchString(key[0]) {
		return nil, "", geo.Invalid("after: il segnaposto di pagina non è valido / not a cursor of ours")
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 1 << 20
	}
	kinds, status := plain(f.Kinds), plain(f.Status)
	rows, err := all(ctx, s.db, scanKeyed, "places", kinds, f.Zone, string(f.Comune), string(f.Territory), bound(f.BBox),
		status, gazetteer.Fold(f.Q), f.Unlocated, key[0], key[1], key[2], limit+1)
	if err != nil {
		return nil, "", err
	}
	rows, next := page(rows, limit, func(p keyed) string {
		return p.key + "\x1f" + p.Name + "\x1f" + p.ID.String()
	})
	out := make([]geo.Place, len(rows))
	for i, r := range rows {
		out[i] = r.Place
	}
	return out, next, nil
}

// Place gives one place.
func (s *Store) Place(ctx context.Context, id geo.PlaceID) (geo.Place, error) {
	rows, err := all(ctx, s.db, scanKeyed, "place", id)
	if err != nil {
		return geo.Place{}, err
	}
	if len(rows) == 0 {
		return geo.Place{}, geo.NotFound("Nessun luogo ha l'identificativo %s: forse è stato ritirato / no such place", id)
	}
	return rows[0].Place, nil
}

// keyed is a place with a text before it: its distance from the words asked for,
// exactly as a cursor needs it, or the key of imports.
type keyed struct {
	geo.Place
	key string
}

func scanKeyed(r pgx.CollectableRow) (keyed, error) {
	var p keyed
	var position []byte
	err := r.Scan(&p.key, &p.ID, &p.Kind, &p.Name, &p.Address, &p.Locality, &p.Comune, &p.ComuneName, &p.Zone, &position,
		&p.Precision, &p.RadiusM, &p.StreetConfirmed, &p.PositionSource, &p.Status, &p.ServiceArea, &p.MayReach, &p.Note,
		&p.Source.Name, &p.Source.Licence, &p.Source.RetrievedOn, &p.ConfirmedOn)
	if err != nil {
		return p, err
	}
	p.Position, err = decodePoint(position)
	return p, err
}

// PlaceRows gives all places with the keys by which imports know them, by id.
func (s *Store) PlaceRows(ctx context.Context) ([]ingest.PlaceRow, error) {
	rows, err := all(ctx, s.db, scanKeyed, "place_rows")
	out := make([]ingest.PlaceRow, len(rows))
	for i, r := range rows {
		out[i] = ingest.PlaceRow{Place: r.Place, Key: r.key}
	}
	return out, err
}

// SavePlaces inserts new places and updates those whose key is known and whose
// content differs. A position that a source has given exactly stays when a row
// brings only an approximate one for the same comune. When nothing differs nothing is written, not even the batch.
// IDs of rows are used for new places only. Run it inside Atomically.
func (s *Store) SavePlaces(ctx context.Context, b geo.Batch, rows []ingest.PlaceRow) (geo.PlaceChanges, error) {
	var c geo.PlaceChanges
	comuni, err := s.comuneNames(ctx)
	if err != nil {
		return c, err
	}
	if _, err := s.exec(ctx, "incoming_place"); err != nil {
		return c, err
	}
	source := pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) { return placeColumns(rows[i], comuni) })
	columns := []string{"id", "key", "kind", "name", "folded", "address", "locality", "comune", "position", "cell", "precision", "radius_m",
		"street_confirmed", "position_source", "status", "service_area", "may_reach", "note", "source", "licence",
		"retrieved_on", "confirmed_on"}
	if _, err := s.db.CopyFrom(ctx, pgx.Identifier{"pg_temp", "incoming_place"}, columns, source); err != nil {
		return c, fmt.Errorf("copy places: %w", err)
	}
	if _, err := s.exec(ctx, "incoming_place_keep"); err != nil {
		return c, err
	}
	if err := s.db.QueryRow(ctx, query("incoming_place_differences")).Scan(&c.New, &c.Changed, &c.Same); err != nil {
		return c, err
	}
	if c.New+c.Changed == 0 {
		return c, nil
	}
	if err := s.saveBatch(ctx, b); err != nil {
		return c, err
	}
	_, err = s.exec(ctx, "incoming_place_move", b.ID)
	return c, err
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
		p.Note, p.Source.Name, p.Source.Licence, date(p.Source.RetrievedOn), date(p.ConfirmedOn)}, nil
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
