package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"

	"atlante/geo/mail/receiver"
)

type devMailCmd struct {
	Addr string `default:"127.0.0.1:2525" help:"Indirizzo e porta, solo di questa macchina / address and port, of this very machine only."`
	Out  string `required:"" help:"Cartella in cui scrivere i messaggi, un file .eml ciascuno / folder for the messages."`
}

// Run takes mails by SMTP and writes each into the folder, whole or not at all:
// 000001.eml, 000002.eml … It sends nothing on.
func (c *devMailCmd) Run(ctx context.Context, out *console) error {
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(c.Out, "*.eml"))
	if err != nil {
		return err
	}
	var last atomic.Int64
	for _, name := range old {
		var n int64
		if _, err := fmt.Sscanf(filepath.Base(name), "%d.eml", &n); err == nil {
			last.Store(max(last.Load(), n))
		}
	}
	r, err := receiver.Start(ctx, c.Addr, func(m receiver.Received) error {
		name := filepath.Join(c.Out, fmt.Sprintf("%06d.eml", last.Add(1)))
		if err := os.WriteFile(name+".part", m.Data, 0o600); err != nil {
			return err
		}
		return os.Rename(name+".part", name)
	})
	if err != nil {
		return err
	}
	out.say("smtp://%s → %s   (Ctrl-C per fermare / to stop)", r.Address(), c.Out)
	<-ctx.Done()
	return r.Close()
}
