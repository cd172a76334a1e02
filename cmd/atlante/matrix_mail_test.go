package main

import (
	"testing"

	"atlante/geo/geotest"
	"atlante/geo/mail/receiver"
)

// sendAll sends all mails that are still of use through a real server and gives
// what arrived: each of them once, and not fewer than least.
func (h *house) sendAll(t *testing.T, least int) []receiver.Received {
	t.Helper()
	box := geotest.Mailbox(t, nil)
	settings := mailSettings{From: "Atlante <no-reply@atlante.example>"}
	if err := settings.SMTP.UnmarshalText([]byte("smtp://" + box.Address())); err != nil {
		t.Fatal(err)
	}
	sender, err := settings.sender(public, "Ente di prova")
	if err != nil {
		t.Fatal(err)
	}
	var waiting int
	if err := h.rows.QueryRow(t.Context(), `SELECT count(*) FROM atlante.mail WHERE state = 'waiting' AND (until IS NULL OR until > now())`).Scan(&waiting); err != nil {
		t.Fatal(err)
	}
	if err := outbox(h.store, sender, settings.SMTP, noLog()).SendAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	mails := box.Mails()
	if len(mails) != waiting || waiting < least {
		t.Fatalf("%d mails of %d, expected %d or more", len(mails), waiting, least)
	}
	return mails
}
