package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"atlante/geo/backup"
)

// backedUp makes a data folder with the starting set and a backup of it.
func backedUp(t testing.TB) (data, file string) {
	t.Helper()
	data = begunDir(t)
	file = filepath.Join(t.TempDir(), "copia.tar")
	atlante(t, 0, data, "db", "backup", file)
	return data, file
}

// rights lists who may do what with the tables, views, sequences and functions,
// and with those that will be made: a restore must give none and take none.
const rights = `SELECT string_agg(concat_ws(' ', what, owner::regrole, (SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(acl) a)), '; ' ORDER BY what) FROM (
	SELECT relname::text AS what, relowner AS owner, relacl AS acl FROM pg_class WHERE relnamespace = 'atlante'::regnamespace AND relkind IN ('r', 'v', 'S')
	UNION ALL SELECT proname::text, proowner, proacl FROM pg_proc WHERE pronamespace = 'atlante'::regnamespace
	UNION ALL SELECT 'new ' || defaclobjtype::text, defaclrole, defaclacl FROM pg_default_acl
	UNION ALL SELECT nspname::text, nspowner, nspacl FROM pg_namespace WHERE nspname IN ('atlante', 'ext')) AS x`

// A backup taken while the service runs and rows are written, brought into a new
// data folder, is the same database: to the check, to its rights, to the service.
func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	s := serving(t, data)
	writing := launch(t, command(data, "import", "places", placesFile(t, "tanti.csv", manyPlaces(5000))))
	time.Sleep(300 * time.Millisecond)
	folder := t.TempDir()
	r := atlante(t, 0, data, "db", "backup", folder)
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 || !strings.HasPrefix(files[0].Name(), "atlante-") {
		t.Fatalf("%v, %v\n%s", files, err, r.out)
	}
	file := filepath.Join(folder, files[0].Name())
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	writing.wait(t, time.Minute)
	checked := checkOf(t, data)
	were := sql(t, data, rights)
	atlante(t, 1, data, "db", "restore", file) // a service runs there
	s.interrupt(t)
	if r := atlante(t, 1, data, "db", "restore", file); !strings.Contains(r.err, "non è vuota") {
		t.Errorf("into a full database: %s", r.err)
	}

	fresh := filepath.Join(newDir(t), "nuova", "data")
	r = atlante(t, 0, fresh, "db", "restore", file, "--without-erasures")
	if !strings.Contains(r.out, "uguali alla copia") || strings.Contains(r.out, "✗") {
		t.Errorf("%s%s", r.out, r.err)
	}
	nobodyLeft(t, fresh, nil)
	if now := sql(t, fresh, rights); now != were {
		t.Errorf("rights:\n%s\nbefore:\n%s", now, were)
	}
	again := filepath.Join(t.TempDir(), "di nuovo.tar")
	atlante(t, 0, fresh, "db", "backup", again)
	if d := backup.Differences(manifestOf(t, file).Tables, manifestOf(t, again).Tables); len(d) > 0 {
		t.Errorf("not what was restored: %v", d)
	}
	if n := sql(t, data, "SELECT count(*) FROM atlante.place"); n == sql(t, fresh, "SELECT count(*) FROM atlante.place") {
		// Nothing was written after the backup: then the check must say the same.
		if now := checkOf(t, fresh); now != checked {
			t.Errorf("check:\n%s\nbefore:\n%s", now, checked)
		}
	}
	served := serving(t, fresh)
	checkPages(t, served)
	served.interrupt(t)
}

// checkOf is what `atlante check` says.
func checkOf(t testing.TB, data string) string {
	t.Helper()
	return atlante(t, 0, data, "check").out
}

