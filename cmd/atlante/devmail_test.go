package main

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo/mail"
)

// The receiver writes what a real sender sends, a file each, and goes on counting
// after a restart.
func TestDevMailWritesMailsIntoAFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "posta")
	for _, last := range []string{"000001.eml", "000002.eml"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		address := l.Addr().String()
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			done <- (&devMailCmd{Addr: address, Out: dir}).Run(ctx, &console{out: io.Discard, err: io.Discard})
		}()
		sendOne(t, address)
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		raw, err := os.ReadFile(filepath.Join(dir, last))
		if err != nil || !strings.Contains(string(raw), "Subject: ") || !strings.Contains(string(raw), "To: <anna@esempio.example>") {
			t.Errorf("%s: %v %s", last, err, raw)
		}
	}
	if all, _ := filepath.Glob(filepath.Join(dir, "*")); len(all) != 2 {
		t.Errorf("%v", all)
	}
	if err := (&devMailCmd{Addr: "0.0.0.0:2525", Out: dir}).Run(t.Context(), &console{out: io.Discard, err: io.Discard}); err == nil {
		t.Error("listens to other machines")
	}
}

func sendOne(t *testing.T, address string) {
	t.Helper()
	letters, err := mail.NewLetters("a@atlante.example", "https://atlante.example", "Ente")
	if err != nil {
		t.Fatal(err)
	}
	s, err := mail.NewSMTP("smtp://"+address, letters)
	if err != nil {
		t.Fatal(err)
	}
	m := mail.Message{ID: uuid.New(), To: "anna@esempio.example", Template: mail.Approved, Lang: "it", At: time.Now(),
		Values: map[string]string{mail.Path: "/", mail.Name: "Circolo"}}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if err = s.Send(t.Context(), m); err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}
