package work

import (
	"context"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/ingest"
)

// ReadBoundaries reads the boundaries of exactly these comuni from a file: an
// ISTAT zip with a shapefile, or GeoJSON.
func ReadBoundaries(ctx context.Context, path string, comuni []geo.Comune, limits ingest.Limits) (*geo.Boundaries, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	name := filepath.Base(path)
	read, _, err := ingest.ReadBoundaries(ctx, f, ingest.BoundaryOptions{
		Options: ingest.Options{File: name, Limits: limits}, Expected: comuni})
	if err != nil {
		return nil, err
	}
	out := &geo.Boundaries{SRID: read.SRID, Source: "ISTAT, confini amministrativi (" + name + ")", Checksum: read.SHA256}
	for _, c := range read.Comuni {
		out.Comuni = append(out.Comuni, c.ID)
		out.Outlines = append(out.Outlines, orb.MultiPolygon(c.Boundary))
	}
	return out, nil
}
