package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/layer"
)

// The baseline gets what a tile server over PostGIS could wish for: a table a
// layer (and a resolution) with the attributes as plain columns, the geometry in
// the projection of the tiles, sorted along it and indexed; clusters, and the
// spiral of places that share a point, made beforehand; no view, no join, no
// JSON, no order, one statement a tile. What the store does by itself
// (geo/postgis/sql/tile_*.sql) reads our tables as they are and is measured
// beside it.

// flatTable is a layer of the baseline: where it is, and its columns.
type flatTable struct {
	layer, table string
	columns      []string
	narrow       bool // features belong to the tile that holds their point
}

// flatTables of a zoom, in the order of the catalogue.
func flatTables(z int, kinds []geo.Kind) []flatTable {
	columns := map[string][]string{}
	for _, l := range layer.Catalogue() {
		for _, f := range l.Expand(kinds) {
			columns[l.ID] = append(columns[l.ID], f.Name)
		}
	}
	places, clustered := "place", z < layer.ClusterZoom
	if clustered {
		places = fmt.Sprintf("cluster_%d", layer.ClusterResolution(uint32(z)))
	} else {
		columns["places"] = columns["places"][:8]
	}
	return []flatTable{
		{"zones", "zone", columns["zones"], false},
		{"comuni", "comune", columns["comuni"], false},
		{"cells", fmt.Sprintf("cell_%d", layer.CellResolution(uint32(z))), columns["cells"], false},
		{"gaps", "gap", columns["gaps"], false},
		{"places", places, columns["places"], clustered},
		{"zone_labels", "zone_label", columns["zone_labels"], true},
		{"comune_labels", "comune_label", columns["comune_labels"], true},
	}
}

// flatTile is the statement for a whole tile of a zoom: $1 z, $2 x, $3 y → MVT.
// ST_AsMVT leaves out features without a geometry by itself; a condition on it
// would make PostgreSQL compute each geometry twice.
func flatTile(z int, kinds []geo.Kind) string {
	var parts []string
	for _, t := range flatTables(z, kinds) {
		envelope := "ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096)"
		if t.narrow {
			envelope = "ST_TileEnvelope($1, $2, $3)"
		}
		parts = append(parts, fmt.Sprintf(`(SELECT coalesce(ST_AsMVT(f.*, '%s', 4096, 'geom'), '') FROM
  (SELECT ST_AsMVTGeom(t.shape, ST_TileEnvelope($1, $2, $3), 4096, 64, true) AS geom, %s FROM bench.%s t WHERE t.shape && %s) AS f)`, t.layer, strings.Join(t.columns, ", "), t.table, envelope))
	}
	return "SELECT " + strings.Join(parts, "\n || ")
}

// makeFlat makes the tables of the baseline from our views.
func makeFlat(ctx context.Context, conn *pgx.Conn, kinds []geo.Kind) error {
	for _, s := range flatStatements(kinds) {
		if _, err := conn.Exec(ctx, s); err != nil {
			return fmt.Errorf("%.100s: %w", s, err)
		}
	}
	return nil
}

