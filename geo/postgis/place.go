package postgis

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/ingest"
)

// Kinds lists the kinds in the order in which people see them.
func (s *Store) Kinds(ctx context.Context) ([]geo.Kind, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (geo.Kind, error) {
		var k geo.Kind
		err := r.Scan(&k.ID, &k.NameIT, &k.NameEN, &k.PluralIT, &k.PluralEN, &k.NearestIT, &k.NearestEN, &k.ByArea,
			&k.Completeness, &k.ModeMountain, &k.ModeElse, &k.ThresholdCar, &k.ThresholdFoot, &k.Position, &k.Itinerant)
		return k, err
	}, "kinds")
}

// SaveKinds inserts or replaces kinds.
func (s *Store) SaveKinds(ctx context.Context, kinds []geo.Kind) error {
	for _, k := range kinds {
		_, err := s.exec(ctx, "kind_save", k.ID, k.NameIT, k.NameEN, k.PluralIT, k.PluralEN, k.NearestIT, k.NearestEN,
			k.ByArea, k.Completeness, k.ModeMountain, k.ModeElse, k.ThresholdCar, k.ThresholdFoot, k.Position, k.Itinerant)
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

// Place gives one place; *geo.Moved when it was merged into another, *geo.Gone
// when people have seen it and it was withdrawn or erased.
func (s *Store) Place(ctx context.Context, id geo.PlaceID) (geo.Place, error) {
	rows, err := all(ctx, s.db, scanKeyed, "place", id)
	if err != nil {
		return geo.Place{}, err
	}
	if len(rows) == 0 {
		return geo.Place{}, s.noPlace(ctx, id)
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
	var position, contacts []byte
	err := r.Scan(&p.key, &p.ID, &p.Kind, &p.Name, &p.Address, &p.Locality, &p.Comune, &p.ComuneName, &p.Zone, &position,
		&p.Precision, &p.RadiusM, &p.StreetConfirmed, &p.PositionSource, &p.Status, &p.ServiceArea, &p.MayReach, &p.Note,
		&p.Source.Name, &p.Source.Licence, &p.Source.RetrievedOn, &p.ConfirmedOn,
		&p.Description, &p.Hours, &p.Wheelchair, &p.Areas, &p.LegalForm, &p.Operator, &p.Website, &contacts, &p.Verification,
		&p.Network, &p.NetworkName, &p.External)
	if err != nil {
		return p, err
	}
	if p.Position, err = decodePoint(position); err != nil {
		return p, err
	}
	var public []contact
	if err := json.Unmarshal(contacts, &public); err != nil {
		return p, err
	}
	for _, c := range public {
		p.Contacts = append(p.Contacts, geo.Contact{Kind: string(c.Kind), Value: c.Value})
	}
	return p, nil
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
