package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"atlante/geo"
)

// Without the boundaries of ISTAT the comuni have seven vertices each, where real
// ones have hundreds: rivers and ridges. The borders of the data set are roughened
// until they have as many.
const (
	roughDepth = 6   // each straight border becomes 64 pieces
	roughShare = 0.1 // of its length, that the middle of a piece is moved aside at most
)

// roughenBorders makes them as rough as can be: where two borders meet at a small
// angle, they would cross when they are too rough.
func roughenBorders(ctx context.Context, conn *pgx.Conn, comuni []geo.Comune) error {
	share := roughShare
	for {
		err := roughen(ctx, conn, comuni, share)
		var refused *pgconn.PgError
		if !errors.As(err, &refused) || refused.ConstraintName != "boundary_is_valid" || share < 0.01 {
			return err
		}
		share *= 0.8
	}
}

// roughen replaces the boundaries of the comuni and of the zones. Which way a piece
// is bent depends on its ends alone: neighbours keep the same border.
func roughen(ctx context.Context, conn *pgx.Conn, comuni []geo.Comune, share float64) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) // does nothing once it is committed
	if _, err := tx.Exec(ctx, "SET LOCAL search_path = ext"); err != nil {
		return err
	}
	for _, c := range comuni {
		rough := make(orb.MultiPolygon, 0, len(c.Boundary))
		for _, p := range c.Boundary {
			var q orb.Polygon
			for _, ring := range p {
				q = append(q, roughRing(ring, share))
			}
			rough = append(rough, q)
		}
		if _, err := tx.Exec(ctx, `UPDATE atlante.boundary SET geom = g, geom_3857 = ST_Transform(g, 3857)
			  FROM (SELECT ST_Multi(ST_GeomFromText($2, 4326)) AS g) AS new WHERE comune = $1`, string(c.ID), wkt.MarshalString(rough)); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	if _, err := tx.Exec(ctx, `UPDATE atlante.zone_boundary z SET geom = u.g, geom_3857 = ST_Transform(u.g, 3857)
		  FROM (SELECT c.zone, ST_Multi(ST_Union(b.geom)) AS g FROM atlante.boundary b JOIN atlante.comune c ON c.id = b.comune GROUP BY c.zone) AS u
		 WHERE u.zone = z.zone`); err != nil {
		return fmt.Errorf("zones: %w", err)
	}
	return tx.Commit(ctx)
}

func roughRing(ring orb.Ring, share float64) orb.Ring {
	if len(ring) == 0 {
		return ring
	}
	out := orb.Ring{ring[0]}
	for i := 1; i < len(ring); i++ {
		out = bend(out, ring[i-1], ring[i], roughDepth, share)
	}
	return out
}

// bend appends the way from a to b without a: its middle moved aside, and so on
// with both halves.
func bend(dst orb.Ring, a, b orb.Point, depth int, share float64) orb.Ring {
	if depth == 0 || a == b {
		return append(dst, b)
	}
	from, to := a, b
	if from[0] > to[0] || from[0] == to[0] && from[1] > to[1] { // the same both ways
		from, to = to, from
	}
	h := fnv.New64a()
	fmt.Fprint(h, tileSeed, from, to)
	aside := share * (2*float64(h.Sum64()>>11)/(1<<53) - 1)
	dx, dy := to[0]-from[0], to[1]-from[1]
	middle := orb.Point{round9((from[0]+to[0])/2 - aside*dy), round9((from[1]+to[1])/2 + aside*dx)}
	dst = bend(dst, a, middle, depth-1, share)
	return bend(dst, middle, b, depth-1, share)
}

// round9 keeps nine digits: what is written as text is what is read.
func round9(x float64) float64 { return math.Round(x*1e9) / 1e9 }
