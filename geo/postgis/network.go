package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/registry"
)

// Networks lists the networks by name.
func (s *Store) Networks(ctx context.Context) ([]access.Network, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (access.Network, error) {
		var n access.Network
		err := r.Scan(&n.ID, &n.Name, &n.Source.Name, &n.Source.Licence, &n.Source.RetrievedOn)
		return n, err
	}, "networks")
}

// SaveNetworks inserts or replaces networks.
func (s *Store) SaveNetworks(ctx context.Context, networks []access.Network) error {
	for _, n := range networks {
		if _, err := s.exec(ctx, "network_save", string(n.ID), n.Name, n.Source.Name, n.Source.Licence, date(n.Source.RetrievedOn)); err != nil {
			return err
		}
	}
	return nil
}

// Ground gives the territory as contents are checked against it.
func (s *Store) Ground(ctx context.Context) (registry.Ground, error) {
	comuni, _, err := s.Comuni(ctx, geo.ComuneFilter{})
	if err != nil {
		return registry.Ground{}, err
	}
	kinds, err := s.Kinds(ctx)
	if err != nil {
		return registry.Ground{}, err
	}
	networks, err := s.Networks(ctx)
	return registry.NewGround(comuni, kinds, networks), err
}

// Whereabouts says in words where an entry belongs: its comune, zone and network.
func (s *Store) Whereabouts(ctx context.Context, comune geo.ComuneID, network access.NetworkID) (string, error) {
	var text string
	err := s.db.QueryRow(ctx, query("whereabouts"), string(comune), string(network)).Scan(&text)
	return text, err
}
