package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
	"atlante/tiles"
)

// tiles asks the tile service for a fixed random set of tiles of each layer,
// every one once: nothing of them is in a cache of ours. PostgreSQL has its pages
// in memory. Beside each, PostGIS alone makes a tile of the bare geometry.
func (b *bench) tiles(ctx context.Context, d *database) error {
	r := chi.NewRouter()
	tiles.Mount(r, d, tiles.Options{Log: b.log, Version: version()})
	conn, err := bareConn(ctx, d)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	b.write("## A tile that the database makes\n\nAs a rule tiles come from memory (see below). The database makes them while nothing is in memory yet, and of layers that are too large for it. Up to %d random tiles of each layer, zoom 6 to 14, around random features of the layer, each asked for once and packed with gzip; the times are milliseconds.\n"+
		"\"Bare geometry\" is `ST_AsMVT` of the same geometries without fields and order, asked for afterwards. The shares are of the whole time of a layer: finding, clipping and encoding the geometry (as the bare tile does), all else in the database (fields, joins, order, versions), and Go (address, tag, gzip).\n\n"+
		"| layer | tiles | p50 | p99 | database p50 | Go p50 | kB p50 | kB p99 | bare geometry p50 | ratio | geometry | fields | Go | dominates |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n", b.Tiles)
	for _, l := range layer.Catalogue() {
		around, err := points(ctx, d, l)
		if err != nil {
			return err
		}
		if err := b.tilesOf(ctx, r, conn, l, around); err != nil {
			return fmt.Errorf("%s: %w", l.ID, err)
		}
	}
	b.write("\n")
	return nil
}

// points where a layer has something to show, in a fixed order.
func points(ctx context.Context, d *database, l layer.Layer) ([]orb.Point, error) {
	var out []orb.Point
	switch l.ID {
	case "places":
		found, _, err := d.Places(ctx, geo.PlaceFilter{})
		for _, p := range found {
			if p.Position != nil {
				out = append(out, *p.Position)
			}
		}
		return out, err
	case "gaps":
		found, _, err := d.Gaps(ctx, cover.GapFilter{})
		for _, g := range found {
			out = append(out, g.Label)
		}
		return out, err
	case "zone_labels":
		found, err := d.Zones(ctx, false)
		for _, z := range found {
			out = append(out, z.Label)
		}
		return out, err
	case "comune_labels":
		found, _, err := d.Comuni(ctx, geo.ComuneFilter{})
		for _, c := range found {
			out = append(out, c.Seat)
		}
		return out, err
	}
	found, err := d.Cells(ctx)
	for _, c := range found {
		out = append(out, c.Centre)
	}
	return out, err
}

func (b *bench) tilesOf(ctx context.Context, h http.Handler, conn *pgx.Conn, l layer.Layer, around []orb.Point) error {
	rng := rand.New(rand.NewPCG(2026, 14))
	low, high := max(6, l.MinZoom), min(14, l.MaxZoom)
	var total, database, rest, size, bare sample
	seen := map[maptile.Tile]bool{}
	for tries := 0; len(total) < b.Tiles && tries < 20*b.Tiles; tries++ {
		at := maptile.At(around[rng.IntN(len(around))], maptile.Zoom(low+rng.Uint32N(high-low+1)))
		if seen[at] {
			continue
		}
		seen[at] = true
		if len(seen) == 1 { // the first one plans the statements and warms the connections: not counted
			if _, _, err := b.tile(ctx, h, l, at); err != nil {
				return err
			}
			continue
		}
		took, answer, err := b.tile(ctx, h, l, at)
		if err != nil {
			return err
		}
		geometry, err := bareTile(ctx, conn, l, at)
		if err != nil {
			return err
		}
		total, database = append(total, took.total), append(database, took.database)
		rest, bare, size = append(rest, took.total-took.database), append(bare, geometry), append(size, float64(answer)/1e3)
	}
	all := total.sum()
	parts := []phase{{"geometry", min(bare.sum(), database.sum())}, {"fields", max(0, database.sum()-bare.sum())}, {"Go", rest.sum()}}
	most := slices.MaxFunc(parts, func(x, y phase) int { return cmp.Compare(x.amount, y.amount) })
	b.write("| %s | %d | %s | %s | %s | %s | %s | %s | %s | %.1f | %.0f %% | %.0f %% | %.0f %% | %s |\n", l.ID, len(total), digits(total.at(50)), digits(total.at(99)),
		digits(database.at(50)), digits(rest.at(50)), digits(size.at(50)), digits(size.at(99)), digits(bare.at(50)), database.sum()/bare.sum(),
		100*parts[0].amount/all, 100*parts[1].amount/all, 100*parts[2].amount/all, most.name)
	return nil
}

// tileTime is how long a tile took, in milliseconds.
type tileTime struct{ total, database float64 }

// tile asks the service for one tile and gives its times and its packed size.
func (b *bench) tile(ctx context.Context, h http.Handler, l layer.Layer, at maptile.Tile) (tileTime, int, error) {
	var laps laps
	target := fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", l.ID, at.Z, at.X, at.Y)
	r := httptest.NewRequestWithContext(laps.context(ctx), http.MethodGet, target, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	began := time.Now()
	h.ServeHTTP(w, r)
	took := tileTime{1e3 * time.Since(began).Seconds(), 1e3 * laps.seconds()}
	if w.Code != http.StatusOK && w.Code != http.StatusNoContent {
		return took, 0, fmt.Errorf("%s: %d %s", target, w.Code, w.Body)
	}
	return took, w.Body.Len(), nil
}

// sample is a set of measurements.
type sample []float64

// at gives the p-th percentile.
func (s sample) at(p int) float64 {
	sorted := slices.Sorted(slices.Values(s))
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}

func (s sample) sum() float64 {
	sum := 0.0
	for _, x := range s {
		sum += x
	}
	return sum
}
