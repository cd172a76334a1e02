package synthetic_test

import (
	"bytes"
	"crypto/sha256"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"atlante/geo"
	"atlante/geo/ingest/osm"
	"atlante/geo/road"
	"atlante/geo/road/synthetic"
)

// part keeps the comuni of some zones.
func (f territory) part(zones ...geo.ZoneID) territory {
	f.comuni = slices.DeleteFunc(slices.Clone(f.comuni), func(c geo.Comune) bool { return !slices.Contains(zones, c.Zone) })
	return f
}

func (f territory) opl(t *testing.T, size synthetic.Size, seed uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := synthetic.Draw(size, seed, f.comuni, f.valleys, f.passes).WriteOPL(t.Context(), &b, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Same arguments, same bytes; the order of the comuni is nothing, the seed is
// something.
func TestSameSeedSameBytes(t *testing.T) {
	t.Parallel()
	f := readTerritory(t).part(8)
	once := sha256.Sum256(f.opl(t, synthetic.Torino, 3))
	slices.Reverse(f.comuni)
	if again := sha256.Sum256(f.opl(t, synthetic.Torino, 3)); again != once {
		t.Error("the comuni in another order give another file")
	}
	if other := sha256.Sum256(f.opl(t, synthetic.Torino, 4)); other == once {
		t.Error("another seed gives the same file")
	}
}

// The shape of the network is that of real ones: see the package's comment.
func TestShape(t *testing.T) {
	t.Parallel()
	f := readTerritory(t).part(6, 7)
	n := f.network(synthetic.Torino, 1)
	degree := make([]int, len(n.Nodes))
	for _, w := range n.Ways {
		for k := 1; k < len(w.Nodes); k++ {
			if w.Nodes[k] == w.Nodes[k-1] {
				t.Errorf("way %d goes from a node to itself", w.ID)
			}
			degree[w.Nodes[k-1]]++
			degree[w.Nodes[k]]++
		}
	}
	share := map[int]float64{}
	for _, d := range degree {
		share[min(d, 5)] += 1 / float64(len(degree))
	}
	t.Logf("%d nodes, %d ways, share of nodes by degree %v", len(n.Nodes), len(n.Ways), share)
	if share[0] > 0 || share[2] < 0.78 || share[2] > 0.93 || share[3] < 2*share[4] || share[5] > 0.01 {
		t.Errorf("share of nodes by degree: %v", share)
	}
	if !slices.IsSortedFunc(n.Nodes, func(a, b road.Node) int { return int(a.ID - b.ID) }) {
		t.Error("nodes are not in the order of their ids")
	}
	winter := 0
	for _, w := range n.Ways {
		if w.Winter {
			winter++
		}
	}
	if winter != 0 { // the Colle delle Finestre leads out of these zones
		t.Errorf("%d ways are closed in winter", winter)
	}
}

// All seats hang together, whichever comuni are given.
func TestSeatsHangTogether(t *testing.T) {
	t.Parallel()
	f := readTerritory(t).part(5, 6, 7, 8, 9)
	g, report := road.Build(f.network(synthetic.Torino, 2), geo.ModeCar, nil)
	t.Logf("%+v", report)
	if report.Largest < 0.97 {
		t.Errorf("only %.3f of the nodes hang together", report.Largest)
	}
	for _, c := range f.comuni {
		if s, ok := g.Snap(c.Seat); !ok || s.Metres > 150 {
			t.Errorf("%s: the seat is %.0f m from the roads", c.Name, s.Metres)
		}
	}
}

// The size piemonte holds the roads of torino and, beyond the border, what the
// rest of the region would have; comuni that do not exist say so.
func TestPiemonte(t *testing.T) {
	t.Parallel()
	f := readTerritory(t)
	d := synthetic.Draw(synthetic.Piemonte, 1, f.comuni, f.valleys, f.passes)
	nodes, ways := d.Counts()
	n := d.Network(road.DefaultProfile())
	t.Logf("%d nodes and %d ways in the file, %d and %d of roads", nodes, ways, len(n.Nodes), len(n.Ways))
	if len(n.Nodes) < 2_000_000 || len(n.Nodes) > 4_000_000 {
		t.Errorf("%d nodes of roads", len(n.Nodes))
	}
	west, east := n.Nodes[0].Lon, n.Nodes[0].Lon
	for _, at := range n.Nodes {
		west, east = min(west, at.Lon), max(east, at.Lon)
	}
	if west > 6.65e7 || east < 8.7e7 {
		t.Errorf("from %.2f to %.2f east", float64(west)/1e7, float64(east)/1e7)
	}
}

// What an import reads of the file, packed by osmium, is what Network gives; and
// it is known to be synthetic, by its mark alone as well.
func TestFileAndNetworkAgree(t *testing.T) {
	t.Parallel()
	osmium, err := exec.LookPath("osmium")
	if err != nil {
		t.Skip("osmium-tool is not installed: sudo apt-get install osmium-tool")
	}
	f := readTerritory(t).part(11)
	name := filepath.Join(t.TempDir(), "n.osm.pbf")
	pack := exec.CommandContext(t.Context(), osmium, "cat", "--no-progress", "-F", "opl", "-o", name, "-")
	pack.Stdin = bytes.NewReader(f.opl(t, synthetic.Torino, 1))
	if out, err := pack.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	e, err := osm.Read(t.Context(), file, info.Size(), road.DefaultProfile(), func(int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	if !e.Synthetic {
		t.Error("the file does not say that it is synthetic")
	}
	if len(e.Streets) == 0 || len(e.Houses) == 0 || len(e.Hamlets) == 0 {
		t.Errorf("%d streets, %d houses, %d hamlets", len(e.Streets), len(e.Houses), len(e.Hamlets))
	}
	n := f.network(synthetic.Torino, 1)
	if !reflect.DeepEqual(e.Network, n) {
		t.Errorf("%d nodes and %d ways read, %d and %d drawn; or they differ", len(e.Network.Nodes), len(e.Network.Ways), len(n.Nodes), len(n.Ways))
	}
}

// Network is the same whether it is drawn anew or read from a drawing.
func TestNetworkIsDrawn(t *testing.T) {
	t.Parallel()
	f := readTerritory(t).part(10)
	d := synthetic.Draw(synthetic.Torino, 1, f.comuni, f.valleys, f.passes)
	if !reflect.DeepEqual(d.Network(road.DefaultProfile()), f.network(synthetic.Torino, 1)) {
		t.Error("they differ")
	}
}

func TestSizes(t *testing.T) {
	if _, err := synthetic.ParseSize("lombardia"); err == nil {
		t.Error("there is no such size")
	}
}
