package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"runtime"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"atlante/api/wire"
	"atlante/geo/cover"
	"atlante/geo/layer"
	enginemvt "atlante/tiles/mvt"
	"atlante/tiles/world"
)

// sizes looks that the engine and the baseline make the same tiles: the same number
// of features of every layer, and how many bytes they take before packing.
func (b *tileBench) sizes(ctx context.Context, raw rawTile, l loaded) error {
	var ours, theirs, different, features int
	w, now := new(enginemvt.Writer), l.holder.Now()
	for _, t := range b.data.walk {
		mvt, err := raw(ctx, int(t.Z), int(t.X), int(t.Y))
		if err != nil {
			return err
		}
		var made []byte
		for _, id := range layer.Catalogue() {
			made = append(made, now.Layer(w, id.ID, string(cover.ScenarioCurrent), world.Tile{Z: uint32(t.Z), X: t.X, Y: t.Y})...)
		}
		ours, theirs = ours+len(made), theirs+len(mvt)
		a, err := counts(made)
		if err != nil {
			return fmt.Errorf("%v: %w", t, err)
		}
		o, err := counts(mvt)
		if err != nil {
			return fmt.Errorf("%v: %w", t, err)
		}
		for id, n := range o {
			features += n
			if a[id] != n {
				different++
				b.log.Debug("another number of features", "tile", fmt.Sprint(t), "layer", id, "engine", a[id], "PostGIS", n)
			}
		}
	}
	n := len(b.data.walk)
	b.write("A tile has %d features on average and takes %.1f KB before packing, as PostGIS writes it; %.1f KB as the engine does. Of %d layers of tiles %d hold another number of features, because one leaves out a sliver that the other keeps.\n\n",
		features/n, float64(theirs)/1e3/float64(n), float64(ours)/1e3/float64(n), 7*n, different)
	return nil
}

func counts(tile []byte) (map[string]int, error) {
	layers, err := mvt.Unmarshal(tile)
	out := map[string]int{}
	for _, l := range layers {
		out[l.Name] = len(l.Features)
	}
	return out, err
}

func plainPath(t maptile.Tile) string { return fmt.Sprintf("/%d/%d/%d", t.Z, t.X, t.Y) }

// cold sets the engine with nothing cached beside the baseline and the peers.
func (b *tileBench) cold(ctx context.Context, raw rawTile, l loaded) error {
	engine, stop, err := serveTiles(b.engine(l.holder, false))
	if err != nil {
		return err
	}
	defer stop()
	database, end, err := serveTiles(tileServer(raw, b.threads.tell))
	if err != nil {
		return err
	}
	defer end()
	field := []*contestant{newContestant("engine, cold", engine, tilePath, 3), newContestant("ST_AsMVT through pgx", database, plainPath, 1)}
	peers, err := b.peers(1)
	if err != nil {
		return err
	}
	field = append(field, peers...)
	b.out.say("A freddo / cold:")
	before, err := b.yardstick(ctx, raw)
	if err != nil {
		return err
	}
	if err := b.contest(ctx, field); err != nil {
		return err
	}
	after, err := b.yardstick(ctx, raw)
	if err != nil {
		return err
	}
	b.write("### Cold\n\nNothing is kept from one request to the next. The baseline is ST_AsMVT through pgx: tables made for it (attributes as columns, geometry of the tiles' projection sorted and indexed, clusters made beforehand), one prepared statement a tile, %d connections, gzip by the engine's own code (which nobody tells here where identifiers stand), the same net/http. It asks for no order and no figures that have to be joined. Who asks goes first on the cores when root measures, and so does not count its own waiting for one. Requests a second, medians of %d rounds in turn, each round's order the reverse of the last; \"ratio\": how many times as many the engine answers.\n\n", b.Connections, b.Rounds)
	b.tableOf(field)
	ours, theirs := middleRun(field[0].runs[8]), middleRun(field[1].runs[8])
	b.write("The engine's tiles are %.1f %% of the size of the baseline's; a tile takes it %.2f ms of CPU, the baseline and PostgreSQL %.2f ms: %.1f times as much.\n\n",
		100*ours.bytes/theirs.bytes, ours.cpu+ours.database, theirs.cpu+theirs.database, (theirs.cpu+theirs.database)/(ours.cpu+ours.database))
	b.besideYardstick(field[0], (before+after)/2)
	if err := b.least(field[0], field[1]); err != nil {
		return err
	}
	return b.plan(ctx)
}

// least fails when the engine has become slow. CPU is compared, PostgreSQL's
// included, because other work on the machine disturbs it less than the clock.
func (b *tileBench) least(engine, baseline *contestant) error {
	for _, clients := range clientCounts {
		ours, theirs := middleRun(engine.runs[clients]), middleRun(baseline.runs[clients])
		ratio := (theirs.cpu + theirs.database) / (ours.cpu + ours.database)
		if b.d.cluster != nil && ratio < b.Least {
			return fmt.Errorf("with %d clients a cold tile takes %.2f ms of CPU, only %.1f times less than ST_AsMVT through pgx", clients, ours.cpu, ratio)
		}
	}
	return nil
}

