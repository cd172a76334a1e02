package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/access"
)

// PersonByEmail finds who is known by a folded address; geo.ErrNotFound otherwise.
func (s *Store) PersonByEmail(ctx context.Context, folded string) (access.Person, error) {
	return onePerson("person_by_email", s.db.QueryRow(ctx, query("person_by_email"), folded))
}

// SavePerson gives who is known by an address, made anew with the id of p when
// nobody is.
func (s *Store) SavePerson(ctx context.Context, p access.Person, now time.Time) (access.Person, error) {
	return onePerson("person_save", s.db.QueryRow(ctx, query("person_save"), p.ID, p.Email, access.FoldEmail(p.Email), p.Lang, now))
}

func onePerson(statement string, row pgx.Row) (access.Person, error) {
	var p access.Person
	if err := row.Scan(&p.ID, &p.Email, &p.Lang); err != nil {
		return access.Person{}, notFound(fmt.Errorf("%s: %w", statement, err), "Questo indirizzo non è noto. / This address is not known.")
	}
	return p, nil
}

// Principal gives a person and his roles as they are now; geo.ErrNotFound when
// he was erased.
func (s *Store) Principal(ctx context.Context, person uuid.UUID) (access.Principal, error) {
	var p access.Principal
	var roles, networks []string
	var zones []int
	err := s.db.QueryRow(ctx, query("principal"), person).Scan(&p.Person.ID, &p.Person.Email, &p.Person.Lang, &roles, &zones, &networks)
	if err != nil {
		return access.Principal{}, notFound(fmt.Errorf("principal: %w", err), "Questa persona non è nota. / This person is not known.")
	}
	for i, r := range roles {
		p.Grants = append(p.Grants, access.Grant{Role: access.Role(r), Zone: geo.ZoneID(zones[i]), Network: access.NetworkID(networks[i])})
	}
	return p, nil
}

// SaveGrant gives a person a role.
func (s *Store) SaveGrant(ctx context.Context, person uuid.UUID, g access.Grant, now time.Time) error {
	_, err := s.exec(ctx, "grant_insert", person, string(g.Role), int(g.Zone), string(g.Network), now)
	return err
}

// DeleteGrant takes a role from a person; geo.ErrNotFound when he does not have it.
func (s *Store) DeleteGrant(ctx context.Context, person uuid.UUID, g access.Grant) error {
	n, err := s.exec(ctx, "grant_delete", person, string(g.Role), int(g.Zone), string(g.Network))
	if err == nil && n == 0 {
		return geo.NotFound("Questa persona non ha il ruolo %s. / This person does not have the role %s.", g.Role, g.Role)
	}
	return err
}

// Moderators are those to whom what happens in a zone or network is written; the
// administrators where nobody moderates.
func (s *Store) Moderators(ctx context.Context, zone geo.ZoneID, network access.NetworkID) ([]access.Person, error) {
	return all(ctx, s.db, pgx.RowToStructByPos[access.Person], "moderators", int(zone), string(network))
}

// Granted is a role that somebody has.
type Granted struct {
	Email string
	access.Grant
}

// Granted lists all roles that were given.
func (s *Store) Granted(ctx context.Context) ([]Granted, error) {
	return all(ctx, s.db, func(row pgx.CollectableRow) (g Granted, err error) {
		return g, row.Scan(&g.Email, &g.Role, &g.Zone, &g.Network)
	}, "people_granted")
}

// Forget removes what access holds about a person: sessions, roles, links and
// mails. Run it inside Atomically, with the erasure of the person.
func (s *Store) Forget(ctx context.Context, p access.Person) error {
	folded := access.FoldEmail(p.Email)
	for _, x := range []struct {
		statement string
		of        any
	}{{"session_forget", p.ID}, {"grant_forget", p.ID}, {"link_forget", folded}, {"mail_forget", folded}} {
		if _, err := s.exec(ctx, x.statement, x.of); err != nil {
			return err
		}
	}
	return nil
}

// TokenClient gives the client of a token; geo.ErrNotFound when the token is
// unknown or revoked.
func (s *Store) TokenClient(ctx context.Context, token access.Hash) (client uuid.UUID, name string, err error) {
	if err = s.db.QueryRow(ctx, query("token"), token[:]).Scan(&client, &name); err != nil {
		err = notFound(fmt.Errorf("token: %w", err), "Questo token non è noto, o è stato revocato. / This token is unknown, or was revoked.")
	}
	return client, name, err
}

// SaveToken lets a client in by a token.
func (s *Store) SaveToken(ctx context.Context, token access.Hash, name string, client uuid.UUID, now time.Time) error {
	_, err := s.exec(ctx, "token_insert", token[:], name, client, now)
	return err
}

// RevokeTokens ends all tokens of a client and says how many there were.
func (s *Store) RevokeTokens(ctx context.Context, client uuid.UUID, now time.Time) (int64, error) {
	return s.exec(ctx, "token_revoke", client, now)
}
