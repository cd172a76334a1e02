package postgis

import (
	"context"
	"fmt"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
)

// Tile makes the vector tile of one layer at z/x/y with PostGIS; the result is
// empty when nothing lies there. Features stand in the order of their key, so
// that the same data give the same bytes. Coordinates are 4096 to the tile, with
// 64 units around it.
func (s *Store) Tile(ctx context.Context, id string, scenario cover.Scenario, z, x, y uint32) ([]byte, error) {
	var err error
	var mvt []byte
	switch id {
	case "zones", "comuni", "gaps":
		err = s.tiles.QueryRow(ctx, query("tile_"+id), z, x, y, string(scenario)).Scan(&mvt)
	case "cells":
		err = s.tiles.QueryRow(ctx, query("tile_cells"), z, x, y, string(scenario), layer.CellResolution(z)).Scan(&mvt)
	case "zone_labels", "comune_labels":
		err = s.tiles.QueryRow(ctx, query("tile_"+id), z, x, y).Scan(&mvt)
	case "places":
		if z < layer.ClusterZoom {
			err = s.tiles.QueryRow(ctx, query("tile_clusters"), z, x, y, layer.ClusterResolution(z)).Scan(&mvt)
		} else {
			err = s.tiles.QueryRow(ctx, query("tile_places"), z, x, y).Scan(&mvt)
		}
	default:
		return nil, geo.NotFound("Il livello %q non esiste / no such layer", id)
	}
	if err != nil {
		return nil, fmt.Errorf("tile %s/%d/%d/%d: %w", id, z, x, y, unavailable(err))
	}
	return mvt, nil
}

// LayerVersions gives the version of every layer, each only growing: places
// follow every commit, the others the publications and the territory.
func (s *Store) LayerVersions(ctx context.Context) (map[string]int64, error) {
	var v layer.State
	if err := s.db.QueryRow(ctx, query("versions")).Scan(&v.Places, &v.Territory, &v.Roads, &v.Publication); err != nil {
		return nil, err
	}
	return v.Versions(), nil
}

// Inputs gives today's versions of the inputs.
func (s *Store) Inputs(ctx context.Context) (cover.InputVersions, error) {
	var v cover.InputVersions
	var publication int64
	err := s.db.QueryRow(ctx, query("versions")).Scan(&v.Places, &v.Territory, &v.Roads, &publication)
	return v, err
}

// Listen calls changed once when it has begun to listen, and again after every
// change of an input, until ctx ends or the connection is lost. It keeps one
// connection; a caller that comes back after an error misses nothing, because
// the first call catches up.
func (s *Store) Listen(ctx context.Context, changed func()) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "LISTEN atlante"); err != nil {
		return err
	}
	for {
		changed()
		if _, err := conn.Conn().WaitForNotification(ctx); err != nil {
			_ = conn.Conn().Close(context.WithoutCancel(ctx)) // the pool must not reuse a listening session
			return err
		}
	}
}
