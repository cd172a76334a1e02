package work_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo/work"
)

func TestErasuresAreReadAsWritten(t *testing.T) {
	t.Parallel()
	j := work.NewErasureFile(filepath.Join(t.TempDir(), "erasures.jsonl"))
	if list, err := j.Read(); err != nil || len(list) != 0 {
		t.Fatalf("before the first: %v, %v", list, err)
	}
	at := time.Date(2026, 8, 1, 3, 0, 0, 5, time.UTC)
	entry, person := uuid.New(), uuid.New()
	if err := j.Erased(t.Context(), entry, at); err != nil {
		t.Fatal(err)
	}
	if err := j.Forgotten(t.Context(), person, at.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	want := []work.Erasure{{Entry: entry, At: at}, {Person: person, At: at.Add(time.Hour)}}
	if list, err := j.Read(); err != nil || !slices.Equal(list, want) {
		t.Errorf("%v, %v", list, err)
	}
	if info, err := os.Stat(j.Path()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// A crash in the middle of a line loses only that line, whose writer was told
// nothing; the next one does not grow onto it.
func TestErasuresAfterACrash(t *testing.T) {
	t.Parallel()
	for _, torn := range []string{`{"entry":"0198`, "\x00\x00\x00", `{"entry":"01980000-0000-7000-8000-000000000001","at":"2026-08-01T00:00:00Z"}`, strings.Repeat("x", 10_000)} {
		j := work.NewErasureFile(filepath.Join(t.TempDir(), "erasures.jsonl"))
		first, second := uuid.New(), uuid.New()
		if err := j.Erased(t.Context(), first, time.Now()); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(j.Path(), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(torn); err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
		if list, err := j.Read(); err != nil || len(list) != 1 {
			t.Errorf("%.20q: %v, %v", torn, list, err)
		}
		if err := j.Erased(t.Context(), second, time.Now()); err != nil {
			t.Fatal(err)
		}
		if list, err := j.Read(); err != nil || len(list) != 2 || list[0].Entry != first || list[1].Entry != second {
			t.Errorf("%.20q: %v, %v", torn, list, err)
		}
	}
}

func TestErasuresThatMakeNoSense(t *testing.T) {
	t.Parallel()
	good := `{"entry":"01980000-0000-7000-8000-000000000001","at":"2026-08-01T00:00:00Z"}` + "\n"
	for _, bad := range []string{"\n", "{}\n", "null\n", "[]\n", `{"entry":"x","at":"2026-08-01T00:00:00Z"}` + "\n",
		`{"entry":"01980000-0000-7000-8000-000000000001"}` + "\n", strings.Replace(good, "entry", "place", 1),
		strings.Replace(good, "}", "}}", 1), strings.Replace(good, "01980000-0000-7000-8000-000000000001", uuid.Nil.String(), 1),
		`{"entry":"01980000-0000-7000-8000-000000000001","person":"01980000-0000-7000-8000-000000000001","at":"2026-08-01T00:00:00Z"}` + "\n"} {
		path := filepath.Join(t.TempDir(), "erasures.jsonl")
		if err := os.WriteFile(path, []byte(good+bad+good), 0o600); err != nil {
			t.Fatal(err)
		}
		if list, err := work.NewErasureFile(path).Read(); err == nil || !strings.Contains(err.Error(), "riga 2") {
			t.Errorf("%q: %v, %v", bad, list, err)
		}
	}
}

// Many writers at once, through one value and through several: each line whole.
func TestErasuresTogether(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "erasures.jsonl")
	var all sync.WaitGroup
	fail := make(chan error, 80)
	for range 8 {
		j := work.NewErasureFile(path)
		all.Go(func() {
			for range 10 {
				if err := j.Erased(t.Context(), uuid.New(), time.Now()); err != nil {
					fail <- err
				}
			}
		})
	}
	all.Wait()
	close(fail)
	for err := range fail {
		t.Error(err)
	}
	list, err := work.NewErasureFile(path).Read()
	seen := map[uuid.UUID]bool{}
	for _, e := range list {
		seen[e.Entry] = true
	}
	if err != nil || len(seen) != 80 {
		t.Errorf("%d erasures, %v", len(seen), err)
	}
}

// A journal that cannot be written is an error, so that nothing is committed.
func TestErasuresThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "nowhere", "erasures.jsonl")
	if err := work.NewErasureFile(path).Ready(); err == nil || !strings.Contains(fmt.Sprint(err), path) {
		t.Errorf("%v", err)
	}
	err := work.NewErasureFile(path).Erased(t.Context(), uuid.New(), time.Now())
	if err == nil || !strings.Contains(fmt.Sprint(err), path) {
		t.Errorf("%v", err)
	}
}
