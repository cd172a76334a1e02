package site

import (
	"log/slog"
	"testing"
	"testing/fstest"
	"time"
)

func mustSite(t *testing.T) *Site {
	t.Helper()
	s, err := New(Options{Log: slog.New(slog.DiscardHandler), Now: time.Now, Owner: "Ente", Assets: fstest.MapFS{}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
