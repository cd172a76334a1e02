package cluster

import "errors"

// What a caller may want to tell apart with errors.Is. The wrapped texts are
// for people: Italian first, then English, and what to do.
var (
	// ErrHeld: another Atlante runs the cluster of this data folder.
	ErrHeld = errors.New("cartella dei dati già in uso / data folder already in use")
	// ErrNotRunning: no Atlante runs the cluster of this data folder.
	ErrNotRunning = errors.New("Atlante non è in funzione / Atlante is not running")
	// ErrNoPostgres: no PostgreSQL with PostGIS that fits is installed.
	ErrNoPostgres = errors.New("manca PostgreSQL con PostGIS / PostgreSQL with PostGIS is missing")
	// ErrNotDurable: the server is set up so that a crash loses committed data.
	ErrNotDurable = errors.New("PostgreSQL potrebbe perdere dati confermati / PostgreSQL could lose committed data")
)
