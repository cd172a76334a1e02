package wire

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"atlante/geo"
)

// ProblemType is the media type of RFC 9457.
const ProblemType = "application/problem+json"

// Problem is an answer that says what went wrong.
type Problem struct {
	Type     string           `json:"type" doc:"address of the entry in the list of problems"`
	Title    string           `json:"title"`
	Status   int              `json:"status" doc:"of HTTP"`
	Detail   string           `json:"detail" doc:"what is wrong and how to mend it"`
	Instance string           `json:"instance" doc:"path of the request"`
	Errors   []ParameterFault `json:"errors,omitempty" doc:"one for each parameter that is wrong"`
}

// ParameterFault says what is wrong with one parameter.
type ParameterFault struct {
	Parameter string `json:"parameter"`
	Detail    string `json:"detail"`
}

// ProblemKind is one row of the table that turns errors into answers.
type ProblemKind struct {
	Name   string
	Status int
	Title  Text
	Detail Text // used when the error has no text for people
}

// StatusClientGone is logged when the client left before the answer; nobody sees it.
const StatusClientGone = 499

// The rows of the table.
var (
	invalid       = ProblemKind{"invalid-parameters", http.StatusBadRequest, Text{"Richiesta non valida", "Invalid request"}, Text{"La richiesta contiene un valore non valido.", "The request holds a value that is not valid."}}
	invalidBody   = ProblemKind{"invalid-content", http.StatusUnprocessableEntity, Text{"Contenuto non valido", "Invalid content"}, Text{"Il contenuto inviato non è valido.", "The content sent is not valid."}}
	notFound      = ProblemKind{"not-found", http.StatusNotFound, Text{"Non trovato", "Not found"}, Text{"Quello che cerchi non c'è.", "What you look for is not here."}}
	gone          = ProblemKind{"gone", http.StatusGone, Text{"Non c'è più", "Gone"}, Text{"Quello che cerchi non c'è più.", "What you look for is gone."}}
	forbidden     = ProblemKind{"forbidden", http.StatusForbidden, Text{"Non consentito", "Not allowed"}, Text{"Questa azione non è consentita a chi la chiede.", "You may not do this."}}
	tooMany       = ProblemKind{"too-many-requests", http.StatusTooManyRequests, Text{"Troppe richieste", "Too many requests"}, Text{"Sono arrivate troppe richieste in poco tempo: riprova più tardi.", "Too many requests in a short time: try again later."}}
	notAllowed    = ProblemKind{"method-not-allowed", http.StatusMethodNotAllowed, Text{"Metodo non previsto", "Method not allowed"}, Text{"Questo indirizzo si può solo leggere: usa GET.", "This address can only be read: use GET."}}
	notAcceptable = ProblemKind{"not-acceptable", http.StatusNotAcceptable, Text{"Formato non disponibile", "Not acceptable"}, Text{"Il formato chiesto non è disponibile.", "The format asked for is not available."}}
	conflict      = ProblemKind{"conflict", http.StatusConflict, Text{"Conflitto", "Conflict"}, Text{"Nel frattempo i dati sono cambiati: ricarica e riprova.", "The data have changed meanwhile: reload and try again."}}
	tooLarge      = ProblemKind{"too-large", http.StatusRequestEntityTooLarge, Text{"Troppo grande", "Too large"}, Text{"Il contenuto inviato supera il limite.", "The content sent is over the limit."}}
	internal      = ProblemKind{"internal", http.StatusInternalServerError, Text{"Errore nostro", "Our error"}, Text{"Qualcosa non ha funzionato dalla nostra parte e lo abbiamo registrato. I dati non sono cambiati: riprova tra poco.", "Something failed on our side and we have logged it. No data have changed: try again shortly."}}
	busy          = ProblemKind{"busy", http.StatusServiceUnavailable, Text{"Servizio occupato", "Service busy"}, Text{"Il servizio è occupato: riprova tra pochi secondi.", "The service is busy: try again in a few seconds."}}
	tooSlow       = ProblemKind{"too-slow", http.StatusServiceUnavailable, Text{"Risposta troppo lenta", "Answer too slow"}, Text{"Non siamo riusciti a rispondere in tempo: riprova, o chiedi meno dati alla volta.", "We could not answer in time: try again, or ask for less at once."}}
)

// ProblemKinds lists the rows of the table, for its documentation.
func ProblemKinds() []ProblemKind {
	return []ProblemKind{invalid, invalidBody, forbidden, notFound, gone, tooMany, notAllowed, notAcceptable, conflict, tooLarge, internal, busy, tooSlow}
}

