package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/maptile"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
	"atlante/geo/layer"
)

// tileData is what the tiles are made from, and which tiles are asked for.
type tileData struct {
	kinds  []geo.Kind
	comuni []geo.Comune
	cells  []cover.Cell
	lived  []inhabited
	walk   []maptile.Tile
	places int
	made   time.Duration // how long all of it took to make
}

// makeTileData fills an empty database with the starting set, publishes, and only
// then adds the places. A publication with all of them would look for the nearest
// of 200,000 places from everywhere; the cells carry the figures of the starting
// set instead, which have the same form.
func (b *tileBench) makeTileData(ctx context.Context) error {
	began := time.Now()
	ready, err := b.hasTileData(ctx)
	if err != nil {
		return err
	}
	if !ready {
		if err := begin(ctx, b.settings, b.d, b.log, b.out); err != nil {
			return err
		}
	}
	if err := b.readTileData(ctx); err != nil || ready {
		return err
	}
	conn, err := pgx.Connect(ctx, b.d.owner)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	bounded, _, err := b.d.Comuni(ctx, geo.ComuneFilter{Geometry: true})
	if err != nil {
		return err
	}
	if err := roughenBorders(ctx, conn, bounded); err != nil {
		return fmt.Errorf("borders: %w", err)
	}
	batch, err := newBatch("places", "made for bench-tiles", "")
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `INSERT INTO atlante.batch (id, what, file, checksum, created_at, accepted, refused) VALUES ($1, $2, $3, '', $4, $5, 0)`,
		batch.ID, batch.What, batch.File, batch.CreatedAt, b.Places); err != nil {
		return err
	}
	if err := copyPlaces(ctx, conn, newPlaceMaker(b.data.lived, b.data.comuni, b.data.kinds), batch.ID, b.Places); err != nil {
		return fmt.Errorf("places: %w", err)
	}
	if _, err := conn.Exec(ctx, "VACUUM ANALYZE"); err != nil {
		return err
	}
	if err := makeFlat(ctx, conn, b.data.kinds); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "CHECKPOINT"); err != nil {
		return err
	}
	b.data.made = time.Since(began)
	return nil
}

// hasTileData tells whether the database holds the data set already; another
// database than an empty one is refused.
func (b *tileBench) hasTileData(ctx context.Context) (bool, error) {
	empty, err := b.d.Empty(ctx)
	if err != nil || empty {
		return false, err
	}
	conn, err := pgx.Connect(ctx, b.d.owner)
	if err != nil {
		return false, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var there bool
	if err := conn.QueryRow(ctx, "SELECT to_regclass('bench.cluster_6') IS NOT NULL").Scan(&there); err != nil {
		return false, err
	}
	if !there {
		return false, geo.Invalid("Questa base di dati contiene già altro: la misura ne vuole una vuota / this database holds something else: an empty one is needed")
	}
	return true, nil
}

func (b *tileBench) readTileData(ctx context.Context) error {
	var err error
	if b.data.kinds, err = b.d.Kinds(ctx); err != nil {
		return err
	}
	if b.data.comuni, _, err = b.d.Comuni(ctx, geo.ComuneFilter{}); err != nil {
		return err
	}
	if b.data.cells, err = b.d.Cells(ctx); err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, b.d.owner)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	rows, err := conn.Query(ctx, "SELECT h3, comune, residents FROM atlante.cell_comune ORDER BY h3, comune")
	if err != nil {
		return err
	}
	if b.data.lived, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (inhabited, error) {
		var i inhabited
		var cell int64
		err := r.Scan(&cell, &i.comune, &i.residents)
		i.cell = hex.Cell(cell)
		return i, err
	}); err != nil {
		return err
	}
	b.data.places, b.data.walk = b.Places, walk(b.data.comuni, b.Tiles, within(b.data.cells))
	return nil
}

// within tells whether the centre of a cell lies in a tile of zoom 7 to 14: beyond
// the border, the map does not ask.
func within(cells []cover.Cell) func(maptile.Tile) bool {
	held := map[maptile.Tile]bool{}
	for _, c := range cells {
		for z := maptile.Zoom(7); z <= 14; z++ {
			held[maptile.At(c.Centre, z)] = true
		}
	}
	return func(t maptile.Tile) bool { return held[t] }
}

// tilePath is the address of the tile with all layers that the map of the pages
// asks for: territory and coverage in one.
func tilePath(t maptile.Tile) string {
	ids := ""
	for _, l := range layer.Catalogue() {
		ids += "," + l.ID
	}
	return fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", ids[1:], t.Z, t.X, t.Y)
}
