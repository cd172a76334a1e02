package road

import (
	"encoding/gob"
	"io"

	"atlante/geo"
)

// WriteTo writes the graph; for the time being as gob.
func (g *Graph) WriteTo(w io.Writer) (int64, error) {
	c := &counter{w: w}
	err := gob.NewEncoder(c).Encode(g)
	return c.n, err
}

// Read what WriteTo has written; geo.ErrInvalid when it is something else.
func Read(r io.Reader) (*Graph, error) {
	g := &Graph{}
	if err := gob.NewDecoder(r).Decode(g); err != nil {
		return nil, geo.Invalid("grafo / graph: %v", err)
	}
	return g, nil
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