// plan shows that the baseline uses its indexes.
func (b *tileBench) plan(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, b.d.owner)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "SET search_path = ext"); err != nil {
		return err
	}
	t := b.data.walk[len(b.data.walk)/2]
	text, err := flatPlan(ctx, conn, int(t.Z), int(t.X), int(t.Y), b.data.kinds)
	if err != nil {
		return err
	}
	b.write("What PostgreSQL does for the baseline's tile %d/%d/%d (a table of 11 zones is read as it is):\n\n```\n%s\n```\n\n", t.Z, t.X, t.Y, text)
	return nil
}

// warmPasses are as many as one client makes in a second or two where tiles are at hand.
const warmPasses = 30

// warm sets the engine with its answers at hand beside nginx with the same answers
// in files.
func (b *tileBench) warm(ctx context.Context, _ rawTile, l loaded) error {
	engine, stop, err := serveTiles(b.engine(l.holder, true))
	if err != nil {
		return err
	}
	defer stop()
	get := func(t maptile.Tile) ([]byte, error) { return readTile(ctx, engine, tilePath(t)) }
	bare, stopBare, err := b.bare(get)
	if err != nil {
		return err
	}
	defer stopBare()
	field := []*contestant{newContestant("engine, warm", engine, tilePath, warmPasses), newContestant("net/http, nothing around it", bare, tilePath, warmPasses)}
	for i, n := range nginxSettings {
		address, pid, end, err := b.nginx(ctx, i, get)
		if err != nil {
			return err
		}
		defer func() { _ = end() }()
		b.nginxPids = append(b.nginxPids, pid)
		c := newContestant(n.name, address, filePath, warmPasses)
		c.pid = pid
		field = append(field, c)
	}
	b.out.say("A caldo / warm:")
	if err := b.contest(ctx, field); err != nil {
		return err
	}
	ours := middleRun(field[0].runs[8])
	b.write("### Warm\n\nThe engine answers from its cache through net/http, behind a router and with its tags and headers; beside it stands net/http with nothing but a map from addresses to the same bytes, with a ready head in one piece and threads to spare, too: about as much as a server on it can reach. nginx sends the same packed bytes from files: a worker a core, `sendfile`, `gzip_static always`; once as Debian's package sets it up, with its log, once with open files remembered and no log. \"Ratio\": the engine's requests a second divided by that server's; below 1 that server is faster. With 1 client cores fall asleep between question and answer, and most of what is measured is how long the machine takes to wake them: who asks and who answers may share a core or not, and from round to round the same server gives several times as many a second (\"from … to\"). The one who asks shares the cores, goes first on them when root measures, and takes %s ms of CPU a tile of the engine and %s of nginx, 8 at once.\n\n", digits(ours.load), digits(middleRun(field[2].runs[8]).load))
	b.tableOf(field)
	b.writeWarmLimit(field)
	return b.memory(b.nginxPids[0], l)
}

// leastWarm is the share of the requests of nginx, as Debian sets it up, that is asked of the engine.
const leastWarm = 0.85

// writeWarmLimit says where that is kept, and what bare net/http has.
func (b *tileBench) writeWarmLimit(field []*contestant) {
	b.write("Asked is %.2f of nginx as Debian sets it up:", leastWarm)
	for _, n := range clientCounts {
		nginx := middleRun(field[2].runs[n]).perSecond
		ratio := middleRun(field[0].runs[n]).perSecond / nginx
		b.write(" with %d at once %.2f, %s (net/http with nothing around it %.2f);", n, ratio, kept(leastWarm, ratio), middleRun(field[1].runs[n]).perSecond/nginx)
	}
	b.write(" one run, and they vary by a fifth.\n\n")
}

// bare serves the packed tiles that get gives with as little as net/http allows.
func (b *tileBench) bare(get func(maptile.Tile) ([]byte, error)) (address string, stop func(), err error) {
	tiles := map[string][]byte{}
	for _, t := range b.data.walk {
		if tiles[tilePath(t)], err = get(t); err != nil {
			return "", nil, err
		}
	}
	return serveTiles(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		packed, ok := tiles[r.RequestURI]
		if !ok {
			http.NotFound(w, r)
			return
		}
		var h wire.Head
		h.Set("Content-Type", "application/vnd.mapbox-vector-tile")
		h.Set("Content-Encoding", "gzip")
		h.Send(w, r, packed)
	}))
}

func (b *tileBench) memory(nginx int, l loaded) error {
	runtime.GC()
	own, err := memoryOf(os.Getpid())
	if err != nil {
		return err
	}
	var other float64
	for _, pid := range append(descendants(nginx), nginx) {
		h, err := memoryOf(pid)
		if err != nil {
			return err
		}
		other += h.sum()
	}
	b.write("Memory: the snapshot %.1f MB, read from PostGIS in %s s; the process that measures and holds it, its cache and the baseline %.0f MB; nginx %.0f MB, and the files in the memory of the kernel.\n\n",
		float64(l.bytes)/1e6, digits(l.took.Seconds()), own.sum(), other)
	return nil
}
