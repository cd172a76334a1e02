package wire

import (
	"net/http"
	"time"
)

// The limits of the service. They live here and nowhere else; Limits lists
// them, so that the page that prints them cannot lie.
const (
	ReadHeaderTimeout = 5 * time.Second
	ReadTimeout       = 15 * time.Second
	WriteTimeout      = 30 * time.Second
	IdleTimeout       = 60 * time.Second
	MaxHeaderBytes    = 16 << 10

	// ReadDeadline bounds the making of one answer, database included.
	ReadDeadline = 3 * time.Second
	// RetryAfter is what a busy service asks clients to wait.
	RetryAfter = 2 * time.Second
	// RetryLater is what those over a rate limit are asked to wait.
	RetryLater = 10 * time.Minute
	// RateLimit is how many requests an address may make of the API, the OGC
	// services, tiles and downloads in a RateWindow: a map that is panned without
	// rest, or a program that pages through every cell by tens.
	RateLimit = 12_000
	// RateWindow is the time for which requests are counted.
	RateWindow = time.Minute
	// RateAddresses bounds how many addresses are counted one by one.
	RateAddresses = 100_000
	// TileWait bounds the wait for a turn to make a tile.
	TileWait = 2 * time.Second
	// TileQueue bounds how many wait for such a turn, for each core: with a millisecond
	// a tile, a tenth of a second.
	TileQueue = 96
	// ReadBody bounds the body of a request that only reads.
	ReadBody = 4 << 10

	ListDefault    = 100
	ListMax        = 1000
	GeocodeDefault = 5
	GeocodeMax     = 20
	TextMax        = 200
	CursorMax      = 500
	CommaListMax   = 50
)

// Limit is one line of the public list of limits.
type Limit struct {
	Name  string `json:"name"`
	Value int64  `json:"value"`
	Unit  string `json:"unit" enum:"s,byte,item,character"`
	IT    string `json:"description_it"`
	EN    string `json:"description_en"`
}

// Limits lists every limit, in a fixed order.
func Limits() []Limit {
	return []Limit{
		wait("read_header_timeout", ReadHeaderTimeout, "tempo per inviare le intestazioni", "time to send the headers"),
		wait("read_timeout", ReadTimeout, "tempo per inviare la richiesta", "time to send the request"),
		wait("write_timeout", WriteTimeout, "tempo per ricevere la risposta", "time to receive the answer"),
		wait("idle_timeout", IdleTimeout, "connessione senza richieste", "connection without requests"),
		size("header_size", MaxHeaderBytes, "intestazioni di una richiesta, indirizzo compreso", "headers of a request, address included"),
		size("read_body", ReadBody, "corpo di una richiesta di sola lettura", "body of a request that only reads"),
		wait("read_deadline", ReadDeadline, "tempo per preparare una risposta", "time to make an answer"),
		wait("retry_after", RetryAfter, "attesa chiesta quando il servizio è occupato", "wait asked for when the service is busy"),
		wait("retry_later", RetryLater, "attesa chiesta a chi supera un limite di frequenza", "wait asked of those over a rate limit"),
		{"rate_limit", RateLimit, "item", "richieste di un indirizzo alle API, alle tile e ai download in un intervallo", "requests of one address to APIs, tiles and downloads in a window"},
		wait("rate_window", RateWindow, "intervallo in cui si contano le richieste", "window in which requests are counted"),
		wait("tile_wait", TileWait, "attesa del proprio turno per una tile", "wait for a turn to make a tile"),
		count("tile_queue", TileQueue, "richieste in attesa di una tile, per ogni processore", "requests that wait for a tile, for each core"),
		count("list_default", ListDefault, "elementi di un elenco, se non si chiede altro", "items of a list when nothing else is asked"),
		count("list_max", ListMax, "elementi di un elenco, al massimo", "items of a list, at most"),
		count("geocode_default", GeocodeDefault, "risposte a un indirizzo, se non si chiede altro", "answers to an address when nothing else is asked"),
		count("geocode_max", GeocodeMax, "risposte a un indirizzo, al massimo", "answers to an address, at most"),
		count("comma_list", CommaListMax, "valori separati da virgole in un parametro", "values separated by commas in a parameter"),
		{"text", TextMax, "character", "testo cercato", "text searched for"},
		{"cursor", CursorMax, "character", "segnalibro di un elenco (after)", "bookmark of a list (after)"},
	}
}

func wait(name string, d time.Duration, it, en string) Limit {
	return Limit{name, int64(d / time.Second), "s", it, en}
}

func size(name string, n int64, it, en string) Limit { return Limit{name, n, "byte", it, en} }

func count(name string, n int64, it, en string) Limit { return Limit{name, n, "item", it, en} }

// Bound sets the time-outs and the header size of a server.
func Bound(s *http.Server) {
	s.ReadHeaderTimeout = ReadHeaderTimeout
	s.ReadTimeout = ReadTimeout
	s.WriteTimeout = WriteTimeout
	s.IdleTimeout = IdleTimeout
	s.MaxHeaderBytes = MaxHeaderBytes
}
