package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"atlante/geo"
	"atlante/geo/backup"
	"atlante/geo/postgis"
)

type dbBackupCmd struct {
	File string `arg:"" type:"path" help:"Dove scriverla; una cartella le dà un nome con data e ora / where to write it; a folder names it by date and time."`
}

// Run copies the database as it is at one moment, while the service goes on.
func (c *dbBackupCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	path, err := backupPath(c.File, time.Now())
	if err != nil {
		return err
	}
	r, err := reachExisting(ctx, s, log)
	if err != nil {
		return err
	}
	err = func() error {
		m, size, err := writeBackup(ctx, r.owner, path, time.Now(), out)
		if err != nil {
			return err
		}
		rows := int64(0)
		for _, t := range m.Tables {
			rows += t.Rows
		}
		out.say("Copia scritta e riletta: %s (%.1f MB, %d tabelle, %d righe) / backup written and read again", path, float64(size)/1e6, len(m.Tables), rows)
		out.say("Contiene contatti privati: tienila al sicuro, e con lei il registro delle cancellazioni %s / it holds private contacts: keep it safe, and the journal of erasures with it", s.journal())
		return nil
	}()
	return errors.Join(err, r.close())
}

// backupPath is where the file goes. One that exists is never written over.
func backupPath(file string, now time.Time) (string, error) {
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		file = filepath.Join(file, now.UTC().Format("atlante-20060102T150405Z.tar"))
	}
	if _, err := os.Lstat(file); err == nil {
		return "", fmt.Errorf("%s esiste già: scegli un altro nome / exists already: choose another name", file)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if _, err := os.Stat(filepath.Dir(file)); err != nil {
		return "", fmt.Errorf("la cartella della copia non c'è: creala prima / the folder of the backup is missing: make it first: %w", err)
	}
	return file, nil
}

// writeBackup writes under another name, reads it again, and gives the file its
// name when it is whole and on disk.
func writeBackup(ctx context.Context, owner, path string, now time.Time, out *console) (m backup.Manifest, size int64, err error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*.part") // mode 0600
	if err != nil {
		return m, 0, err
	}
	defer func() {
		_ = f.Close()
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if m, err = copyDatabase(ctx, owner, f, now, out); err != nil {
		return m, 0, err
	}
	if err = f.Sync(); err != nil {
		return m, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return m, 0, err
	}
	if _, err = backup.Open(f, info.Size(), megabytes(out.progress("Rilettura / reading it again"))); err != nil {
		return m, 0, err
	}
	if _, err = os.Lstat(path); err == nil {
		err = fmt.Errorf("%s nel frattempo esiste: scegli un altro nome / exists meanwhile: choose another name", path)
		return m, 0, err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return m, 0, err
	}
	return m, info.Size(), syncFolder(dir)
}

// copyDatabase sums the tables and dumps them, both as one snapshot sees them.
func copyDatabase(ctx context.Context, owner string, f backup.File, now time.Time, out *console) (backup.Manifest, error) {
	m := backup.Manifest{Format: backup.Format, Program: version(), Made: now.UTC().Truncate(time.Second)}
	snapshot, err := postgis.OpenSnapshot(ctx, owner)
	if err != nil {
		return m, err
	}
	defer snapshot.Close(ctx)
	if m.Schema, err = snapshot.Schema(ctx); err != nil {
		return m, fmt.Errorf("questa base di dati non è di Atlante / this database is not Atlante's: %w", err)
	}
	if m.Postgres, err = snapshot.Postgres(); err != nil {
		return m, err
	}
	tools, err := newPgTools(owner, m.Postgres)
	if err != nil {
		return m, err
	}
	if m.Tables, err = snapshot.Tables(ctx, out.progress("Somme delle tabelle / sums of the tables")); err != nil {
		return m, err
	}
	copied := out.progress("Copia delle tabelle / copying the tables")
	return m, backup.Write(f, m, func(w io.Writer) error {
		return tools.dump(ctx, snapshot.ID, w, func(n int) { copied(n, len(m.Tables)) })
	})
}

// megabytes turns a progress in bytes into one that people read.
func megabytes(f func(done, total int)) func(done, total int64) {
	return func(done, total int64) { f(int((done+1e6-1)/1e6), int((total+1e6-1)/1e6)) }
}

// syncFolder makes a rename last.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// reachExisting gives the addresses of a database that is there, and changes
// nothing in it: not even its schema.
func reachExisting(ctx context.Context, s *Settings, log *slog.Logger) (*reached, error) {
	if s.DatabaseURL == "" {
		_, err := os.Stat(filepath.Join(s.DataDir, "postgres", "data", "PG_VERSION"))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, geo.NotFound("in %s non c'è nessuna base di dati: indica la cartella giusta con --data-dir / no database there: name the right folder", s.DataDir)
		}
	}
	return reach(ctx, s, log)
}
