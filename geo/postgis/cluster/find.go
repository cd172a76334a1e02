package cluster

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldest is the first major version whose SQL we rely on.
const oldest = 14

// debianRoot holds one folder a major version on Debian and Ubuntu.
const debianRoot = "/usr/lib/postgresql"

// Installation is a PostgreSQL server on this machine.
type Installation struct {
	Bin     string // the folder of initdb and postgres
	Major   int    // 15 of 15.18
	PostGIS string // the version of its PostGIS, "" when that is not installed
}

// Installed lists the PostgreSQL servers of this machine, newest first: those of
// Debian's layout, else the one that pg_config on the PATH tells of.
func Installed(ctx context.Context) []Installation {
	var found []Installation
	dirs, _ := filepath.Glob(filepath.Join(debianRoot, "*", "bin"))
	for _, bin := range dirs {
		major, err := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
		if err != nil || !hasServer(bin) {
			continue
		}
		share := filepath.Join("/usr/share/postgresql", strconv.Itoa(major))
		found = append(found, Installation{bin, major, postgisIn(share)})
	}
	if !slices.ContainsFunc(found, Installation.usable) {
		if in, ok := byPgConfig(ctx); ok {
			found = append(found, in)
		}
	}
	slices.SortStableFunc(found, func(a, b Installation) int { return b.Major - a.Major })
	return found
}

func (in Installation) usable() bool { return in.Major >= oldest && in.PostGIS != "" }

func hasServer(bin string) bool {
	for _, name := range []string{"postgres", "initdb"} {
		if info, err := os.Stat(filepath.Join(bin, name)); err != nil || info.IsDir() {
			return false
		}
	}
	return true
}

var (
	defaultVersion = regexp.MustCompile(`(?m)^\s*default_version\s*=\s*'([^']+)'`)
	majorVersion   = regexp.MustCompile(`PostgreSQL (\d+)`)
)

// postgisIn reads the version from the control file of the extension.
func postgisIn(share string) string {
	text, err := os.ReadFile(filepath.Join(share, "extension", "postgis.control"))
	if err != nil {
		return ""
	}
	if m := defaultVersion.FindSubmatch(text); m != nil {
		return string(m[1])
	}
	return "?"
}

func byPgConfig(ctx context.Context) (Installation, bool) {
	tool, err := exec.LookPath("pg_config")
	if err != nil {
		return Installation{}, false
	}
	out, err := exec.CommandContext(ctx, tool, "--bindir", "--sharedir", "--version").Output()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil || len(lines) != 3 || !hasServer(lines[0]) {
		return Installation{}, false
	}
	m := majorVersion.FindStringSubmatch(lines[2])
	if m == nil {
		return Installation{}, false
	}
	major, err := strconv.Atoi(m[1])
	return Installation{lines[0], major, postgisIn(lines[1])}, err == nil
}

// choose takes the newest usable server, or the one of the major version that
// made the data folder: PostgreSQL cannot read another version's files.
func choose(found []Installation, major int) (Installation, error) {
	for _, in := range found {
		if in.usable() && (major == 0 || in.Major == major) {
			return in, nil
		}
	}
	if major != 0 {
		return Installation{}, fmt.Errorf("%w: i dati sono di PostgreSQL %d, che qui non c'è; installa quella versione, oppure riparti da zero spostando la cartella dei dati / the data were made by PostgreSQL %d, which is not here; install it, or start afresh by moving the data folder away:\n  %s",
			ErrNoPostgres, major, major, packages(found, major))
	}
	return Installation{}, fmt.Errorf("%w; per installarlo / to install it:\n  %s", ErrNoPostgres, packages(found, 0))
}

// packages is the line that installs what choose did not find. Of several
// servers without PostGIS the newest gets it; without any, Debian's default.
func packages(found []Installation, major int) string {
	for _, in := range found {
		if major == 0 && in.Major >= oldest {
			major = in.Major
		}
	}
	if major == 0 {
		return "sudo apt-get install postgresql postgresql-postgis"
	}
	return fmt.Sprintf("sudo apt-get install postgresql-%d-postgis-3", major)
}

// dataVersion is the major version that made a data folder, 0 when there is none.
func dataVersion(data string) (int, error) {
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if os.IsNotExist(err) {
		if _, err := os.Lstat(data); err == nil {
			return 0, fmt.Errorf("%s esiste ma non è un archivio di PostgreSQL: spostalo altrove / exists but holds no PostgreSQL data: move it away", data)
		}
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("%s: versione illeggibile / unreadable version %q", filepath.Join(data, "PG_VERSION"), text)
	}
	return major, nil
}
