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
