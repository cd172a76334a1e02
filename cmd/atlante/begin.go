package main

import (
	"context"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/ingest"
	"atlante/geo/ingest/facts"
	"atlante/geo/work"
)

// downloadPatience is how long the first start waits for the real boundaries.
const downloadPatience = 20 * time.Second

// begin fills an empty database: the embedded facts, the real boundaries when
// they can be downloaded, and the starting set of places.
func begin(ctx context.Context, s *Settings, d *database, log *slog.Logger, out *console) error {
	empty, err := d.Empty(ctx)
	if err != nil || !empty {
		return err
	}
	batch, err := newBatch("places", "starting set", "")
	if err != nil {
		return err
	}
	b := work.Beginning{Recomputation: recomputation(out), Batch: batch, NewID: uuid.NewV7}
	if !s.Offline {
		short, cancel := context.WithTimeout(ctx, downloadPatience)
		real, err := downloadBoundaries(short, s, out)
		cancel()
		if err != nil {
			log.Warn("confini ISTAT non scaricati: la mappa parte con confini approssimati. Per quelli veri: atlante import comuni FILE", "perché", err)
		} else {
			b.Boundaries = real
		}
	}
	return work.Begin(ctx, d.Store, b)
}

// downloadBoundaries fetches and reads the ISTAT file.
func downloadBoundaries(ctx context.Context, s *Settings, out *console) (*geo.Boundaries, error) {
	comuni, err := facts.Comuni()
	if err != nil {
		return nil, err
	}
	file, err := work.Download(ctx, httpClient(), s.ComuniURL, filepath.Join(s.DataDir, "downloads"), out.progress("Confini ISTAT / boundaries"))
	if err != nil {
		return nil, err
	}
	return work.ReadBoundaries(ctx, file, comuni, ingest.CLILimits())
}

func httpClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy: http.ProxyFromEnvironment, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 10 * time.Second}}
}

// newBatch names an import.
func newBatch(what, file, checksum string) (geo.Batch, error) {
	id, err := uuid.NewV7()
	return geo.Batch{ID: id, What: what, File: file, Checksum: checksum, CreatedAt: time.Now().UTC()}, err
}
