package cluster

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/jackc/pgx/v5"
)

//go:embed durability.sql
var durabilitySQL string

// Querier is a connection or a pool of pgx.
type Querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// CheckDurability refuses a server that could lose what it has confirmed: with
// fsync, synchronous_commit or full_page_writes off. Ask with the connection
// that the service writes with: the second can be set by role and database.
//
// Errors: ErrNotDurable, naming the settings and where they are made.
func CheckDurability(ctx context.Context, db Querier) error {
	var off string
	if err := db.QueryRow(ctx, durabilitySQL).Scan(&off); err != nil {
		return fmt.Errorf("non posso leggere le impostazioni di PostgreSQL / cannot read the settings of PostgreSQL: %w", err)
	}
	if off == "" {
		return nil
	}
	return fmt.Errorf("%w; disattivati / off: %s. Togli l'impostazione da lì e riavvia / remove the setting there and restart", ErrNotDurable, off)
}

// verify asks the server that has just started.
func (c *Cluster) verify(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.Admin())
	if err != nil {
		return fmt.Errorf("PostgreSQL è partito ma non risponde / PostgreSQL started but does not answer: %w", err)
	}
	defer conn.Close(ctx)
	c.Version = serverVersion(conn)
	if c.opt.ForTests {
		return nil
	}
	return CheckDurability(ctx, conn)
}
