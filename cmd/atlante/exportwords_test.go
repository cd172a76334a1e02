package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"atlante/geo/feature"
	"atlante/geo/ingest/facts"
)

// TestExportSaysWhereItIsWrong: Italian first, and a mark under the place.
func TestExportSaysWhereItIsWrong(t *testing.T) {
	t.Parallel()
	kinds, err := facts.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	places, _ := feature.ByID(feature.Collections(kinds), feature.Places)
	for _, c := range []struct {
		cmd  exportCmd
		says string
	}{
		{exportCmd{Where: []string{"tipo=portineria"}}, "forse / perhaps: kind; i campi li dice /dati / no such field\n  tipo=portineria\n  ^^^^"},
		{exportCmd{Where: []string{"kind=portinerie"}}, "\n  kind=portinerie\n       ^^^^^^^^^^"},
		{exportCmd{Where: []string{"kind"}}, "manca il valore; scrivi kind=valore"},
		{exportCmd{Where: []string{"zone=uno"}}, "serve un numero intero"},
		{exportCmd{Filter: "kind = 'à' AND zone >"}, "\n  kind = 'à' AND zone >\n                       ^"},
	} {
		_, err := c.cmd.query(places)
		if err == nil || !errors.Is(err, errUsage) || !strings.HasPrefix(err.Error(), "--") || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v", c.cmd, err)
		}
	}
	folder := filepath.Join(t.TempDir(), "non", "c'è")
	if err := (&exportCmd{Out: filepath.Join(folder, "x.csv")}).vacant(); err == nil || !strings.Contains(err.Error(), "mkdir -p "+folder) {
		t.Errorf("a folder that is not there: %v", err)
	}
	for n, want := range map[int64]string{999: "1,0 kB", 12_345: "12,3 kB", 2_500_000: "2,5 MB"} {
		if got := sizeOf(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