var (
	errNotAllowed    = errors.New("method not allowed")
	errNotAcceptable = errors.New("not acceptable")
)

// classify is the one place where errors become statuses.
func classify(r *http.Request, err error) (ProblemKind, error) {
	var large *http.MaxBytesError
	var past *geo.Gone
	switch {
	case errors.As(err, &past):
		return gone, geo.ErrNotFound
	case errors.Is(err, geo.ErrNotFound):
		return notFound, geo.ErrNotFound
	case errors.Is(err, geo.ErrInvalid):
		if r.Method != http.MethodGet && r.Method != http.MethodHead && !isFaults(err) {
			return invalidBody, geo.ErrInvalid
		}
		return invalid, geo.ErrInvalid
	case errors.Is(err, geo.ErrConflict):
		return conflict, geo.ErrConflict
	case errors.Is(err, geo.ErrForbidden):
		return forbidden, geo.ErrForbidden
	case errors.Is(err, geo.ErrTooMany):
		return tooMany, geo.ErrTooMany
	case errors.Is(err, geo.ErrBusy):
		return busy, geo.ErrBusy
	case errors.Is(err, errNotAllowed):
		return notAllowed, errNotAllowed
	case errors.Is(err, errNotAcceptable):
		return notAcceptable, errNotAcceptable
	case errors.As(err, &large):
		return tooLarge, nil
	case errors.Is(r.Context().Err(), context.Canceled), errors.Is(err, context.Canceled):
		return ProblemKind{Name: "client-gone", Status: StatusClientGone}, nil
	case errors.Is(r.Context().Err(), context.DeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return tooSlow, nil
	}
	return internal, nil
}

func isFaults(err error) bool {
	var f *Faults
	return errors.As(err, &f)
}

// NewProblem describes an error to the client that made the request. What is
// not the client's doing gets a fixed text, so that nothing leaks.
func NewProblem(r *http.Request, err error) Problem {
	lang := Lang(r)
	kind, sentinel := classify(r, err)
	p := Problem{
		Type:     "/api/problems#" + kind.Name,
		Title:    kind.Title.In(lang),
		Status:   kind.Status,
		Detail:   kind.Detail.In(lang),
		Instance: r.URL.EscapedPath(),
	}
	var faults *Faults
	if errors.As(err, &faults) {
		p.Errors = faults.in(lang)
		p.Detail = faults.detail(lang)
	} else if text := textFor(err, sentinel, lang); text != "" {
		p.Detail = text
	}
	return p
}

// textFor finds the text for people: that of the innermost error around the
// sentinel, without what outer layers have put before it.
func textFor(err, sentinel error, lang string) string {
	for err != nil && sentinel != nil {
		inner := errors.Unwrap(err)
		if inner == sentinel {
			text := err.Error()
			if strings.HasSuffix(text, sentinel.Error()) {
				return "" // wrapped with %w for the log, not worded for people
			}
			return half(text, lang)
		}
		err = inner
	}
	return ""
}

// half takes the Italian or the English half of "italiano / English". A text
// without the mark is for both.
func half(text, lang string) string {
	i := strings.LastIndex(text, " / ")
	switch {
	case i < 0:
		return text
	case lang == "en":
		return text[i+len(" / "):]
	}
	return text[:i]
}

// RetryAfter is how long a client does well to wait; false for problems that no
// waiting mends.
func (p Problem) RetryAfter() (time.Duration, bool) {
	switch p.Status {
	case http.StatusServiceUnavailable:
		return RetryAfter, true
	case http.StatusTooManyRequests:
		return RetryLater, true
	}
	return 0, false
}

func writeProblem(w http.ResponseWriter, r *http.Request, p Problem) {
	h := w.Header()
	for _, name := range []string{"ETag", "Content-Encoding", "Content-Length", "Cache-Control", "Age", "Cache-Status"} {
		h.Del(name)
	}
	if p.Status == StatusClientGone {
		w.WriteHeader(p.Status)
		return
	}
	if wait, waits := p.RetryAfter(); waits && h.Get("Retry-After") == "" {
		h.Set("Retry-After", strconv.Itoa(int(wait/time.Second)))
	}
	body, err := json.Marshal(p)
	if err != nil { // a struct of strings and ints always marshals
		panic(err)
	}
	h.Set("Content-Type", ProblemType)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client may be gone: nothing to do about it
	}
}
