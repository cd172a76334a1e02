package tiles

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb/encoding/mvt"

	"atlante/geo/geotest"
	"atlante/tiles/pack"
	"atlante/tiles/world"
)

func percentile(times []time.Duration, p int) time.Duration {
	slices.Sort(times)
	return times[min(len(times)-1, len(times)*p/100)]
}

func in(t world.Tile) string { return fmt.Sprintf("%d/%d/%d", t.Z, t.X, t.Y) }

func unpacked(t *testing.T, member []byte) []byte {
	t.Helper()
	raw, err := pack.Unpack(member)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// aPlace gives a place of the starting set and its tile.
func (e *engine) aPlace(t *testing.T, z uint32) (id string, at world.Tile) {
	t.Helper()
	var lon, lat float64
	err := geotest.Login(t, e.store).QueryRow(t.Context(), `SELECT id::text, ext.st_x(position), ext.st_y(position) FROM atlante.public_place
		ORDER BY id LIMIT 1`).Scan(&id, &lon, &lat)
	if err != nil {
		t.Fatal(err)
	}
	return id, world.Of(world.FromLonLat(lon, lat), z)
}

// write runs a statement and waits until it shows.
func (e *engine) write(t *testing.T, statement string, args ...any) {
	t.Helper()
	if _, err := geotest.Login(t, e.store).Exec(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
	if err := e.holder.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// begunBefore: a tile that was begun before a change is given to those who waited for
// it, and to nobody after them.
func begunBefore(t *testing.T, e *engine) {
	id, at := e.aPlace(t, 14)
	v, a, k := e.keyOf(t, "places,cells", at.Z, at.X, at.Y)
	path := "/tiles/" + a.layers.String() + "/" + in(at) + ".mvt"
	e.write(t, `UPDATE atlante.place SET name = 'Cambiata' WHERE id = $1`, id)
	old, _, err := e.answer(t.Context(), v, a, k) // made from the state before, after it
	if err != nil || bytes.Contains(unpacked(t, old.Body), []byte("Cambiata")) {
		t.Fatalf("the old state is not what it was: %v", err)
	}
	if e.cache.Has(k) || e.cache.Has(only(k, place("places"))) {
		t.Error("a tile that was begun before the change is in the cache after it")
	}
	if !e.cache.Has(only(k, place("cells"))) {
		t.Error("cells have not changed: theirs is as good as new")
	}
	if now := e.get(t, path); !bytes.Contains(now.body, []byte("Cambiata")) {
		t.Errorf("the change does not show: %d %v", now.status, now.header)
	}
	e.write(t, `DELETE FROM atlante.place WHERE id = $1`, id)
	if now := e.get(t, path); bytes.Contains(now.body, []byte("Cambiata")) {
		t.Error("a place that was deleted shows")
	}
	before := e.cache.Len()
	e.cache.Sweep(e.current)
	_, _, today := e.keyOf(t, "places,cells", at.Z, at.X, at.Y)
	if !e.cache.Has(today) || e.cache.Len() > before {
		t.Error("the sweep has taken what is of today")
	}
}

// elsewhere: a change in one tile leaves the tag of another as it is, and the version
// that readers see grows in both.
func elsewhere(t *testing.T, e *engine) {
	id, at := e.aPlace(t, 12)
	here, there := "/tiles/places/"+in(at)+".mvt", "/tiles/places/"+in(world.Tile{Z: 12, X: at.X + 7, Y: at.Y + 7})+".mvt"
	tags := map[string]string{here: e.get(t, here).header.Get("ETag"), there: e.get(t, there).header.Get("ETag")}
	seen := e.get(t, there).header.Get(VersionsHeader)
	e.write(t, `UPDATE atlante.place SET name = 'Altrove' WHERE id = $1`, id)
	if a := e.get(t, here, "If-None-Match", tags[here]); a.status != 200 || !bytes.Contains(a.body, []byte("Altrove")) {
		t.Errorf("here: %d", a.status)
	}
	if a := e.get(t, there, "If-None-Match", tags[there]); a.status != 304 || a.header.Get(VersionsHeader) <= seen {
		t.Errorf("there: %d, %s after %s", a.status, a.header.Get(VersionsHeader), seen)
	}
}

// pins: a page that knows a version of the store gets its tiles, however far behind
// the snapshot is at that moment; one that is old, or invented, does not.
func pins(t *testing.T, e *engine) {
	before := e.holder.Now().Version(pinned)
	if _, err := geotest.Login(t, e.store).Exec(t.Context(), `UPDATE atlante.zone SET name = name || ' (nuova)' WHERE id = 1`); err != nil {
		t.Fatal(err)
	}
	versions, err := e.store.LayerVersions(t.Context())
	if err != nil || versions[pinned] <= before {
		t.Fatalf("%d after %d, %v", versions[pinned], before, err)
	}
	ask := func(pin int64, status int, within time.Duration) {
		began := time.Now()
		a := e.get(t, fmt.Sprintf("/tiles/zones/8/133/91.mvt?v=%d", pin))
		if a.status != status || (status == 200) != bytes.Contains(a.body, []byte("(nuova)")) || time.Since(began) > within {
			t.Errorf("v=%d: %d after %v", pin, a.status, time.Since(began))
		}
	}
	ask(versions[pinned], 200, 10*time.Second) // two to wait, and the rest for a shared machine
	ask(versions[pinned]+7, 409, time.Second)
	if err := e.holder.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	ask(before, 409, time.Second)
	ask(versions[pinned], 200, time.Second)
}

// pyramid: made in advance, again where a change has touched it, and gone where it is
// old.
func pyramid(t *testing.T, e *engine) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { e.Run(ctx); close(ended) }()
	defer func() { cancel(); <-ended }()
	waitFor(t, time.Minute, func() bool { return !e.State().Warm.Done.IsZero() }) // seconds, unless the race detector looks on
	state := e.State()
	t.Logf("%d tiles of one layer, %d KiB, %v", state.Warm.Total, state.Cached>>10, state.Warm.Took)
	id, at := e.aPlace(t, 13)
	made := e.made.Load()
	if a := e.get(t, "/tiles/zones,comuni,cells,gaps,places/"+in(at)+".mvt", "Accept-Encoding", "gzip"); a.status != 200 || a.header.Get("Cache-Status") != "atlante; hit" {
		t.Errorf("%d %v", a.status, a.header)
	}
	if e.made.Load() != made {
		t.Error("a tile was made that was there")
	}
	e.write(t, `UPDATE atlante.place SET name = 'Rifatta' WHERE id = $1`, id)
	waitFor(t, 5*time.Second, func() bool {
		_, _, k := e.keyOf(t, "places", at.Z, at.X, at.Y)
		return e.cache.Has(k)
	})
	waitFor(t, 5*time.Second, func() bool { return e.cache.Len() <= state.Items+1+8 }) // old ones are swept
	if again := e.made.Load() - made; again > 2*warmZoom {
		t.Errorf("one place has made %d tiles anew", again)
	}
	fillsEmpty(t, e, id, at)
}

// fillsEmpty: a tile that is known to be empty has a place at once when one comes there.
func fillsEmpty(t *testing.T, e *engine, id string, at world.Tile) {
	for east := uint32(1); ; east++ {
		_, _, k := e.keyOf(t, "places", at.Z, at.X+east, at.Y)
		if found := e.cache.Get(k); found == nil || len(found.Body) > 0 {
			if east > 50 {
				t.Fatal("no tile is known to be empty")
			}
			continue
		}
		path := "/tiles/places/" + in(world.Tile{Z: at.Z, X: at.X + east, Y: at.Y}) + ".mvt"
		if a := e.get(t, path); a.status != 204 {
			t.Errorf("before: %d", a.status)
		}
		e.write(t, `UPDATE atlante.place SET position = ext.st_translate(position, $2, 0) WHERE id = $1`, id, float64(east)*360/float64(uint32(1)<<at.Z))
		if a := e.get(t, path); a.status != 200 || !bytes.Contains(a.body, []byte("Rifatta")) {
			t.Errorf("after: %d", a.status)
		}
		return
	}
}

func waitFor(t *testing.T, long time.Duration, what func() bool) {
	t.Helper()
	for deadline := time.Now().Add(long); !what(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain")
		}
	}
}

// withoutDatabase: everything that the snapshot holds goes on, and says how old it is.
func withoutDatabase(t *testing.T, e *engine) {
	if _, _, err := e.known(t.Context()); err != nil {
		t.Fatal(err)
	}
	db := geotest.Login(t, e.store)
	run := func(statement string) {
		t.Helper()
		if _, err := db.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	run("ALTER ROLE atlante NOLOGIN")
	run("SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = pg_catalog.current_database() AND usename = 'atlante'")
	waitFor(t, 10*time.Second, func() bool { return e.State().Err != nil })
	for path, status := range map[string]int{
		"/tiles/zones,comuni,cells,gaps,places,zone_labels,comune_labels/8/133/91.mvt": 200, "/tiles/scenario/planned/cells,gaps/11/1065/733.mvt": 200,
		"/tiles/cells/16/0/0.mvt": 404, "/tiles/zones/8/0/0.mvt": 204, "/tiles/index.json": 200, "/tiles/cells,zones.json": 200,
		"/styles/map.json": 200, "/styles/gaps.json": 200, "/styles/sprite.json": 200, "/styles/sprite.png": 200,
	} {
		if a := e.get(t, path); a.status != status {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	waitFor(t, 10*time.Second, func() bool { return e.get(t, "/tiles/zones/8/133/91.mvt").header.Get("Age") >= "2" })
	if layers, err := mvt.Unmarshal(e.get(t, "/tiles/cells/11/1065/733.mvt").body); err != nil || len(layers) != 1 || len(layers[0].Features) == 0 {
		t.Errorf("%v %v", layers, err)
	}
	run("ALTER ROLE atlante LOGIN")
	run("UPDATE atlante.place SET name = 'Guarita' WHERE id = (SELECT min(id::text)::uuid FROM atlante.public_place)")
	back := time.Now()
	_, at := e.aPlace(t, 14)
	waitFor(t, 5*time.Second, func() bool {
		return bytes.Contains(e.get(t, "/tiles/places/"+in(at)+".mvt").body, []byte("Guarita"))
	})
	t.Logf("fresh %v after the database is back", time.Since(back))
}