func flatStatements(kinds []geo.Kind) []string {
	out := []string{"CREATE SCHEMA bench", "SET search_path = ext", "SET work_mem = '256MB'"}
	table := func(name, query string) {
		out = append(out, "CREATE TABLE bench."+name+" AS SELECT * FROM ("+query+") AS q ORDER BY shape",
			"CREATE INDEX "+name+"_by_tile ON bench."+name+" USING gist (shape)", "VACUUM ANALYZE bench."+name)
	}
	table("zone", "SELECT geom_3857 AS shape, zone, name, zone_source, residents, "+fromProps("zones", 4, kinds)+" FROM atlante.public_zone WHERE scenario = 'current'")
	table("comune", "SELECT geom_3857 AS shape, istat, name, zone, valley, mountain, snai, residents, "+fromProps("comuni", 7, kinds)+" FROM atlante.public_comune WHERE scenario = 'current'")
	for resolution := 6; resolution <= 9; resolution++ {
		table(fmt.Sprintf("cell_%d", resolution), fmt.Sprintf("SELECT geom_3857 AS shape, to_hex(h3) AS h3, comune, residents, %s FROM atlante.public_cell WHERE scenario = 'current' AND resolution = %d",
			fromProps("cells", 3, kinds), resolution))
	}
	table("gap", `SELECT outline_3857 AS shape, id, kind, territory, zone, valley, name, residents, residents_low, residents_high,
		round(severity::numeric, 1)::float8 AS severity, rank, confidence FROM atlante.public_gap WHERE scenario = 'current'`)
	table("zone_label", "SELECT ST_Transform(label, 3857) AS shape, name, residents FROM atlante.public_zone WHERE scenario = 'current'")
	table("comune_label", "SELECT ST_Transform(seat, 3857) AS shape, name, residents FROM atlante.public_comune WHERE scenario = 'current'")
	attributes := "id::text AS id, name, kind, comune, operating_status, precision, confirmed_on::text AS confirmed_on, CASE WHEN external THEN true END AS external"
	table("place", `SELECT CASE WHEN sharing = 1 OR precision IN ('exact', 'house_number') THEN g
		ELSE ST_Translate(g, 80 * sqrt(nth) * cos(2.399963 * nth), 80 * sqrt(nth) * sin(2.399963 * nth)) END AS shape, `+attributes+`
		FROM (SELECT p.*, ST_Transform(position, 3857) AS g, count(*) OVER (PARTITION BY position) AS sharing,
			row_number() OVER (PARTITION BY position ORDER BY id) AS nth FROM atlante.public_place p) AS n`)
	for resolution := 4; resolution <= 6; resolution++ {
		table(fmt.Sprintf("cluster_%d", resolution), flatClusters(resolution, attributes, kinds))
	}
	return out
}

// flatClusters gathers places by parent cell; a cell with one place is that place.
func flatClusters(resolution int, attributes string, kinds []geo.Kind) string {
	single, counts := "", ""
	for _, a := range []string{"id", "name", "kind", "comune", "operating_status", "precision", "confirmed_on"} {
		single += fmt.Sprintf("CASE WHEN count(*) = 1 THEN min(%s) END AS %s, ", a, a)
	}
	for _, k := range kinds {
		counts += fmt.Sprintf(", CASE WHEN count(*) > 1 THEN nullif(count(*) FILTER (WHERE kind = '%s'), 0)::int END AS count_%s", k.ID, k.ID)
	}
	return fmt.Sprintf(`SELECT ST_Transform(ST_Centroid(ST_Collect(position)), 3857) AS shape, %s
		CASE WHEN count(*) = 1 AND bool_or(external) THEN true END AS external, CASE WHEN count(*) > 1 THEN count(*)::int END AS count%s
		FROM (SELECT position, cell, %s FROM atlante.public_place) AS p GROUP BY atlante.h3_parent(cell, %d)`, single, counts, attributes, resolution)
}

// fromProps are the columns of a layer that our tables keep as JSON.
func fromProps(id string, plain int, kinds []geo.Kind) string {
	l, _ := layer.ByID(id)
	types := map[string]string{"integer": "int", "number": "float8", "string": "text", "boolean": "boolean"}
	var out []string
	for _, f := range l.Expand(kinds)[plain:] {
		out = append(out, fmt.Sprintf("(props->>'%s')::%s AS %s", f.Name, types[f.Type], f.Name))
	}
	return strings.Join(out, ", ")
}

// longLiteral is the envelope of a tile, in hexadecimal.
var longLiteral = regexp.MustCompile(`'[0-9A-F]{40,}'`)

// flatPlan is what PostgreSQL does for a tile of the baseline.
func flatPlan(ctx context.Context, conn *pgx.Conn, z, x, y int, kinds []geo.Kind) (string, error) {
	rows, err := conn.Query(ctx, "EXPLAIN (ANALYZE, TIMING off, COSTS off) "+flatTile(z, kinds), z, x, y)
	if err != nil {
		return "", err
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return longLiteral.ReplaceAllString(strings.Join(lines, "\n"), "'…'"), err
}
