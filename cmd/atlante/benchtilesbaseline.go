package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/layer"
	"atlante/tiles/pack"
)

// rawTile makes a whole tile, not packed.
type rawTile func(ctx context.Context, z, x, y int) ([]byte, error)

// baseline asks PostGIS for a whole tile with one statement over the tables made
// for it. As many connections as the cores can use beside the answers.
func baseline(ctx context.Context, d *database, connections int32, kinds []geo.Kind) (rawTile, func(), error) {
	cfg, err := pgxpool.ParseConfig(d.owner)
	if err != nil {
		return nil, nil, err
	}
	cfg.MaxConns = connections
	rp := cfg.ConnConfig.RuntimeParams
	rp["search_path"], rp["jit"], rp["max_parallel_workers_per_gather"] = "ext", "off", "0"
	rp["default_transaction_read_only"] = "on"
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	var statements [32]string
	for z := range statements {
		statements[z] = flatTile(z, kinds)
	}
	return func(ctx context.Context, z, x, y int) (mvt []byte, err error) {
		rows, err := pool.Query(ctx, statements[z], z, x, y)
		if err != nil {
			return nil, err
		}
		return pgx.CollectExactlyOneRow(rows, pgx.RowTo[[]byte])
	}, pool.Close, nil
}

// today asks the store for the layers one after the other, as the service did
// before it had a snapshot.
func today(d *database) rawTile {
	return func(ctx context.Context, z, x, y int) ([]byte, error) {
		var out []byte
		for _, l := range layer.Catalogue() {
			mvt, err := d.Tile(ctx, l.ID, cover.ScenarioCurrent, uint32(z), uint32(x), uint32(y))
			if err != nil {
				return nil, err
			}
			out = append(out, mvt...)
		}
		return out, nil
	}
}

// tileServer answers /z/x/y with tiles packed with gzip, as little around them as
// net/http allows. busy is told of each, as the engine tells it.
func tileServer(make rawTile, busy func()) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{z}/{x}/{y}", func(w http.ResponseWriter, r *http.Request) {
		var at [3]int
		for i, name := range []string{"z", "x", "y"} {
			n, err := strconv.Atoi(r.PathValue(name))
			if err != nil || n < 0 || name == "z" && n > 22 {
				http.Error(w, name, http.StatusBadRequest)
				return
			}
			at[i] = n
		}
		busy()
		mvt, err := make(r.Context(), at[0], at[1], at[2])
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		if len(mvt) == 0 {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		packed := pack.Pack(mvt, nil)
		h := w.Header()
		h.Set("Content-Type", "application/vnd.mapbox-vector-tile")
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(packed)))
		_, _ = w.Write(packed)
	})
	return mux
}

// serveTiles serves a handler on the loopback as the service does, without the
// log of requests and the budget of an address: one address asks for everything.
func serveTiles(h http.Handler) (address string, stop func(), err error) {
	if address, err = freeAddress(); err != nil {
		return "", nil, err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return "", nil, fmt.Errorf("listen: %w", err)
	}
	server := &http.Server{Handler: h}
	wire.Bound(server)
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(wire.InOnePiece(server, listener)) }()
	return address, func() { _ = server.Close(); <-done }, nil
}
