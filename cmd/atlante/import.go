package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/ingest"
	"atlante/geo/work"
)

type importCmd struct {
	Comuni    importComuniCmd    `cmd:"" help:"Confini dei comuni: zip ISTAT o GeoJSON; senza file scarica da ISTAT / boundaries."`
	Zones     importZonesCmd     `cmd:"" help:"Quale comune in quale zona (CSV) / zones."`
	Valleys   importValleysCmd   `cmd:"" help:"Valli, loro comuni e colli (CSV) / valleys and passes."`
	Addresses importAddressesCmd `cmd:"" help:"Nomi delle vie ANNCSU (CSV) / street names."`
	Roads     importRoadsCmd     `cmd:"" help:"Strade, vie e numeri civici di un estratto OpenStreetMap (.osm.pbf) / roads."`
	Places    importPlacesCmd    `cmd:"" help:"Luoghi: CSV o GeoJSON / places."`
}

// inputFile is a file that is there: what is missing is said before anything is started.
type inputFile string

// UnmarshalText takes the name as it was written.
func (f *inputFile) UnmarshalText(name []byte) error {
	info, err := os.Stat(string(name))
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("il file %s non c'è: controlla nome e cartella / there is no such file", name)
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s è una cartella, serve un file / is a folder", name)
	}
	*f = inputFile(name)
	return nil
}

type importComuniCmd struct {
	File inputFile `arg:"" optional:"" help:"Zip ISTAT con shapefile, oppure GeoJSON."`
}

func (c *importComuniCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	return with(ctx, s, log, func(d *database) error {
		if err := begin(ctx, &Settings{Offline: true}, d, log, out); err != nil {
			return err
		}
		b, err := c.read(ctx, s, d, out)
		if err != nil {
			return err
		}
		changed, err := work.ReplaceBoundaries(ctx, d.Store, *b, recomputation(out))
		if err != nil {
			return err
		}
		if !changed {
			out.say("Questo file è già in uso: nulla da cambiare / already in use, nothing to change.")
			return nil
		}
		out.say("Confini di %d comuni: %s. Griglia e copertura sono nuove / boundaries, grid and coverage replaced.", len(b.Comuni), b.Source)
		return nil
	})
}

func (c *importComuniCmd) read(ctx context.Context, s *Settings, d *database, out *console) (*geo.Boundaries, error) {
	if c.File == "" {
		if s.Offline {
			return nil, geo.Invalid("senza rete serve un file: scaricalo da ISTAT (%s) e passa il FILE: atlante import comuni FILE / offline, download the file and name it", s.ComuniURL)
		}
		b, err := downloadBoundaries(ctx, s, out)
		if err != nil && ctx.Err() == nil {
			return nil, fmt.Errorf("%w. Se la rete non c'è, scaricalo da ISTAT (%s) e passa il FILE: atlante import comuni FILE / without a network, download the file and name it", err, s.ComuniURL)
		}
		return b, err
	}
	comuni, _, err := d.Comuni(ctx, geo.ComuneFilter{})
	if err != nil {
		return nil, err
	}
	return work.ReadBoundaries(ctx, string(c.File), comuni, ingest.CLILimits())
}

type importZonesCmd struct {
	File inputFile `arg:"" help:"CSV: istat_code o comune, zone."`
}

func (c *importZonesCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	return importFile(ctx, s, log, out, string(c.File), false, func(d *database, f io.Reader, o ingest.Options) error {
		moves, report, err := work.ImportZones(ctx, d.Store, f, o, recomputation(out))
		if err != nil {
			return errors.Join(err, writeRejects(string(c.File), report, out))
		}
		for _, m := range moves {
			out.say("%s %s: zona %d → %d", m.Comune.ID, m.Comune.Name, m.From, m.To)
		}
		out.say("%d comuni hanno cambiato zona / moved.", len(moves))
		return nil
	})
}

type importValleysCmd struct {
	File    inputFile `arg:"" help:"CSV delle valli: valley, name, parent, mouth_istat."`
	Members inputFile `required:"" help:"CSV: istat_code, valley."`
	Passes  inputFile `required:"" help:"CSV dei colli: from_istat, to_istat, name, open."`
}

func (c *importValleysCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	members, err := os.Open(string(c.Members))
	if err != nil {
		return err
	}
	defer members.Close()
	passes, err := os.Open(string(c.Passes))
	if err != nil {
		return err
	}
	defer passes.Close()
	return importFile(ctx, s, log, out, string(c.File), false, func(d *database, f io.Reader, o ingest.Options) error {
		report, err := work.ImportValleys(ctx, d.Store, work.ValleyFiles{Valleys: f, Members: members, Passes: passes}, o)
		if err != nil {
			return errors.Join(err, writeRejects(string(c.File), report, out))
		}
		out.say("Valli e colli sostituiti / valleys and passes replaced.")
		return nil
	})
}

