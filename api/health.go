package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
)

// Health answers /healthz and /readyz.
type Health struct {
	Status string `json:"status" enum:"alive,ready"`
}

// Status answers /status: a problem+json without a problem, as the Italian
// guidelines for interoperability ask, and what an operator wants to know.
type Status struct {
	Type              string           `json:"type" enum:"about:blank"`
	Title             string           `json:"title"`
	Status            int              `json:"status" doc:"of HTTP"`
	Detail            string           `json:"detail"`
	Instance          string           `json:"instance" doc:"path of the request"`
	Version           string           `json:"version" doc:"of the program"`
	StartedAt         string           `json:"started_at" format:"date-time"`
	UptimeSeconds     int64            `json:"uptime_seconds"`
	Publication       *Publication     `json:"publication" doc:"null before the first"`
	PublicationAgeSec *int64           `json:"publication_age_seconds"`
	Layers            map[string]int64 `json:"layers" doc:"version of each layer; they only grow"` // encoding/json sorts them
	Tiles             *TilesStatus     `json:"tiles" doc:"what tiles are served from; null where there are none"`
}

// TilesStatus says what tiles are served from. Those in memory go on being served while
// the database does not answer.
type TilesStatus struct {
	Source       string   `json:"source" enum:"memory,database"`
	FromDatabase []string `json:"from_database" doc:"layers too large for memory: the database makes their tiles"`
	AgeSeconds   *int64   `json:"age_seconds" doc:"since the database last confirmed what is in memory; null without it"`
	Trouble      bool     `json:"trouble" doc:"the database could not be asked the last time: tiles may be old"`
	MemoryBytes  int64    `json:"memory_bytes"`
	CacheBytes   int64    `json:"cache_bytes"`
	CacheItems   int      `json:"cache_items"`
	Waiting      int      `json:"waiting" doc:"requests that wait for a tile"`
	WarmTiles    int      `json:"warm_tiles" doc:"tiles of one layer made in advance, of warm_total"`
	WarmTotal    int      `json:"warm_total"`
	WarmMillis   *int64   `json:"warm_milliseconds" doc:"that making them all has taken; null before that"`
}

// alive says that the program answers; it asks nobody.
func (s *service) alive(w http.ResponseWriter, r *http.Request) error {
	return now(w, r, wire.JSON.MediaType, Health{"alive"})
}

// ready says that the database answers and that there is a publication to show.
func (s *service) ready(w http.ResponseWriter, r *http.Request) error {
	_, err := s.store.Publication(r.Context())
	if errors.Is(err, geo.ErrNotFound) {
		return wire.Busy(wire.Text{
			IT: "Il servizio si avvia (starting): la prima mappa non è ancora pronta, di solito ci vuole meno di un minuto",
			EN: "The service is starting: the first map is not ready yet, which usually takes less than a minute"})
	}
	if err != nil {
		return s.down(r, err)
	}
	return now(w, r, wire.JSON.MediaType, Health{"ready"})
}

func (s *service) status(w http.ResponseWriter, r *http.Request) error {
	p, err := s.store.Publication(r.Context())
	missing := errors.Is(err, geo.ErrNotFound)
	if err != nil && !missing {
		return s.down(r, err)
	}
	layers, err := s.store.LayerVersions(r.Context())
	if err != nil {
		return s.down(r, err)
	}
	out := statusAt(s.now(), s.started, s.version, layers)
	out.Instance = r.URL.EscapedPath()
	if s.tiles != nil {
		state := s.tiles()
		out.Tiles = &state
	}
	if !missing {
		out.describe(p, s.now())
	}
	out.say(wire.Lang(r))
	return now(w, r, wire.ProblemType, out)
}

// down is what the health of the service is when its database does not answer:
// whoever watches it is told so, and the log tells why.
func (s *service) down(r *http.Request, err error) error {
	if r.Context().Err() == nil || errors.Is(r.Context().Err(), context.DeadlineExceeded) {
		s.log.LogAttrs(r.Context(), slog.LevelError, "the database does not answer", slog.String("path", r.URL.Path), slog.Any("err", err))
	}
	if errors.Is(r.Context().Err(), context.Canceled) {
		return err // nobody waits for the answer
	}
	text := wire.Text{
		IT: "La base di dati non risponde: il servizio riprova da solo, torna tra poco",
		EN: "The database does not answer: the service tries again by itself, come back shortly"}
	if s.tiles != nil {
		text = s.tiles().while(text)
	}
	return wire.Busy(text)
}

// while adds what goes on being served without the database.
func (t TilesStatus) while(text wire.Text) wire.Text {
	if t.Source != "memory" || t.AgeSeconds == nil {
		return text
	}
	return wire.Text{
		IT: fmt.Sprintf("%s. Le tile sono servite dalla memoria, ferme a %d secondi fa", text.IT, *t.AgeSeconds),
		EN: fmt.Sprintf("%s. Tiles are served from memory, as they were %d seconds ago", text.EN, *t.AgeSeconds)}
}

func statusAt(at, started time.Time, version string, layers map[string]int64) Status {
	return Status{
		Type:          "about:blank",
		Status:        http.StatusOK,
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

// say puts the state of the service into words.
func (out *Status) say(lang string) {
	detail := wire.Text{IT: "Il servizio risponde; la prima mappa non è ancora pronta.", EN: "The service answers; the first map is not ready yet."}
	if p := out.Publication; p != nil {
		detail = wire.Text{IT: "Il servizio risponde; l'ultimo calcolo è del " + p.CreatedAt + ".", EN: "The service answers; the latest computation is of " + p.CreatedAt + "."}
	}
	out.Title = wire.Text{IT: "In servizio", EN: "In service"}.In(lang)
	out.Detail = detail.In(lang)
}

// now sends an answer that nobody may keep.
func now(w http.ResponseWriter, r *http.Request, media string, doc any) error {
	if err := wire.ReadQuery(r).Err(); err != nil {
		return err
	}
	body, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client may be gone: nothing to do about it
	}
	return nil
}
