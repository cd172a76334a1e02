package postgis

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/road"
)

// partSize is how many bytes of a graph are in one row.
const partSize = 1 << 20

// saveParts copies a graph into its parts while it is written: the whole of its
// bytes is never in memory.
func (s *Store) saveParts(ctx context.Context, version int64, mode geo.Mode, g *road.Graph) error {
	out, in := io.Pipe()
	written := make(chan error, 1)
	go func() {
		_, err := g.WriteTo(in)
		written <- errors.Join(err, in.CloseWithError(err))
	}()
	parts := &partSource{from: out, version: version, mode: mode, buffer: make([]byte, partSize)}
	_, err := s.db.CopyFrom(ctx, pgx.Identifier{"atlante", "road_graph_part"}, []string{"graph", "mode", "part", "bytes"}, parts)
	out.CloseWithError(io.ErrClosedPipe) // whoever still writes stops
	if writing := <-written; err == nil && writing != nil {
		err = writing
	}
	if err != nil {
		return fmt.Errorf("store the graph for %s: %w", mode, err)
	}
	return nil
}

// partSource cuts what it reads into rows.
type partSource struct {
	from    io.Reader
	version int64
	mode    geo.Mode
	buffer  []byte
	row     []byte
	next    int32
	err     error
}

func (p *partSource) Next() bool {
	n, err := io.ReadFull(p.from, p.buffer)
	p.row = p.buffer[:n]
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		p.err = err
		return false
	}
	return n > 0
}

func (p *partSource) Values() ([]any, error) {
	part := p.next
	p.next++
	return []any{p.version, string(p.mode), part, p.row}, nil
}

func (p *partSource) Err() error { return p.err }