type importAddressesCmd struct {
	File inputFile `arg:"" help:"CSV ANNCSU con i nomi delle vie."`
}

func (c *importAddressesCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	return importFile(ctx, s, log, out, string(c.File), false, func(d *database, f io.Reader, o ingest.Options) error {
		batch, err := newBatch("addresses", filepath.Base(string(c.File)), "")
		if err != nil {
			return err
		}
		n, changes, report, err := work.ImportStreets(ctx, d.Store, f, o, batch)
		if err != nil {
			return errors.Join(err, writeRejects(string(c.File), report, out))
		}
		out.say("%d nomi di vie; %d luoghi aggiornati / street names in, places updated.", n, changes.Changed)
		return nil
	})
}

type importPlacesCmd struct {
	File    inputFile `arg:"" help:"CSV o GeoJSON."`
	DryRun  bool      `name:"dry-run" help:"Leggi e confronta, non cambiare nulla / change nothing."`
	Kind    string    `help:"Tipo dei luoghi, se il file non ha la colonna / kind of all rows."`
	Source  string    `help:"Fonte delle righe che non ne nominano una / source of rows that name none."`
	Licence string    `default:"CC BY 4.0" help:"Licenza dei dati / licence."`
}

func (c *importPlacesCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	sum, err := checksum(string(c.File))
	if err != nil {
		return err
	}
	batch, err := newBatch("places", filepath.Base(string(c.File)), sum)
	if err != nil {
		return err
	}
	source := c.Source
	if source == "" {
		source = filepath.Base(string(c.File))
	}
	return importFile(ctx, s, log, out, string(c.File), c.DryRun, func(d *database, f io.Reader, o ingest.Options) error {
		r, err := work.ImportPlaces(ctx, d.Store, f, work.PlaceImport{Options: o, DryRun: c.DryRun, DefaultKind: geo.KindID(c.Kind),
			Source: geo.Source{Name: source, Licence: c.Licence}, Batch: batch, NewID: uuid.NewV7})
		if err != nil {
			return errors.Join(err, writeRejects(string(c.File), r.Report, out))
		}
		c.tell(r, out)
		return nil
	})
}

func (c *importPlacesCmd) tell(r work.PlaceOutcome, out *console) {
	for _, n := range r.Report.Notices {
		out.say("riga %d: %s", n.Line, n.Text)
	}
	for _, p := range r.Unlocated {
		out.say("riga %d: %s non ha una posizione: resta in elenco come lavoro da fare (atlante unplaced)", p.Line, p.Name)
	}
	verb := "Fatto / done"
	if c.DryRun {
		verb = "Prova, nulla è cambiato / dry run"
	}
	out.say("%s: %d nuovi, %d cambiati, %d uguali / new, changed, same.", verb, r.Changes.New, r.Changes.Changed, r.Changes.Same)
	if r.Changes.Waiting > 0 {
		out.say("%d righe aspettano un moderatore: qualcuno cura già quelle schede / rows wait for a moderator: somebody keeps these entries.", r.Changes.Waiting)
	}
	if r.Changes.Kept > 0 {
		out.say("%d righe messe da parte: la scheda non è pubblica, o aspetta già una modifica di chi la cura / rows put aside: not public, or changes of its keepers wait.", r.Changes.Kept)
	}
}

// importFile opens the database and the file, and recomputes afterwards unless
// a running service does, or nothing was to be changed.
func importFile(ctx context.Context, s *Settings, log *slog.Logger, out *console, file string, dryRun bool,
	f func(*database, io.Reader, ingest.Options) error) error {
	return with(ctx, s, log, func(d *database) error {
		if err := begin(ctx, &Settings{Offline: true}, d, log, out); err != nil {
			return err
		}
		in, err := os.Open(file)
		if err != nil {
			return err
		}
		defer in.Close()
		info, err := in.Stat()
		if err != nil {
			return err
		}
		progress := out.progress("Lettura / reading")
		o := ingest.Options{File: filepath.Base(file), Limits: ingest.CLILimits(),
			Progress: func(p ingest.Progress) { progress(int(p.Bytes>>10), int(info.Size()>>10)) }}
		if err := f(d, in, o); err != nil {
			return err
		}
		if dryRun {
			return nil
		}
		return recomputeNow(ctx, s, d, out)
	})
}

// writeRejects keeps the refused rows beside the file, for a spreadsheet.
func writeRejects(file string, r *ingest.Report, out *console) error {
	if r == nil || r.Rejected == 0 {
		return nil
	}
	name := file + ".rifiutate.csv"
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := errors.Join(ingest.RejectWriter{}.Write(f, r.Rejects), f.Close()); err != nil {
		return err
	}
	out.say("%d righe rifiutate: l'elenco è in %s / refused rows are listed there.", r.Rejected, name)
	return nil
}

// checksum is the sha256 of a file, in hexadecimal.
func checksum(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
