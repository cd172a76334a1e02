package main

import (
	"fmt"
	"log/slog"
	"time"

	"atlante/api"
	"atlante/tiles"
	"atlante/tiles/snapshot"
)

// tileSettings say how much memory the tiles may take.
type tileSettings struct {
	TilesCache  int64 `name:"tiles-cache" env:"ATLANTE_TILES_CACHE" default:"256" placeholder:"MiB" help:"Memoria per le tile pronte, in MiB / memory for finished tiles."`
	TilesMemory int64 `name:"tiles-memory" env:"ATLANTE_TILES_MEMORY" default:"1024" placeholder:"MiB" help:"Memoria per i dati di un livello, in MiB; oltre, le sue tile le fa la base di dati / memory for the data of one layer; beyond it the database makes its tiles."`
}

// maxTiles is what no machine has, in MiB: a number beyond it was meant in bytes.
const maxTiles = 1 << 20

// Validate is asked by the parser of the command line.
func (s tileSettings) Validate() error {
	for _, x := range []struct {
		name  string
		value int64
	}{{"ATLANTE_TILES_CACHE", s.TilesCache}, {"ATLANTE_TILES_MEMORY", s.TilesMemory}} {
		if x.value < 1 || x.value > maxTiles {
			return fmt.Errorf("%s=%d: sono MiB, da 1 a %d / MiB, from 1 to %d", x.name, x.value, maxTiles, maxTiles)
		}
	}
	return nil
}

// holder keeps what the tiles show in memory.
func (s *tileSettings) holder(d *database, log *slog.Logger) *snapshot.Holder {
	return snapshot.NewHolder(d.Store, snapshot.Options{Log: log, Budget: s.TilesMemory << 20, Setting: "ATLANTE_TILES_MEMORY", Now: time.Now})
}

// tilesStatus says for /status what tiles are served from.
func tilesStatus(s tiles.State, now time.Time) api.TilesStatus {
	out := api.TilesStatus{Source: "database", FromDatabase: append([]string{}, s.Asked...), Trouble: s.Err != nil, MemoryBytes: s.Held,
		CacheBytes: s.Cached, CacheItems: s.Items, Waiting: s.Waiting, WarmTiles: s.Warm.Tiles, WarmTotal: s.Warm.Total}
	if s.Memory {
		out.Source = "memory"
		age := int64(max(0, now.Sub(s.Checked)) / time.Second)
		out.AgeSeconds = &age
	}
	if !s.Warm.Done.IsZero() {
		took := s.Warm.Took.Milliseconds()
		out.WarmMillis = &took
	}
	return out
}
