package work

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo"
)

const (
	// engineWait is how long one question to an engine may take.
	engineWait = 30 * time.Second
	// maxEngineAnswer bounds an answer: ten times are a few kilobytes.
	maxEngineAnswer = 1 << 20
)

// engine is a routing server that speaks HTTP and JSON.
type engine struct {
	client *http.Client
	base   *url.URL
	table  table
}

// table asks for the seconds from sources to a target in the words of one kind of
// engine; +Inf where there is no way.
type table interface {
	kind() string
	seconds(ctx context.Context, e *engine, sources []orb.Point, target orb.Point) ([]float64, error)
}

// OpenEngine looks what answers at an address: OSRM or Valhalla. kind is "osrm",
// "valhalla", or "auto" to find out, for which it asks for the way between two
// points. The client is used without following redirects to other hosts.
func OpenEngine(ctx context.Context, client *http.Client, address, kind string, from, to orb.Point) (EngineTimes, error) {
	base, err := url.Parse(address)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, geo.Invalid("--engine %q: serve un indirizzo come http://127.0.0.1:5000 / an address is needed", address)
	}
	own := *client
	own.CheckRedirect = sameHost
	e := &engine{client: &own, base: base}
	kinds := map[string][]table{"osrm": {&osrm{}}, "valhalla": {valhalla{}}, "auto": {&osrm{}, valhalla{}}}[kind]
	if kinds == nil {
		return nil, geo.Invalid("--kind %q: osrm, valhalla oppure auto / choose osrm, valhalla or auto", kind)
	}
	var failed []error
	for _, t := range kinds {
		if _, err := t.seconds(ctx, e, []orb.Point{from}, to); err == nil {
			e.table = t
			return e, nil
		} else if ctx.Err() != nil {
			return nil, ctx.Err()
		} else {
			failed = append(failed, fmt.Errorf("%s: %w", t.kind(), err))
		}
	}
	return nil, geo.Invalid("%s non risponde come OSRM né come Valhalla; controlla l'indirizzo e che il motore sia avviato / does not answer like OSRM or Valhalla:\n%v", e.Address(), errors.Join(failed...))
}

// sameHost follows a few redirects, none to another host.
func sameHost(r *http.Request, before []*http.Request) error {
	if r.URL.Host != before[0].URL.Host || len(before) > 3 {
		return fmt.Errorf("rimanda a %s: non lo seguo / redirects elsewhere, which is not followed", r.URL.Host)
	}
	return nil
}

func (e *engine) Kind() string    { return e.table.kind() }
func (e *engine) Address() string { return e.base.Scheme + "://" + e.base.Host }

func (e *engine) Seconds(ctx context.Context, sources []orb.Point, target orb.Point) ([]float64, error) {
	out, err := e.table.seconds(ctx, e, sources, target)
	if err == nil && len(out) != len(sources) {
		return nil, geo.Invalid("%s: %d tempi per %d coppie / times for pairs", e.Address(), len(out), len(sources))
	}
	return out, err
}

// get reads the JSON that the engine answers with, whatever its status: both
// kinds of engines explain what is wrong in it.
func (e *engine) get(ctx context.Context, path, query string, into any) error {
	ctx, stop := context.WithTimeout(ctx, engineWait)
	defer stop()
	to := *e.base
	to.Path = strings.TrimSuffix(to.Path, "/") + path
	to.RawQuery = query
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), nil)
	if err != nil {
		return err
	}
	resp, err := e.client.Do(req)
	if err != nil {
		return shortened(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxEngineAnswer+1))
	if err != nil {
		return err
	}
	if len(body) > maxEngineAnswer {
		return geo.Invalid("%s risponde con più di %d kB / answers with too much", e.Address(), maxEngineAnswer>>10)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return geo.Invalid("%s risponde %s e non il JSON atteso / answers something else than the JSON expected (%v)", e.Address(), resp.Status, err)
	}
	return nil
}

// shortened leaves the long address of a question out of its error.
func shortened(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
