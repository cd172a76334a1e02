package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"atlante/geo"
	"atlante/geo/ingest"
	"atlante/geo/road"
	"atlante/geo/work"
)

type importRoadsCmd struct {
	File         inputFile `arg:"" optional:"" help:"Estratto OpenStreetMap, .osm.pbf."`
	List         bool      `xor:"what" help:"Elenca le strade caricate / say what is loaded."`
	Estimate     bool      `xor:"what" help:"Torna ai tempi stimati: nessuna strada in uso / back to estimated times."`
	WinterClosed []int64   `name:"winter-closed" placeholder:"ID,…" help:"Strade chiuse d'inverno, per numero OpenStreetMap, qualunque cosa dica il file / ways closed in winter."`
	WinterOpen   []int64   `name:"winter-open" placeholder:"ID,…" help:"Strade aperte tutto l'anno, qualunque cosa dica il file / ways open all year."`
}

// Validate asks for one thing to do.
func (c *importRoadsCmd) Validate() error {
	switch {
	case c.File == "" && !c.List && !c.Estimate:
		return errors.New("serve un FILE.osm.pbf, oppure --list o --estimate / name a file, or ask --list or --estimate")
	case c.File != "" && (c.List || c.Estimate):
		return errors.New("--list e --estimate vanno senza FILE / go without a file")
	}
	return nil
}

func (c *importRoadsCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	switch {
	case c.List:
		return with(ctx, s, log, func(d *database) error { return listRoads(ctx, d, out) })
	case c.Estimate:
		return with(ctx, s, log, func(d *database) error { return c.retire(ctx, s, d, out) })
	}
	sum, err := checksum(string(c.File))
	if err != nil {
		return err
	}
	batch, err := newBatch("roads", filepath.Base(string(c.File)), sum)
	if err != nil {
		return err
	}
	return importFile(ctx, s, log, out, string(c.File), false, func(d *database, f io.Reader, o ingest.Options) error {
		file, ok := f.(io.ReadSeeker)
		if !ok {
			return errors.New("the file cannot be read twice")
		}
		size, err := file.Seek(0, io.SeekEnd)
		if err != nil {
			return err
		}
		began := time.Now()
		r, err := work.ImportRoads(ctx, d.Store, file, work.RoadImport{File: o.File, Size: size, Profile: c.profile(), Batch: batch,
			Now: time.Now, Progress: func(step string) work.Progress { return out.progress(step) }})
		if err != nil {
			return err
		}
		if r.Same {
			out.say("Questo file è già in uso: nulla da cambiare / already in use, nothing to change.")
			return nil
		}
		tellRoads(r.Version, out)
		tellUncovered(r.Comuni, out)
		for _, n := range r.Notices {
			out.say("  %s", n)
		}
		out.say("%d luoghi aggiornati con le vie del file; %.1f secondi / places updated, seconds.", r.Places.Changed, time.Since(began).Seconds())
		return nil
	})
}

// profile is the one of the program, with the winter roads of the command line.
func (c *importRoadsCmd) profile() road.Profile {
	p := road.DefaultProfile()
	closed := map[int64]bool{}
	for id, shut := range p.WinterClosed {
		closed[id] = shut
	}
	for _, id := range c.WinterClosed {
		closed[id] = true
	}
	for _, id := range c.WinterOpen {
		closed[id] = false
	}
	p.WinterClosed = closed
	return p
}

func (c *importRoadsCmd) retire(ctx context.Context, s *Settings, d *database, out *console) error {
	changed, err := d.RetireGraph(ctx)
	if err != nil {
		return err
	}
	if !changed {
		out.say("Nessuna strada era in uso: i tempi sono già stimati / times are estimated already.")
		return nil
	}
	out.say("I tempi tornano stimati; le vie e i numeri civici del file restano / back to the estimate, names stay.")
	return recomputeNow(ctx, s, d, out)
}

func listRoads(ctx context.Context, d *database, out *console) error {
	versions, err := d.Graphs(ctx)
	if err != nil {
		return err
	}
	if len(versions) == 0 || !versions[0].Active {
		out.say("I tempi sono stimati: nessuna strada in uso / times are estimated, no roads in use.")
	}
	for _, v := range versions {
		tellRoads(v, out)
	}
	return nil
}

func tellRoads(v geo.RoadVersion, out *console) {
	state := "tenuta per chi la sta ancora leggendo / kept for those who still read it"
	if v.Active {
		state = "in uso / in use"
	}
	out.say("Strade, versione %d (%s): %s, %s; dati del %s / roads, date of the data.", v.ID, state, v.File, v.Source.Name, dayOf(v))
	if v.Synthetic {
		out.say("  RETE SINTETICA: fatta da un programma, non mostra strade vere / SYNTHETIC: made by a program, no real roads.")
	}
	r := v.Read
	out.say("  file: %d nodi, %d oggetti lineari, %d relazioni / nodes, ways, relations.", r.FileNodes, r.FileWays, r.FileRelations)
	out.say("  strade: %d con %d nodi; %d oltre 40 km dal territorio / roads, their nodes, those beyond 40 km.", r.Ways, r.Nodes, r.Beyond)
	out.say("  rifiutate: %d (%d senza tutti i nodi, %d con meno di due nodi, %d con coordinate impossibili) / refused: nodes missing, too short, impossible coordinates.",
		r.Refused(), r.MissingNodes, r.TooShort, r.Impossible)
	for _, mode := range []geo.Mode{geo.ModeCar, geo.ModeFoot} {
		g := v.Graphs[mode]
		out.say("  %s: %d nodi, %d tratti, %d archi, %.0f km; %d componenti, nella maggiore il %.1f %% dei nodi; %d tratti chiusi d'inverno / nodes, edges, arcs, km, components, share in the largest, closed in winter.",
			modeName(mode), g.Nodes, g.Edges, g.Arcs, g.Km, g.Components, 100*g.Largest, g.Winter)
	}
	names := "usati per trovare gli indirizzi / used to find addresses"
	if v.Synthetic {
		names = "inventati, non usati / made up, not used"
	}
	out.say("  nomi: %d tratti di vie, %d numeri civici, %d località; %d illeggibili; %s.", r.Streets, r.Houses, r.Hamlets, r.Unreadable, names)
	if len(v.Uncovered) > 0 {
		out.say("  comuni senza strade vicino al municipio: %d, i loro tempi restano stimati / comuni not covered, their times stay estimates.", len(v.Uncovered))
	}
}

func tellUncovered(comuni []geo.Comune, out *console) {
	var names []string
	for _, c := range comuni {
		names = append(names, fmt.Sprintf("%s (%s)", c.Name, c.ID))
	}
	if len(names) > 0 {
		out.say("  sono / they are: %s", strings.Join(names, ", "))
	}
}

func modeName(m geo.Mode) string {
	if m == geo.ModeCar {
		return "in auto / by car"
	}
	return "a piedi / on foot"
}

func dayOf(v geo.RoadVersion) string {
	if len(v.DataDate) < 10 {
		return "data ignota / unknown"
	}
	return v.DataDate[:10]
}
