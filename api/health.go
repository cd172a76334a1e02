package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
)

// Health answers /healthz and /readyz.
type Health struct {
	Status string `json:"status"` // "alive", "ready" or "starting"
}

// Status answers /status.
type Status struct {
	Version           string           `json:"version"`
	StartedAt         string           `json:"started_at"`
	UptimeSeconds     int64            `json:"uptime_seconds"`
	Publication       *Publication     `json:"publication"`
	PublicationAgeSec *int64           `json:"publication_age_seconds"`
	Layers            map[string]int64 `json:"layers"` // encoding/json sorts them
}

// alive says that the program answers; it asks nobody.
func (s *service) alive(w http.ResponseWriter, r *http.Request) error {
	return now(w, r, http.StatusOK, Health{"alive"})
}

// ready says that the database answers and that there is a publication to show.
func (s *service) ready(w http.ResponseWriter, r *http.Request) error {
	_, err := s.store.Publication(r.Context())
	if errors.Is(err, geo.ErrNotFound) {
		w.Header().Set("Retry-After", strconv.Itoa(int(wire.RetryAfter/time.Second)))
		return now(w, r, http.StatusServiceUnavailable, Health{"starting"})
	}
	if err != nil {
		return fmt.Errorf("not ready: %w", err)
	}
	return now(w, r, http.StatusOK, Health{"ready"})
}

func (s *service) status(w http.ResponseWriter, r *http.Request) error {
	p, err := s.store.Publication(r.Context())
	missing := errors.Is(err, geo.ErrNotFound)
	if err != nil && !missing {
		return fmt.Errorf("publication: %w", err)
	}
	layers, err := s.store.LayerVersions(r.Context())
	if err != nil {
		return fmt.Errorf("layer versions: %w", err)
	}
	out := statusAt(s.now(), s.started, s.version, layers)
	if !missing {
		out.describe(p, s.now())
	}
	return now(w, r, http.StatusOK, out)
}

func statusAt(at, started time.Time, version string, layers map[string]int64) Status {
	return Status{
		Version:       version,
		StartedAt:     started.UTC().Format(time.RFC3339),
		UptimeSeconds: int64(at.Sub(started) / time.Second),
		Layers:        layers,
	}
}

func (out *Status) describe(p cover.Publication, at time.Time) {
	out.Publication = publicationOf(p)
	if made, err := time.Parse(time.RFC3339, p.CreatedAt); err == nil {
		age := int64(at.Sub(made) / time.Second)
		out.PublicationAgeSec = &age
	}
}

// now sends an answer that nobody may keep.
func now(w http.ResponseWriter, r *http.Request, status int, doc any) error {
	if err := wire.ReadQuery(r).Err(); err != nil {
		return err
	}
	body, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", wire.JSON.MediaType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client may be gone: nothing to do about it
	}
	return nil
}
