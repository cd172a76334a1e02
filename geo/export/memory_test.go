package export_test

import (
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"atlante/geo/export"
	"atlante/geo/feature"
)

const (
	manyFeatures = 100_000
	mostMemory   = 64 << 10 // kB above rest
)

// TestMemory writes 100,000 features in each format in a process of its own, whose
// peak of memory the system measures, all of it: also what SQLite takes.
func TestMemory(t *testing.T) {
	if format := os.Getenv("EXPORT_TEST_FORMAT"); format != "" {
		writeMany(t, format)
		return
	}
	most := manyFeatures
	if os.Getenv("ATLANTE_SOAK") == "" {
		most = manyFeatures / 5 // all of them in the soak
	}
	for _, f := range export.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestMemory$", "-test.v")
			command.Env = append(os.Environ(), "EXPORT_TEST_FORMAT="+f.Name, "EXPORT_TEST_COUNT="+strconv.Itoa(most))
			out, err := command.CombinedOutput()
			m := regexp.MustCompile(`above rest: (\d+) kB`).FindSubmatch(out)
			if err != nil || m == nil {
				t.Fatalf("%v: %s", err, out)
			}
			above, _ := strconv.Atoi(string(m[1]))
			t.Logf("%d features: %.1f MiB above rest", most, float64(above)/1024)
			if above > mostMemory {
				t.Errorf("%d kB above rest", above)
			}
		})
	}
}

func writeMany(t *testing.T, format string) {
	n, err := strconv.Atoi(os.Getenv("EXPORT_TEST_COUNT"))
	if err != nil {
		t.Fatal(err)
	}
	c := collection(feature.Point)
	rest := memory(t, "VmRSS")
	w, err := export.New(formatNamed(t, format), io.Discard, c, feature.State{}, feature.WGS84, about, export.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Discard()
	for i := range n {
		if err := w.Write(made(i, "Casa del Quartiere di prova, con un nome lungo quanto capita", feature.Point, feature.WGS84)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("above rest: %d kB", memory(t, "VmHWM")-rest)
}

// memory reads what the system says of this process, in kB.
func memory(t *testing.T, what string) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("only Linux says how much memory a process has")
	}
	m := regexp.MustCompile(what + `:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		t.Fatalf("no %s in %s", what, status)
	}
	n, _ := strconv.Atoi(string(m[1]))
	return n
}
