package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/maptile"

	"atlante/geo/layer"
)

// Where the geometries of a layer are; $4 is the H3 resolution of cells.
var bareSource = map[string]string{
	"zones":         "SELECT geom_3857 AS g FROM atlante.zone_boundary WHERE $4::int > 0",
	"comuni":        "SELECT geom_3857 AS g FROM atlante.boundary WHERE $4::int > 0",
	"cells":         "SELECT geom_3857 AS g FROM atlante.cell_shape WHERE resolution = $4::int",
	"gaps":          "SELECT outline_3857 AS g FROM atlante.gap WHERE publication = (SELECT max(id) FROM atlante.publication) AND scenario = 'current' AND $4::int > 0",
	"places":        "SELECT ST_Transform(position, 3857) AS g FROM atlante.place WHERE $4::int > 0",
	"zone_labels":   "SELECT ST_Transform(label, 3857) AS g FROM atlante.zone_boundary WHERE $4::int > 0",
	"comune_labels": "SELECT ST_Transform(seat, 3857) AS g FROM atlante.comune WHERE $4::int > 0",
}

// bareConn is a connection for bareTile.
func bareConn(ctx context.Context, d *database) (*pgx.Conn, error) {
	cfg, err := pgx.ParseConfig(d.owner)
	if err != nil {
		return nil, err
	}
	cfg.RuntimeParams["search_path"], cfg.RuntimeParams["jit"] = "ext", "off"
	return pgx.ConnectConfig(ctx, cfg)
}

// bareTile makes a tile of the geometries of a layer alone and gives the
// milliseconds.
func bareTile(ctx context.Context, conn *pgx.Conn, l layer.Layer, at maptile.Tile) (float64, error) {
	var mvt []byte
	began := time.Now()
	err := conn.QueryRow(ctx, `SELECT ST_AsMVT(f.*, 'bare', 4096, 'geom')
		  FROM (SELECT ST_AsMVTGeom(s.g, ST_TileEnvelope($1, $2, $3), 4096, 64, true) AS geom FROM (`+bareSource[l.ID]+`) AS s
		         WHERE s.g && ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096)) AS f
		 WHERE f.geom IS NOT NULL`, int(at.Z), int(at.X), int(at.Y), layer.CellResolution(uint32(at.Z))).Scan(&mvt)
	return 1e3 * time.Since(began).Seconds(), err
}
