package cluster

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// Finding is one line of `atlante doctor`.
type Finding struct {
	Name  string // what was looked at, Italian / English
	OK    bool
	Found string // what is there
	Mend  string // the one line that mends it, "" when OK
}

// leastDisk is what a full territory with its indexes, log and a recompute need.
const leastDisk = 2 << 30

// Check looks at everything that the private cluster needs, and changes nothing.
// It takes the options that Start would get.
func Check(ctx context.Context, o Options) []Finding {
	o, err := o.withDefaults()
	if err != nil {
		return []Finding{{Name: "Opzioni / options", Found: err.Error(), Mend: "atlante doctor --data-dir ./.atlante"}}
	}
	findings := checkInstalled(Installed(ctx))
	link := filepath.Join(o.DataDir, "postgres")
	home, err := resolveHome(link)
	if err != nil {
		return append(findings, Finding{Name: "Dati / data", Found: err.Error(), Mend: "rm " + link})
	}
	made := home != ""
	if !made {
		home = link
	}
	k, err := findKeeper(home)
	if err != nil {
		return append(findings, Finding{Name: "Utente / account", Found: err.Error(), Mend: "sudo apt-get install postgresql-common"})
	}
	findings = append(findings, Finding{Name: "Utente / account", OK: true, Found: k.name})
	if !made && !k.reaches(ctx, nearest(o.DataDir)) {
		home = filepath.Join(o.Reachable, "cluster-…")
	}
	findings = append(findings, checkFolder(home), checkDisk(home), checkSocket(home))
	if made {
		findings = append(findings, checkData(ctx, o, home)...)
	}
	return findings
}

func checkInstalled(found []Installation) []Finding {
	in, err := choose(found, 0)
	if err == nil {
		return []Finding{
			{Name: "PostgreSQL", OK: true, Found: fmt.Sprintf("%d (%s)", in.Major, in.Bin)},
			{Name: "PostGIS", OK: true, Found: in.PostGIS},
		}
	}
	server := Finding{Name: "PostgreSQL", Found: "nessuno / none", Mend: packages(found, 0)}
	for _, in := range found {
		if in.Major >= oldest {
			server = Finding{Name: "PostgreSQL", OK: true, Found: fmt.Sprintf("%d (%s)", in.Major, in.Bin)}
			break
		}
		server.Found = fmt.Sprintf("%d, troppo vecchio / too old (< %d)", in.Major, oldest)
	}
	return []Finding{server, {Name: "PostGIS", Found: "manca / missing", Mend: packages(found, 0)}}
}

func checkFolder(home string) Finding {
	f := Finding{Name: "Cartella dei dati / data folder", OK: true, Found: home}
	if dir := nearest(home); syscall.Access(dir, 2 /* W_OK */) != nil {
		f.OK, f.Found = false, dir+": non scrivibile / not writable"
		f.Mend = "atlante serve --data-dir ~/atlante-dati"
	}
	return f
}

func checkDisk(home string) Finding {
	f := Finding{Name: "Spazio su disco / disk space", OK: true}
	var st syscall.Statfs_t
	if err := syscall.Statfs(nearest(home), &st); err != nil {
		return Finding{Name: f.Name, Found: err.Error(), Mend: "df -h"}
	}
	free := st.Bavail * uint64(st.Bsize)
	f.Found = fmt.Sprintf("%.1f GiB", float64(free)/(1<<30))
	if free < leastDisk {
		f.OK, f.Mend = false, "atlante serve --data-dir /percorso/con/2-GiB-liberi"
	}
	return f
}

func checkSocket(home string) Finding {
	f := Finding{Name: "Socket", OK: true, Found: filepath.Join(home, "run")}
	if !fitsSocket(f.Found) {
		f.Found = "percorso troppo lungo o con caratteri speciali: in una cartella breve / path too long or with special characters: in a short folder"
	}
	return f
}

// checkData looks at a cluster that exists: can its files be read, does it run,
// is it durable?
func checkData(ctx context.Context, o Options, home string) []Finding {
	f := Finding{Name: "Cluster", OK: true}
	major, err := dataVersion(filepath.Join(home, "data"))
	if err != nil {
		return []Finding{{Name: f.Name, Found: err.Error(), Mend: "ls -la " + home}}
	}
	if _, err := choose(Installed(ctx), major); err != nil {
		return []Finding{{Name: f.Name, Found: err.Error(), Mend: packages(nil, major)}}
	}
	if held, err := isHeld(home); err != nil || !held {
		f.Found = fmt.Sprintf("PostgreSQL %d, fermo / stopped", major)
		if major == 0 {
			f.Found = "nascerà al primo avvio / will be made at the first start"
		}
		return []Finding{f}
	}
	r, err := Attach(ctx, o.DataDir)
	if err != nil {
		return []Finding{{Name: f.Name, Found: err.Error(), Mend: "sudo atlante doctor"}}
	}
	f.Found = fmt.Sprintf("PostgreSQL %s, in funzione / running (pid %d)", r.Version, r.ServicePid)
	durable := Finding{Name: "Durabilità / durability", OK: true, Found: "fsync, synchronous_commit, full_page_writes"}
	if err := checkLive(ctx, r); err != nil {
		durable.OK, durable.Found = false, err.Error()
		durable.Mend = "atlante db psql -c 'ALTER SYSTEM RESET …'"
	}
	return []Finding{f, durable}
}

func checkLive(ctx context.Context, r Running) error {
	conn, err := pgx.Connect(ctx, r.Admin())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return CheckDurability(ctx, conn)
}

// nearest is the closest folder above that exists.
func nearest(path string) string {
	for {
		if _, err := os.Stat(path); err == nil || path == filepath.Dir(path) {
			return path
		}
		path = filepath.Dir(path)
	}
}
