package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"atlante/geo"
	"atlante/geo/backup"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

type dbRestoreCmd struct {
	File    inputFile `arg:"" help:"La copia fatta da atlante db backup / made by atlante db backup."`
	Journal inputFile `name:"erasures" placeholder:"FILE" help:"Registro delle cancellazioni; altrimenti quello della cartella dei dati e quello accanto alla copia / journal of erasures." xor:"erasures"`
	Without bool      `name:"without-erasures" help:"Procedi anche se il registro non c'è: chi si è cancellato dopo la copia torna a esserci / go on even without a journal." xor:"erasures"`
}

// Run fills an empty database from a backup. The whole file is checked before
// anything is changed; when something fails later, what was made is removed.
func (c *dbRestoreCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	f, err := os.Open(string(c.File))
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := openBackup(f, out)
	if err != nil {
		return err
	}
	erasures, read, err := c.erasures(s)
	if err != nil {
		return err
	}
	if len(read) == 0 && !c.Without {
		return errNoJournal()
	}
	t, err := newTarget(ctx, s, log)
	if err != nil {
		return err
	}
	if len(read) == 0 {
		out.say("Attenzione: nessun registro delle cancellazioni. Chi si è cancellato dopo la copia torna a esserci / no journal of erasures: whoever was erased after the backup comes back.")
	} else {
		out.say("Registro delle cancellazioni: %s (%d) / journal of erasures", strings.Join(read, ", "), len(erasures))
	}
	err = restoreInto(ctx, t, b, erasures, s, log, out)
	if err == nil {
		err = t.keep(ctx)
	}
	if err != nil {
		return errors.Join(err, t.remove(ctx))
	}
	out.say("Ripristinata la copia del %s / restored the backup of that time.", b.Manifest.Made.Format("2006-01-02 15:04 MST"))
	return t.close()
}

// errNoJournal: nobody would notice that the erased are back, least of all they.
func errNoJournal() error {
	return geo.Invalid(`non trovo il registro delle cancellazioni, e senza chi ha chiesto di essere cancellato dopo la copia tornerebbe a esserci: non ho cambiato nulla.
  È erasures.jsonl, nella cartella dei dati di prima o dove lo copi insieme alle copie: indicalo con --erasures FILE.
  Se è perso, o nessuno si è mai cancellato, ripeti con --without-erasures e poi cancella a mano chi lo aveva chiesto / ` +
		`no journal of erasures: whoever was erased after the backup would be back; nothing was changed. It is erasures.jsonl, in the former folder of the data or beside your backups: name it with --erasures FILE. If it is lost, or nobody was ever erased, repeat with --without-erasures and erase by hand whoever had asked for it`)
}

// openBackup reads a whole backup and refuses what this program cannot restore.
func openBackup(f *os.File, out *console) (*backup.Backup, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	b, err := backup.Open(f, info.Size(), megabytes(out.progress("Controllo della copia / checking the backup")))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name(), err)
	}
	latest, err := postgis.LatestSchema()
	if err != nil {
		return nil, err
	}
	if b.Manifest.Schema > latest {
		return nil, geo.Invalid("%s viene da un Atlante più recente (schema %d, questo arriva a %d): ripristinala con quello, non ho cambiato nulla / the backup was made by a newer Atlante: restore it with that one, nothing was changed",
			f.Name(), b.Manifest.Schema, latest)
	}
	return b, nil
}

// erasures gathers what was erased, from the journal that was named, else from
// those that lie where they belong, and says which were read. All of them are
// done again, also the ones from before the backup: erasing twice is erasing
// once, and clocks differ.
func (c *dbRestoreCmd) erasures(s *Settings) (all []work.Erasure, read []string, err error) {
	paths := []string{s.journal(), filepath.Join(filepath.Dir(string(c.File)), "erasures.jsonl")}
	if c.Journal != "" {
		paths = []string{string(c.Journal)}
	}
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			continue
		}
		list, err := work.NewErasureFile(path).Read()
		if err != nil {
			return nil, nil, err
		}
		all, read = append(all, list...), append(read, path)
	}
	return all, read, nil
}

// restoreInto fills, compares with the manifest, brings up to date, erases again
// and checks.
func restoreInto(ctx context.Context, t *target, b *backup.Backup, erasures []work.Erasure, s *Settings, log *slog.Logger, out *console) error {
	if err := fill(ctx, t, b, out); err != nil {
		return err
	}
	store, err := postgis.Open(ctx, t.login, log)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.Settle(ctx); err != nil {
		return err
	}
	if err := eraseAgain(ctx, store, erasures, s, out); err != nil {
		return err
	}
	if err := checkAll(ctx, store, out); err != nil {
		return err
	}
	return carryOver(ctx, erasures, s)
}

// fill restores the dump, finds every row of the manifest and none else, and
// migrates.
func fill(ctx context.Context, t *target, b *backup.Backup, out *console) error {
	v, err := postgis.Occupy(ctx, t.owner)
	if err != nil {
		return err
	}
	defer v.Close(ctx)
	t.vacant = v
	major, err := v.Postgres()
	if err != nil {
		return err
	}
	if b.Manifest.Postgres > major {
		return geo.Invalid("la copia è di PostgreSQL %d, qui c'è il %d, che non la legge: installa quello / the backup is of a newer PostgreSQL: install that:\n  sudo apt-get install postgresql-%d-postgis-3", b.Manifest.Postgres, major, b.Manifest.Postgres)
	}
	tools, err := newPgTools(t.owner, major)
	if err != nil {
		return err
	}
	restored := megabytes(out.progress("Ripristino / restoring"))
	all := &told{r: b.Dump(), say: func(n int64) { restored(n, b.DumpSize()) }}
	if err := tools.restore(ctx, b.Dump(), all); err != nil {
		return err
	}
	have, err := v.Tables(ctx, out.progress("Confronto delle tabelle / comparing the tables"))
	if err != nil {
		return err
	}
	if d := backup.Differences(b.Manifest.Tables, have); len(d) > 0 {
		return geo.Invalid("ciò che è stato ripristinato non è ciò che la copia dichiara: non la uso / what was restored is not what the backup declares:\n  %s", strings.Join(d, "\n  "))
	}
	out.say("%d tabelle, righe e contenuto uguali alla copia / tables, rows and contents equal to the backup", len(have))
	return v.Migrate(ctx)
}
