package work_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"atlante/geo"
	"atlante/geo/geotest"
	"atlante/geo/ingest/osm/osmtest"
	"atlante/geo/road"
)

func sha(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func contextOf(t testing.TB, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.Context(), d)
}

// towns are small grids of streets around the seats of all comuni but those
// named, joined by one road.
func towns(t testing.TB, but ...string) osmtest.File {
	t.Helper()
	var f osmtest.File
	link := osmtest.Way{ID: 1, Tags: map[string]string{"highway": "primary", "name": "Strada della Valle"}}
	for i, c := range geotest.LiechtensteinComuni() {
		if slices.Contains(but, c.Name) {
			continue
		}
		link.Nodes = append(link.Nodes, int64(1000*(i+1)))
		town := osmtest.Town("Ca Nuova di "+c.Name, int64(1000*(i+1)), c.Seat[0]-0.002, c.Seat[1]-0.002, 5)
		f.Nodes, f.Ways = append(f.Nodes, town.Nodes...), append(f.Ways, town.Ways...)
	}
	f.Ways = append(f.Ways, link)
	return f
}

// liechtensteinTown is a small file that covers all comuni.
func liechtensteinTown(t testing.TB) roadFile {
	return roadFile{"paesi.osm.pbf", towns(t).Bytes(), road.DefaultProfile()}
}

// Whatever is wrong with a file, it is refused with a reason, and nothing in the
// database is other than before.
func TestRefusedRoadsChangeNothing(t *testing.T) {
	t.Parallel()
	s := geotest.Liechtenstein(t)
	good := liechtensteinTown(t)
	mustImportRoads(t, s, good)
	before := fingerprint(t, s)
	far := towns(t)
	for i := range far.Nodes {
		far.Nodes[i].Lon -= 2
	}
	noRoads := towns(t)
	for i := range noRoads.Ways {
		noRoads.Ways[i].Tags = map[string]string{"waterway": "river"}
	}
	absurd := towns(t)
	for i := range absurd.Nodes {
		absurd.Nodes[i].Lat += 300
	}
	holed := towns(t)
	holed.Nodes = holed.Nodes[40:]
	for name, c := range map[string]struct {
		content []byte
		words   string
	}{
		"empty":          {nil, "vuoto"},
		"half":           {good.content[:len(good.content)/2], "danneggiato al byte"},
		"text":           {[]byte("<?xml version='1.0'?><osm/>"), "XML"},
		"another region": {far.Bytes(), "altra regione"},
		"one village":    {osmtest.Town("Balzers", 1000, 9.5021, 47.0664, 5).Bytes(), "in 1 comuni su 11"},
		"no roads":       {noRoads.Bytes(), "nessuna strada"},
		"absurd":         {absurd.Bytes(), "coordinate impossibili"},
		"nodes missing":  {holed.Bytes(), "senza tutti i loro nodi"},
	} {
		_, err := importRoads(t, s, roadFile{"altra.osm.pbf", c.content, road.DefaultProfile()})
		if !errors.Is(err, geo.ErrInvalid) || !strings.Contains(err.Error(), c.words) || !strings.Contains(err.Error(), "altra.osm.pbf") {
			t.Errorf("%s: %v; expected %q", name, err, c.words)
		}
	}
	unchanged(t, before, fingerprint(t, s))
}

// A comune that no road comes close to is listed; the others have roads.
func TestUncoveredComuneIsListed(t *testing.T) {
	t.Parallel()
	s := geotest.Liechtenstein(t)
	out := mustImportRoads(t, s, roadFile{"dieci.osm.pbf", towns(t, "Balzers").Bytes(), road.DefaultProfile()})
	if len(out.Comuni) != 1 || out.Comuni[0].Name != "Balzers" || fmt.Sprint(out.Version.Uncovered) != "[900000]" {
		t.Errorf("uncovered: %v, %v", out.Comuni, out.Version.Uncovered)
	}
}

// Roads far beyond the border are left out and counted.
func TestRoadsBeyondTheBorder(t *testing.T) {
	t.Parallel()
	s := geotest.Liechtenstein(t)
	f := towns(t)
	away := osmtest.Town("Lontano", 100_000, 12, 45, 4)
	f.Nodes, f.Ways = append(f.Nodes, away.Nodes...), append(f.Ways, away.Ways...)
	out := mustImportRoads(t, s, roadFile{"largo.osm.pbf", f.Bytes(), road.DefaultProfile()})
	plain := mustImportRoads(t, geotest.Liechtenstein(t), liechtensteinTown(t))
	if out.Version.Read.Beyond != 8 || out.Version.Read.Ways != plain.Version.Read.Ways || out.Version.Read.Nodes != plain.Version.Read.Nodes ||
		out.Version.Read.Houses != plain.Version.Read.Houses {
		t.Errorf("%+v, without the far town %+v", out.Version.Read, plain.Version.Read)
	}
}

// A file that may have been cut off between two of its blocks is taken, and told.
func TestOddRoadsAreTold(t *testing.T) {
	t.Parallel()
	s := geotest.Liechtenstein(t)
	whole := towns(t)
	whole.Relations = []osmtest.Relation{{ID: 1, Tags: map[string]string{"type": "route"}}}
	if out := mustImportRoads(t, s, roadFile{"intero.osm.pbf", whole.Bytes(), road.DefaultProfile()}); len(out.Notices) != 0 {
		t.Errorf("%v", out.Notices)
	}
	out := mustImportRoads(t, s, roadFile{"parte.osm.pbf", towns(t, "Balzers", "Ruggell").Bytes(), road.DefaultProfile()})
	if len(out.Notices) != 2 || !strings.Contains(out.Notices[0], "relazioni") || !strings.Contains(out.Notices[1], "91, prima erano 111") {
		t.Errorf("%q", out.Notices)
	}
}

// An import that is interrupted at any moment leaves nothing.
func TestInterruptedRoadsLeaveNothing(t *testing.T) {
	t.Parallel()
	s := geotest.Liechtenstein(t)
	file := liechtensteinTown(t)
	before := fingerprint(t, s)
	random := rand.New(rand.NewPCG(4, 6))
	for range 8 {
		ctx, cancel := contextOf(t, time.Duration(random.IntN(120))*time.Millisecond)
		_, err := importRoadsUntil(ctx, t, s, file)
		cancel()
		if err == nil {
			break // it was quicker
		}
		unchanged(t, before, fingerprint(t, s))
	}
}
