package main

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
)

type dbCmd struct {
	Migrate dbMigrateCmd `cmd:"" help:"Porta lo schema a questa versione / bring the schema up to date."`
	Backup  dbBackupCmd  `cmd:"" help:"Scrive una copia di sicurezza in un file / write a backup into a file."`
	Restore dbRestoreCmd `cmd:"" help:"Riempie una base di dati vuota con una copia / fill an empty database from a backup."`
	Psql    dbPsqlCmd    `cmd:"" help:"Apre psql sulla base di dati / open psql."`
}

type dbMigrateCmd struct{}

// Run only opens: that migrates.
func (c *dbMigrateCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	return with(ctx, s, log, func(*database) error {
		out.say("Lo schema è aggiornato / the schema is up to date.")
		return nil
	})
}

type dbPsqlCmd struct {
	Args []string `arg:"" optional:"" passthrough:"" help:"Argomenti per psql, dopo -- / arguments for psql."`
}

func (c *dbPsqlCmd) Run(ctx context.Context, s *Settings, log *slog.Logger) error {
	return with(ctx, s, log, func(d *database) error {
		args := c.Args
		if len(args) > 0 && args[0] == "--" {
			args = args[1:]
		}
		tools, err := newPgTools(d.owner, 0)
		if err != nil {
			return err
		}
		cmd := exec.CommandContext(ctx, "psql", append([]string{tools.dsn}, args...)...)
		cmd.Env = tools.env
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
		return cmd.Run()
	})
}
