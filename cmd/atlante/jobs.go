package main

import (
	"context"
	"log/slog"
	"time"

	"atlante/geo/mail"
	"atlante/geo/postgis"
	"atlante/geo/work"
)

// outbox sends the mails that wait, and removes what is over: links, sessions,
// counts, mails that were sent. sender is nil without a mail server.
func outbox(store *postgis.Store, sender *mail.SMTP, server mailServer, log *slog.Logger) *work.Outbox {
	o := &work.Outbox{Rows: store, Log: log, Now: time.Now}
	if sender == nil {
		log.Warn("ATLANTE_SMTP non è impostata: le mail aspettano finché non c'è un server di posta (docs/gestione.md) / mails wait for a mail server")
		return o
	}
	o.Sender = sender
	log.Info("mails are sent", "server", server)
	return o
}

// prune erases once an hour what nobody has confirmed or touched for long.
func prune(ctx context.Context, r *work.Registrar[*postgis.Store], log *slog.Logger) {
	for {
		if err := r.Prune(ctx); err != nil && ctx.Err() == nil {
			log.Warn("old drafts and keys were not removed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Hour):
		}
	}
}
