package snapshot

import (
	"fmt"

	"atlante/geo/layer"
	"atlante/tiles/mvt"
)

// columns are the attributes of features, row after row in one flat slice: four bytes each, because the values
// themselves are kept once, encoded.
type columns struct {
	width int
	tags  []mvt.ValueID
}

// of gives the attributes of a row, in the order of the layer's fields.
func (c *columns) of(i int) []mvt.ValueID {
	return c.tags[i*c.width : (i+1)*c.width : (i+1)*c.width]
}

// add appends a row. All rows of a layer have as many values.
func (c *columns) add(v *mvt.Values, values []any) error {
	if len(c.tags) == 0 {
		c.width = len(values)
	}
	if len(values) != c.width {
		return fmt.Errorf("%d values after rows of %d", len(values), c.width)
	}
	for _, x := range values {
		id, err := v.ID(x)
		if err != nil {
			return err
		}
		c.tags = append(c.tags, id)
	}
	return nil
}

func (c *columns) bytes() int64 { return 4 * int64(cap(c.tags)) }

// trim gives back what append took in advance.
func (c *columns) trim() { c.tags = trimmed(c.tags) }

func trimmed[T any](s []T) []T {
	if cap(s)-len(s) < len(s)/16 {
		return s
	}
	return append(make([]T, 0, len(s)), s...)
}

// keys are the names of a layer's fields, in order.
func keys(l layer.Layer, state layer.State) []string {
	fields := l.Expand(state.Kinds)
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Name
	}
	return out
}

// fits checks that rows have a value for every field.
func (c *columns) fits(l layer.Layer, fields int) error {
	if len(c.tags) > 0 && c.width != fields {
		return fmt.Errorf("layer %s: the store gave rows of %d values for %d fields", l.ID, c.width, fields)
	}
	return nil
}
