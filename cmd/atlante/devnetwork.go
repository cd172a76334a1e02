package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"atlante/geo"
	"atlante/geo/ingest/facts"
	"atlante/geo/road/synthetic"
)

type devNetworkCmd struct {
	Size string `default:"torino" enum:"torino,piemonte" help:"torino (i comuni) o piemonte (con la regione attorno) / how much land."`
	Out  string `required:"" help:"File da scrivere: .opl, .osm.opl o .osm.pbf (con osmium) / file to write."`
	Seed uint64 `default:"1" help:"Lo stesso seme dà lo stesso file / the same seed gives the same file."`
}

// synthetic networks say what wrote them: whoever imports one tells by this name
// that its roads do not exist.
const networkWriter = "atlante dev network (synthetic)"

// Run draws a road network that does not exist and writes it as OpenStreetMap
// would. The file appears whole or not at all.
func (c *devNetworkCmd) Run(ctx context.Context, out *console) error {
	size, err := synthetic.ParseSize(c.Size)
	if err != nil {
		return err
	}
	write, err := networkFormat(c.Out)
	if err != nil {
		return err
	}
	d, err := drawNetwork(size, c.Seed)
	if err != nil {
		return err
	}
	began := time.Now()
	part := c.Out + ".part"
	if err := write(ctx, part, d, out.progress("Scrittura / writing")); err != nil {
		return errors.Join(err, removeFile(part))
	}
	if err := os.Rename(part, c.Out); err != nil {
		return errors.Join(err, removeFile(part))
	}
	nodes, ways := d.Counts()
	out.say("Scritto / written: %s, %d nodi e %d strade SINTETICI, in %.1f s / synthetic nodes and ways.", c.Out, nodes, ways, time.Since(began).Seconds())
	return nil
}

// drawNetwork draws over the embedded facts.
func drawNetwork(size synthetic.Size, seed uint64) (*synthetic.Drawing, error) {
	comuni, err := facts.Comuni()
	if err != nil {
		return nil, err
	}
	valleys, err := facts.Valleys()
	if err != nil {
		return nil, err
	}
	passes, err := facts.Passes()
	if err != nil {
		return nil, err
	}
	return synthetic.Draw(size, seed, comuni, valleys, passes), nil
}

// networkFile puts a network into a file that is not there yet.
type networkFile func(ctx context.Context, name string, d *synthetic.Drawing, progress func(done, total int)) error

// networkFormat goes by the end of the name; what is missing is said before
// anything is drawn.
func networkFormat(name string) (networkFile, error) {
	if dir, err := os.Stat(filepath.Dir(name)); err != nil || !dir.IsDir() {
		return nil, geo.Invalid("la cartella %s non c'è: creala prima / there is no such folder", filepath.Dir(name))
	}
	switch {
	case strings.HasSuffix(name, ".opl"):
		return writeOPL, nil
	case !strings.HasSuffix(name, ".osm.pbf"):
		return nil, geo.Invalid("%s: il nome deve finire in .opl oppure .osm.pbf / the name must end in .opl or .osm.pbf", name)
	}
	if _, err := exec.LookPath("osmium"); err != nil {
		return nil, geo.Invalid("per scrivere .osm.pbf serve osmium, che qui manca: installalo con «sudo apt-get install osmium-tool», oppure scegli un nome che finisce in .opl / osmium is missing: install it, or write .opl")
	}
	return writePBF, nil
}

func writeOPL(ctx context.Context, name string, d *synthetic.Drawing, progress func(done, total int)) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(d.WriteOPL(ctx, f, progress), f.Close())
}

// writePBF pipes the network through osmium, which a cancelled context ends.
func writePBF(ctx context.Context, name string, d *synthetic.Drawing, progress func(done, total int)) error {
	var said strings.Builder
	osmium := exec.CommandContext(ctx, "osmium", "cat", "--no-progress", "-F", "opl", "-f", "pbf", "-O", "-o", name,
		"--generator", networkWriter, "--output-header", "osmosis_replication_timestamp="+synthetic.Date, "-")
	osmium.Stderr = &said
	in, err := osmium.StdinPipe()
	if err != nil {
		return err
	}
	if err := osmium.Start(); err != nil {
		return err
	}
	written := errors.Join(d.WriteOPL(ctx, in, progress), in.Close())
	ended := osmium.Wait()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case ended != nil: // its own words say more than our broken pipe
		return fmt.Errorf("osmium: %w: %s", ended, strings.TrimSpace(said.String()))
	}
	return written
}

// removeFile removes a file that may not be there.
func removeFile(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