func manifestOf(t testing.TB, file string) backup.Manifest {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	b, err := backup.Open(f, info.Size(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b.Manifest
}

// A damaged backup is refused before anything is made.
func TestDamagedBackup(t *testing.T) {
	t.Parallel()
	_, file := backedUp(t)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	refused := func(name string, damage func([]byte) []byte) {
		t.Helper()
		dir := newDir(t)
		bad := filepath.Join(dir, "rovinata.tar")
		if err := os.WriteFile(bad, damage(append([]byte{}, whole...)), 0o600); err != nil {
			t.Fatal(err)
		}
		r := launch(t, command(filepath.Join(dir, "data"), "db", "restore", bad)).wait(t, 2*time.Minute)
		if r.code != 1 || !strings.Contains(r.err, "non è integra") {
			t.Errorf("%s: exit %d\n%s%s", name, r.code, r.out, r.err)
		}
		if _, err := os.Lstat(filepath.Join(dir, "data")); !os.IsNotExist(err) {
			t.Errorf("%s: something was made: %v", name, err)
		}
	}
	for range rounds(12, 200) {
		at, bit := rand.IntN(len(whole)), rand.IntN(8)
		refused(fmt.Sprintf("bit %d of byte %d of %d", bit, at, len(whole)), func(b []byte) []byte { b[at] ^= 1 << bit; return b })
	}
	refused("half of it", func(b []byte) []byte { return b[:len(b)/2] })
	refused("without its last byte", func(b []byte) []byte { return b[:len(b)-1] })
	refused("nothing", func([]byte) []byte { return nil })
	refused("a bare dump", func(b []byte) []byte { return b[5*512:] })
	refused("two in one", func(b []byte) []byte { return append(b, b...) })
	refused("another sum", func(b []byte) []byte {
		at := strings.LastIndex(string(b), "  atlante.dump\n") - 64
		copy(b[at:], strings.Repeat("0", 64))
		return b
	})
}

// forged is a backup whose sums are right and whose manifest is not, or whose
// dump is something else.
func forged(t testing.TB, file string, lie func(*backup.Manifest), dump func(io.Writer, io.Reader) error) string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	b, err := backup.Open(f, info.Size(), nil)
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(filepath.Join(t.TempDir(), "falsa.tar"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	m := b.Manifest
	lie(&m)
	if err := backup.Write(out, m, func(w io.Writer) error { return dump(w, b.Dump()) }); err != nil {
		t.Fatal(err)
	}
	return out.Name()
}

func as(w io.Writer, r io.Reader) error { _, err := io.Copy(w, r); return err }

// A manifest that lies, whose sums are right, is found out; nothing stays behind,
// neither in a new data folder nor in a database of somebody else's server.
func TestLyingBackup(t *testing.T) {
	t.Parallel()
	data, file := backedUp(t)
	s := serving(t, data) // its cluster plays the server of DATABASE_URL
	url := serverOf(t, data, "prova")
	sql(t, data, "CREATE DATABASE prova")
	truth := func(*backup.Manifest) {}
	for name, c := range map[string]struct {
		change func(*backup.Manifest)
		dump   func(io.Writer, io.Reader) error
		says   string
		server bool // into a database of somebody else's, else into a new folder
	}{
		"rows":           {func(m *backup.Manifest) { m.Tables[0].Rows++ }, as, "righe invece di", false},
		"contents":       {func(m *backup.Manifest) { m.Tables[0].SHA256 = m.Tables[1].SHA256 }, as, "il contenuto è diverso", true},
		"a table less":   {func(m *backup.Manifest) { m.Tables = m.Tables[1:] }, as, "non è nella copia", true},
		"a newer schema": {func(m *backup.Manifest) { m.Schema = 9999 }, as, "più recente", false},
		"a newer server": {func(m *backup.Manifest) { m.Postgres = 99 }, as, "PostgreSQL 99", false},
		"no dump":        {truth, func(w io.Writer, _ io.Reader) error { _, err := io.WriteString(w, "PGDMP?"); return err }, "pg_restore", true},
		"half a dump":    {truth, func(w io.Writer, r io.Reader) error { return as(w, io.LimitReader(r, 3_000_000)) }, "pg_restore", false},
		"half, there":    {truth, func(w io.Writer, r io.Reader) error { return as(w, io.LimitReader(r, 3_000_000)) }, "pg_restore", true},
	} {
		if !soak() && !slices.Contains([]string{"contents", "a newer schema", "half a dump"}, name) {
			continue // much like another one
		}
		dir := newDir(t)
		bad := command(filepath.Join(dir, "a", "data"), "db", "restore", forged(t, file, c.change, c.dump), "--without-erasures")
		if c.server {
			bad.Env = append(bad.Env, "DATABASE_URL="+url)
		}
		if r := launch(t, bad).wait(t, 2*time.Minute); r.code != 1 || !strings.Contains(r.err, c.says) {
			t.Errorf("%s: exit %d\n%s%s", name, r.code, r.out, r.err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
			t.Errorf("%s left %v, %v", name, left, err)
		}
		if left := sqlAt(t, data, url, "SELECT count(*) FROM pg_namespace WHERE nspname IN ('atlante', 'ext')"); left != "0" {
			t.Errorf("%s left %s schemas", name, left)
		}
	}
	good := command(filepath.Join(t.TempDir(), "data"), "db", "restore", file, "--without-erasures")
	good.Env = append(good.Env, "DATABASE_URL="+url)
	if r := launch(t, good).wait(t, 2*time.Minute); r.code != 0 || !strings.Contains(r.out, "nessun registro") {
		t.Errorf("the true one, on a server: exit %d\n%s%s", r.code, r.out, r.err)
	}
	if here, there := sql(t, data, rights), sqlAt(t, data, url, rights); here != there {
		t.Errorf("rights:\n%s\nin the source:\n%s", there, here)
	}
	s.interrupt(t)
}

// serverOf is the address of another database on the cluster of a service.
func serverOf(t testing.TB, data, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(data, "postgres", "state.json"))
	if err != nil {
		t.Fatal(err)
	}
	var state struct {
		SocketDir string `json:"socket_dir"`
	}
	if err := json.Unmarshal(text, &state); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("host=%s user=postgres dbname=%s password=segretissima", state.SocketDir, name)
}

// sqlAt asks another database.
func sqlAt(t testing.TB, data, url, query string) string {
	t.Helper()
	c := exec.Command("psql", url, "-qAt", "-v", "ON_ERROR_STOP=1", "-c", query)
	c.Env = command(data).Env
	r := launch(t, c).wait(t, time.Minute)
	if r.code != 0 {
		t.Fatalf("%s: %s", query, r.err)
	}
	return strings.TrimSpace(r.out)
}

// kill -9 of a restore, at any moment: what is there afterwards is no database of
// Atlante, and the next restore into the same folder makes it whole.
func TestKilledRestore(t *testing.T) {
	t.Parallel()
	_, file := backedUp(t)
	fresh := filepath.Join(newDir(t), "data")
	for i := range rounds(1, 10) {
		p := launch(t, command(fresh, "db", "restore", file, "--without-erasures"))
		time.Sleep(time.Duration(500+rand.IntN(3000)) * time.Millisecond)
		were := family(p.pid())
		p.signal(syscall.SIGKILL)
		<-p.done
		nobodyLeft(t, fresh, were)
		if strings.Contains(p.out.String(), "Ripristinata") {
			t.Logf("round %d: the restore was faster", i)
			return
		}
	}
	atlante(t, 0, fresh, "db", "restore", file, "--without-erasures")
	if n := sql(t, fresh, "SELECT (SELECT count(*) FROM atlante.place) || ' ' || (SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database)"); n != "31 atlante postgres template0 template1" {
		t.Errorf("%s", n)
	}
}

// Places where no backup can be made say so, and nothing is written over.
func TestBackupThatCannotBe(t *testing.T) {
	t.Parallel()
	data, file := backedUp(t)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ data, file, says string }{
		"there is one already": {data, file, "esiste già"},
		"no such folder":       {data, filepath.Join(filepath.Dir(file), "nessuna", "x.tar"), "creala prima"},
		"no database":          {filepath.Join(newDir(t), "vuota"), filepath.Join(filepath.Dir(file), "y.tar"), "nessuna base di dati"},
	} {
		if r := atlante(t, 1, c.data, "db", "backup", c.file); !strings.Contains(r.err, c.says) {
			t.Errorf("%s: %s", name, r.err)
		}
	}
	after, err := os.ReadFile(file)
	if err != nil || string(after) != string(before) {
		t.Errorf("the backup has changed: %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("left beside it: %v, %v", left, err)
	}
}

// The password of DATABASE_URL is on no command line.
func TestPasswordsStayOffTheCommandLine(t *testing.T) {
	t.Parallel()
	for dsn, want := range map[string]string{
		"postgres://anna:segreta@db/atlante?sslmode=disable":           "postgres://anna@db/atlante?sslmode=disable",
		"postgresql://anna@db/atlante?password=segreta&sslmode=prefer": "postgresql://anna@db/atlante?sslmode=prefer",
		"host=db user=anna password=segreta dbname=atlante":            "host=db user=anna dbname=atlante",
		`host=db password = 'se gre\'ta' dbname=atlante`:               "host=db dbname=atlante",
		"host=db sslpassword=altra dbname=atlante":                     "host=db sslpassword=altra dbname=atlante",
	} {
		if got := strings.Join(strings.Fields(withoutPassword(dsn)), " "); got != want {
			t.Errorf("%s: %s", dsn, got)
		}
	}
	tools, err := newPgTools("postgres://anna:segreta@db/atlante", 15)
	if err != nil || tools.env[len(tools.env)-1] != "PGPASSWORD=segreta" || strings.Contains(tools.dsn, "segreta") {
		t.Errorf("%v, %v", tools.dsn, err)
	}
}
