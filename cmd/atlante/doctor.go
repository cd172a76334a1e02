package main

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"atlante/geo/postgis/cluster"
)

type doctorCmd struct {
	PublicURL string `name:"public-url" env:"ATLANTE_PUBLIC_URL" help:"Indirizzo con cui si è raggiunti / the address people use."`
	mailSettings
}

var errUnwell = errors.New("manca qualcosa: vedi sopra la riga che lo rimedia / something is missing, see above")

func (c *doctorCmd) Run(ctx context.Context, s *Settings, out *console) error {
	findings := cluster.Check(ctx, cluster.Options{DataDir: s.DataDir, Roles: []string{"atlante"}})
	if s.DatabaseURL != "" {
		findings = []cluster.Finding{checkGiven(ctx, s.DatabaseURL)}
	}
	findings = append(findings, checkMail(ctx, c.mailSettings, c.PublicURL)...)
	well := true
	for _, f := range findings {
		mark := "✓"
		if !f.OK {
			mark, well = "✗", false
		}
		out.say("%s %-28s %s", mark, f.Name, f.Found)
		if f.Mend != "" {
			out.say("    → %s", f.Mend)
		}
	}
	if !well {
		return errUnwell
	}
	return nil
}

// checkGiven looks at the server of DATABASE_URL.
func checkGiven(ctx context.Context, url string) cluster.Finding {
	f := cluster.Finding{Name: "DATABASE_URL", Mend: "export DATABASE_URL=postgres://utente@host/atlante"}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		f.Found = err.Error()
		return f
	}
	defer conn.Close(ctx)
	var version *string
	err = conn.QueryRow(ctx, "SELECT default_version FROM pg_available_extensions WHERE name = 'postgis'").Scan(&version)
	switch {
	case err != nil || version == nil:
		f.Found, f.Mend = "il server non ha PostGIS / no PostGIS", "sudo apt-get install postgis postgresql-postgis"
	default:
		if err := cluster.CheckDurability(ctx, conn); err != nil {
			f.Found, f.Mend = err.Error(), "ALTER SYSTEM RESET ALL; SELECT pg_reload_conf();"
			return f
		}
		f.OK, f.Found, f.Mend = true, "PostGIS "+*version, ""
	}
	return f
}
