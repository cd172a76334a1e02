package geotest

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/maptile"

	"atlante/geo/cover"
	"atlante/geo/layer"
)

// Truth is what SQL says of one feature in a tile, read from the tables and not
// through the views that tiles are made from.
type Truth struct {
	Key       string // as TileKey gives it
	Props     map[string]any
	Area      float64      // of the part in the tile and 64 units around, in tile units squared; 0 for points
	Perimeter float64      // of that part, in tile units
	Shape     orb.Geometry // EPSG:3857: the point; of cells the whole hexagon; nil for other areas, see TileShapes
}

// TruthOf asks the tables what a tile holds.
func TruthOf(t testing.TB, db *pgx.Conn, l layer.Layer, sc cover.Scenario, tile maptile.Tile) []Truth {
	t.Helper()
	said, resolution := truths[l.ID], layer.CellResolution(uint32(tile.Z))
	if l.ID == "places" && uint32(tile.Z) < layer.ClusterZoom {
		said, resolution = truths["clusters"], layer.ClusterResolution(uint32(tile.Z))
	}
	whole := fmt.Sprint(l.Geometry == "point" || l.ID == "cells")
	rows, err := db.Query(t.Context(), `SELECT f.key, f.props, coalesce(ST_Area(part) / unit ^ 2, 0), coalesce(ST_Perimeter(part) / unit, 0),
		       CASE WHEN `+whole+` THEN ST_AsBinary(f.g) END
		  FROM (`+said+`) AS f (key, props, g),
		       (SELECT ST_TileEnvelope($1, $2, $3, margin => 64.0/4096) AS wide, 40075016.6855785 / 4096 / 2.0 ^ $1::int AS unit) AS tile,
		       LATERAL (SELECT CASE WHEN ST_Dimension(f.g) = 2 THEN ST_Intersection(f.g, wide) END AS part) AS x`,
		int32(tile.Z), int32(tile.X), int32(tile.Y), string(sc), int32(resolution))
	if err != nil {
		t.Fatal(l.ID, err)
	}
	out, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (Truth, error) {
		var w Truth
		var shape []byte
		err := r.Scan(&w.Key, &w.Props, &w.Area, &w.Perimeter, &shape)
		if err == nil && shape != nil {
			w.Shape, err = wkb.Unmarshal(shape)
		}
		return w, err
	})
	if err != nil {
		t.Fatal(l.ID, err)
	}
	return out
}

// shapes are the areas of a layer in EPSG:3857, by the key of Truth. $1 scenario.
var shapes = map[string]string{
	"zones":  `SELECT zone::text, ST_AsBinary(geom_3857) FROM atlante.zone_boundary WHERE $1::text <> ''`,
	"comuni": `SELECT comune, ST_AsBinary(geom_3857) FROM atlante.boundary WHERE $1::text <> ''`,
	"gaps": `SELECT territory || ' ' || id, ST_AsBinary(outline_3857) FROM atlante.gap
		WHERE scenario = $1 AND publication = (SELECT max(id) FROM atlante.publication)`,
}

// TileShapes gives the whole areas of zones, comuni or gaps, EPSG:3857, by key; nil for
// other layers.
func TileShapes(t testing.TB, db *pgx.Conn, l layer.Layer, sc cover.Scenario) map[string]orb.MultiPolygon {
	t.Helper()
	if shapes[l.ID] == "" {
		return nil
	}
	rows, err := db.Query(t.Context(), shapes[l.ID], string(sc))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]orb.MultiPolygon{}
	var key string
	var b []byte
	if _, err = pgx.ForEachRow(rows, []any{&key, &b}, func() error {
		g, err := wkb.Unmarshal(b)
		switch g := g.(type) {
		case orb.Polygon:
			out[key] = orb.MultiPolygon{g}
		case orb.MultiPolygon:
			out[key] = g
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// TileKey names a feature of a tile as Truth does.
func TileKey(l layer.Layer, f TileFeature) string {
	p := f.Props
	switch l.ID {
	case "zones":
		return fmt.Sprint(p["zone"])
	case "comuni":
		return fmt.Sprint(p["istat"])
	case "cells":
		return fmt.Sprint(p["h3"])
	case "gaps":
		return fmt.Sprintf("%v %v", p["territory"], p["id"])
	case "places":
		if p["count"] != nil {
			return fmt.Sprintf("cluster %x", f.ID)
		}
		return fmt.Sprint(p["id"])
	}
	return fmt.Sprint(p["name"])
}

// Differ compares properties as JSON values and says how they differ; "" when they
// do not. What is null in SQL is absent in a tile.
func Differ(got, want map[string]any) string {
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	var x, y map[string]any
	_ = json.Unmarshal(a, &x)
	_ = json.Unmarshal(b, &y)
	maps.DeleteFunc(y, func(_ string, v any) bool { return v == nil })
	if maps.EqualFunc(x, y, func(v, w any) bool { return v == w }) {
		return ""
	}
	return fmt.Sprintf("properties %v, SQL says %v", x, y)
}
