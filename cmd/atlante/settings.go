package main

import (
	"log/slog"
	"path/filepath"
)

// Settings are what every command shares.
type Settings struct {
	DataDir     string     `name:"data-dir" env:"ATLANTE_DATA_DIR" default:"./.atlante" help:"Cartella dei dati privati / private data folder."`
	DatabaseURL string     `name:"database-url" env:"DATABASE_URL" help:"Usa questo PostgreSQL e non avviarne uno / use this server, start none."`
	Offline     bool       `env:"ATLANTE_OFFLINE" help:"Non scaricare nulla / download nothing."`
	ComuniURL   string     `name:"comuni-url" env:"ATLANTE_COMUNI_URL" default:"https://www.istat.it/storage/cartografia/confini_amministrativi/generalizzati/2026/Limiti01012026_g.zip" help:"Indirizzo dei confini ISTAT / address of the ISTAT boundaries."`
	Erasures    string     `name:"erasure-journal" type:"path" env:"ATLANTE_ERASURES" help:"Registro delle cancellazioni; normalmente erasures.jsonl nella cartella dei dati / journal of erasures."`
	LogLevel    slog.Level `name:"log-level" env:"ATLANTE_LOG_LEVEL" default:"INFO" help:"DEBUG, INFO, WARN, ERROR."`
}

// journal is where erasures are noted outside the database.
func (s *Settings) journal() string {
	if s.Erasures != "" {
		return s.Erasures
	}
	return filepath.Join(s.DataDir, "erasures.jsonl")
}
