package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/postgis"
)

type userCmd struct {
	Add    userAddCmd    `cmd:"" help:"Dà un ruolo a un indirizzo e-mail / give a role to an e-mail address."`
	List   userListCmd   `cmd:"" help:"Elenca chi ha un ruolo / list who has a role."`
	Remove userRemoveCmd `cmd:"" help:"Toglie i ruoli a un indirizzo e chiude i suoi accessi / take the roles away, end the sessions."`
	Token  userTokenCmd  `cmd:"" help:"Crea il token di un programma, mostrato una volta sola / make a token for a program, shown once."`
	Revoke userRevokeCmd `cmd:"" help:"Revoca i token di un programma / revoke the tokens of a program."`
}

// roleFlags say which role, and where it holds.
type roleFlags struct {
	Role    access.Role      `enum:"admin,planner,zone_moderator,network_moderator," default:"" help:"admin, planner, zone_moderator, network_moderator."`
	Zone    geo.ZoneID       `placeholder:"N" help:"Zona omogenea di chi modera, da 1 a 11 / zone of a zone moderator."`
	Network access.NetworkID `placeholder:"NOME" help:"Rete di chi modera / network of a network moderator."`
}

// grant is the role as it is kept, where its zone or network fits.
func (f roleFlags) grant() (access.Grant, error) {
	g := access.Grant{Role: f.Role, Zone: f.Zone, Network: f.Network}
	switch {
	case (f.Role == access.ZoneModerator) != (f.Zone != 0):
		return g, fmt.Errorf("%w: --zone serve con zone_moderator, e solo con quello: atlante user add EMAIL --role zone_moderator --zone 7 / --zone goes with zone_moderator alone", errUsage)
	case (f.Role == access.NetworkModerator) != (f.Network != ""):
		return g, fmt.Errorf("%w: --network serve con network_moderator, e solo con quello / --network goes with network_moderator alone", errUsage)
	}
	return g, nil
}

type userAddCmd struct {
	Email string `arg:"" help:"Indirizzo con cui si accede / the address to sign in with."`
	roleFlags
	Lang string `enum:"it,en" default:"it" help:"Lingua delle mail / language of the mails: it, en."`
}

// Run gives the role at once: it is read at each request. Whoever has it signs in
// by a link sent to the address; there is no password.
func (c *userAddCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	if c.Role == "" {
		return fmt.Errorf("%w: quale ruolo? Aggiungi --role admin, planner, zone_moderator o network_moderator / which role?", errUsage)
	}
	g, err := c.grant()
	if err != nil {
		return err
	}
	address, _, err := access.ParseEmail(c.Email)
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	return with(ctx, s, log, func(d *database) error {
		if err := known(ctx, d.Store, g); err != nil {
			return err
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		return d.Atomically(ctx, func(store *postgis.Store) error {
			now := time.Now()
			p, err := store.SavePerson(ctx, access.Person{ID: id, Email: address, Lang: c.Lang}, now)
			if err != nil {
				return err
			}
			if err := store.SaveGrant(ctx, p.ID, g, now); err != nil {
				return err
			}
			out.say("%s: %s. Accede da /accedi con un collegamento che riceve per posta / signs in at /accedi by a link sent by mail.", p.Email, sayGrant(g))
			return nil
		})
	})
}

// known refuses zones and networks that are not there, naming those that are.
func known(ctx context.Context, store *postgis.Store, g access.Grant) error {
	if g.Zone != 0 {
		zones, err := store.Zones(ctx, false)
		if err != nil {
			return err
		}
		for _, z := range zones {
			if z.ID == g.Zone {
				return nil
			}
		}
		return geo.NotFound("la zona %d non c'è: vanno da 1 a %d / no such zone", g.Zone, len(zones))
	}
	if g.Network == "" {
		return nil
	}
	networks, err := store.Networks(ctx)
	if err != nil {
		return err
	}
	var names []string
	for _, n := range networks {
		if n.ID == g.Network {
			return nil
		}
		names = append(names, string(n.ID))
	}
	return geo.NotFound("la rete %q non c'è; ci sono: %s / no such network", g.Network, strings.Join(names, ", "))
}

func sayGrant(g access.Grant) string {
	switch {
	case g.Zone != 0:
		return fmt.Sprintf("%s, zona %d", g.Role, g.Zone)
	case g.Network != "":
		return fmt.Sprintf("%s, rete %s", g.Role, g.Network)
	}
	return string(g.Role)
}

type userListCmd struct{}

func (c *userListCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	return with(ctx, s, log, func(d *database) error {
		list, err := d.Granted(ctx)
		if err != nil {
			return err
		}
		for _, g := range list {
			out.say("%-40s %s", g.Email, sayGrant(g.Grant))
		}
		if len(list) == 0 {
			out.say("Nessuno ha un ruolo. Il primo amministratore: atlante user add nome@esempio.it --role admin / nobody has a role.")
		}
		return nil
	})
}

type userRemoveCmd struct {
	Email string `arg:"" help:"Indirizzo e-mail / e-mail address."`
	roleFlags
}

// Run takes one role away, or all of them. The person and the entries that it
// keeps stay; its sessions end.
func (c *userRemoveCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	one, err := c.grant()
	if err != nil {
		return err
	}
	_, folded, err := access.ParseEmail(c.Email)
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	return with(ctx, s, log, func(d *database) error {
		return d.Atomically(ctx, func(store *postgis.Store) error {
			person, err := store.PersonByEmail(ctx, folded)
			if err != nil {
				return err
			}
			p, err := store.Principal(ctx, person.ID)
			if err != nil {
				return err
			}
			taken := p.Grants
			if one.Role != "" {
				taken = []access.Grant{one}
			}
			for _, g := range taken {
				if err := store.DeleteGrant(ctx, person.ID, g); err != nil {
					return err
				}
				out.say("%s: tolto / taken away: %s", person.Email, sayGrant(g))
			}
			if len(taken) == 0 {
				out.say("%s non aveva ruoli / had no role.", person.Email)
			}
			return postgis.Sessions{Store: store, Now: time.Now}.DeleteAll(ctx, person.ID)
		})
	})
}

type userTokenCmd struct {
	Name string `arg:"" help:"Nome del programma / name of the program."`
}

// Run makes a token. The database keeps its hash alone.
func (c *userTokenCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	if strings.TrimSpace(c.Name) == "" {
		return fmt.Errorf("%w: dai un nome al programma / give the program a name", errUsage)
	}
	return with(ctx, s, log, func(d *database) error {
		secret, err := access.NewSecret(rand.Reader)
		if err != nil {
			return err
		}
		client, err := uuid.NewV7()
		if err != nil {
			return err
		}
		if err := d.SaveToken(ctx, secret.Hash(), c.Name, client, time.Now()); err != nil {
			return err
		}
		out.say("%s", secret.Text())
		fmt.Fprintf(out.err, "È il token di %q: copialo ora, non si rivede più. Per revocarlo: atlante user revoke %s / copy it now, it is not shown again.\n", c.Name, client)
		return nil
	})
}

type userRevokeCmd struct {
	Client uuid.UUID `arg:"" help:"Codice del programma, mostrato con il token / code of the program, shown with its token."`
}

func (c *userRevokeCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	return with(ctx, s, log, func(d *database) error {
		n, err := d.RevokeTokens(ctx, c.Client, time.Now())
		if err != nil {
			return err
		}
		if n == 0 {
			return errors.New("nessun token valido di questo programma / no valid token of this program")
		}
		out.say("Token revocati / tokens revoked: %d", n)
		return nil
	})
}
