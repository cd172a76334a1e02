package postgis

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/hex"
	"atlante/geo/registry"
)

// Show makes people see a revision of an entry: public contacts only, never a
// codice fiscale. A body that is not known yet gets the id given.
func (s *Store) Show(ctx context.Context, e registry.Entry, r registry.Revision, body uuid.UUID) error {
	comune, err := s.comuneName(ctx, r.Content.Comune)
	if err != nil {
		return err
	}
	columns, err := shown(e, r, comune)
	if err != nil {
		return err
	}
	if _, err := s.exec(ctx, "place_show", columns...); err != nil {
		return err
	}
	return s.relate(ctx, e.ID, r, body)
}

// Hide takes an entry from the public.
func (s *Store) Hide(ctx context.Context, id uuid.UUID) error {
	if _, err := s.exec(ctx, "relations_clear", id, ""); err != nil {
		return err
	}
	_, err := s.exec(ctx, "place_hide", id)
	return err
}

// shown are the parameters of place_show.sql.
func shown(e registry.Entry, r registry.Revision, comune string) ([]any, error) {
	c := r.Content
	var position []byte
	var cell *int64
	precision := c.Precision
	if c.Position == nil {
		precision = geo.PrecisionNone
	} else {
		var err error
		if position, err = encode(*c.Position, 4326); err != nil {
			return nil, err
		}
		at, err := hex.Of(*c.Position, hex.Resolution)
		if err != nil {
			return nil, err
		}
		n := int64(at)
		cell = &n
	}
	public, website := []contact{}, ""
	for _, x := range c.PublicContacts() {
		public = append(public, contact{Kind: x.Kind, Value: x.Value})
		if x.Kind == registry.Website && website == "" {
			website = x.Value
		}
	}
	contacts, err := json.Marshal(public)
	if err != nil {
		return nil, err
	}
	folded := gazetteer.Fold(strings.Join([]string{c.Name, c.Address, c.Locality, comune}, " "))
	return []any{e.ID, string(c.Kind), c.Name, folded, c.Address, c.Locality, orNull(string(c.Comune)), position, cell,
		string(precision), c.RadiusM, c.StreetConfirmed, c.PositionSource, string(c.Status), plain(c.ServiceArea),
		plain(c.MayReach), c.Note, r.Source.Name, r.Source.Licence, date(r.Source.RetrievedOn), date(c.ConfirmedOn),
		c.Description, c.Hours, string(c.Wheelchair), plain(c.Areas), string(c.Operator.LegalForm), c.Operator.Name, website,
		contacts, string(e.Verification), orNull(string(c.Network)), c.External}, nil
}

// relate writes who operates the place, where it is a guest and its network.
func (s *Store) relate(ctx context.Context, place uuid.UUID, r registry.Revision, body uuid.UUID) error {
	c := r.Content
	name := c.Operator.Name
	if name == "" && (c.Operator.LegalForm != "" || c.Operator.CodiceFiscale != "") {
		name = c.Name // the place and the body bear the same one
	}
	folded := gazetteer.Fold(name)
	if _, err := s.exec(ctx, "relations_clear", place, folded); err != nil {
		return err
	}
	if folded != "" {
		_, err := s.exec(ctx, "relation_operates", place, body, name, folded, string(c.Comune), r.Source.Name, r.Source.Licence)
		if err != nil {
			return err
		}
	}
	if c.Host != uuid.Nil {
		if _, err := s.exec(ctx, "relation_hosts", place, c.Host); err != nil {
			return err
		}
	}
	if c.Network != "" {
		if _, err := s.exec(ctx, "relation_member", place, string(c.Network)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) comuneName(ctx context.Context, id geo.ComuneID) (string, error) {
	if id == "" {
		return "", nil
	}
	var name string
	err := s.db.QueryRow(ctx, query("comune_name"), string(id)).Scan(&name)
	return name, notFound(err, "Nessun comune della Città metropolitana ha il codice ISTAT %s / no comune has this code", id)
}
