package main

import (
	"context"
	"log/slog"
	"time"
)

type outboxCmd struct{}

// Run says how many mails wait, were sent or were given up, and why. It shows no
// address and no text.
func (c *outboxCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	return with(ctx, s, log, func(d *database) error {
		counts, err := d.MailCounts(ctx)
		if err != nil {
			return err
		}
		words := map[string]string{"waiting": "in attesa / waiting", "sending": "in partenza / being sent",
			"sent": "spedite / sent", "failed": "non spedite / given up"}
		for _, n := range counts {
			why := ""
			if n.Fault != "" {
				why = "   perché / why: " + sayFault(n.Fault)
			}
			out.say("%5d %-26s la più vecchia / oldest: %s%s", n.Mails, words[n.State], n.Since.Local().Format(time.DateTime), why)
		}
		if len(counts) == 0 {
			out.say("Nessuna mail / no mails.")
		}
		return nil
	})
}

// sayFault gives words to the classes of mail.Fault and of the outbox.
func sayFault(class string) string {
	words := map[string]string{
		"unreachable":       "il server di posta non risponde / the mail server does not answer",
		"no_agreement":      "il server di posta non accetta la connessione (TLS, utente o password) / TLS, user or password",
		"refused_recipient": "il server di posta non accetta il destinatario / recipient refused",
		"refused_sender":    "il server di posta non accetta il mittente: controlla ATLANTE_MAIL_FROM / sender refused",
		"refused_content":   "il server di posta non accetta il messaggio / message refused",
		"interrupted":       "lo scambio si è interrotto / the exchange was cut",
		"too_late":          "non serviva più: il collegamento era scaduto / its link had expired",
		"settings":          "le impostazioni della posta non vanno bene: atlante doctor / settings of mail",
		"content":           "il messaggio non si può scrivere: segnalalo a chi sviluppa Atlante / the message cannot be written",
	}
	if w, known := words[class]; known {
		return w
	}
	return class
}
