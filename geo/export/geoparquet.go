package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"

	"atlante/geo/feature"
)

// A row group ends with whichever comes first: it is in memory until it is
// written.
const (
	groupRows  = 20_000
	groupBytes = 8 << 20 // of texts and geometries
)

// The columns beside the fields.
const (
	parquetGeometry = "geometry"
	parquetBox      = "bbox"
)

// geoParquet writes GeoParquet 1.1: WKB, longitude or easting first, with a box
// for each feature, by which readers leave row groups out.
type geoParquet struct {
	table
	out    *bufio.Writer
	w      *parquet.Writer
	row    parquet.Row
	rows   int
	bytes  int
	extent box
	types  []string // of the geometries met, sorted
}

func newGeoParquet(w io.Writer, t table) (Writer, error) {
	x := &geoParquet{table: t, out: bufio.NewWriterSize(w, 64<<10), extent: emptyBox()}
	x.w = parquet.NewWriter(x.out, parquet.NewSchema(t.collection.ID, x.schema()),
		parquet.CreatedBy("atlante", "1", "geoparquet"), parquet.Compression(&parquet.Snappy),
		parquet.MaxRowsPerRowGroup(groupRows), parquet.PageBufferSize(64<<10), parquet.WriteBufferSize(0))
	return x, nil
}

// ordered is a group whose fields stand as they are listed, not by name.
type ordered struct {
	parquet.Group
	names []string
}

func (o ordered) Fields() []parquet.Field {
	fields := o.Group.Fields()
	slices.SortFunc(fields, func(a, b parquet.Field) int {
		return slices.Index(o.names, a.Name()) - slices.Index(o.names, b.Name())
	})
	return fields
}

func (x *geoParquet) schema() parquet.Node {
	root := ordered{Group: parquet.Group{}}
	add := func(name string, n parquet.Node) {
		root.Group[name] = parquet.Optional(n)
		root.names = append(root.names, name)
	}
	for _, f := range x.collection.Fields {
		add(f.Name, parquetNode(f.Type))
	}
	sides := ordered{parquet.Group{}, []string{"xmin", "ymin", "xmax", "ymax"}}
	for _, name := range sides.names {
		sides.Group[name] = parquet.Required(parquet.Leaf(parquet.DoubleType))
	}
	add(parquetBox, sides)
	add(parquetGeometry, parquet.Leaf(parquet.ByteArrayType))
	return root
}

func parquetNode(t feature.Type) parquet.Node {
	switch t {
	case feature.Integer:
		return parquet.Int(64)
	case feature.Real:
		return parquet.Leaf(parquet.DoubleType)
	case feature.Boolean:
		return parquet.Leaf(parquet.BooleanType)
	case feature.Day:
		return parquet.Date()
	case feature.Instant:
		return parquet.Timestamp(parquet.Microsecond)
	}
	return parquet.String()
}

func (x *geoParquet) Write(f feature.Feature) error {
	s, err := shape(f)
	if err != nil {
		return err
	}
	x.row = x.row[:0]
	for i, v := range f.Values {
		p, err := parquetValue(x.collection.Fields[i].Type, v)
		if err != nil {
			return fmt.Errorf("%s of %s: %w", x.collection.Fields[i].Name, f.ID, err)
		}
		x.add(p, v != nil)
		if text, is := v.(string); is {
			x.bytes += len(text)
		}
	}
	var b box
	if s != nil {
		b = boxOf(s)
		x.extent = x.extent.with(b)
		x.met(s.GeoJSONType())
	}
	for _, side := range []float64{b.minX, b.minY, b.maxX, b.maxY} {
		x.add(parquet.DoubleValue(side), s != nil)
	}
	x.add(parquet.ByteArrayValue(f.WKB), s != nil)
	x.bytes += len(f.WKB)
	if _, err := x.w.WriteRows([]parquet.Row{x.row}); err != nil {
		return err
	}
	if x.rows++; x.rows < groupRows && x.bytes < groupBytes {
		return nil
	}
	x.rows, x.bytes = 0, 0
	return x.w.Flush()
}

// add puts a value into the next column of the row.
func (x *geoParquet) add(v parquet.Value, known bool) {
	level := 1
	if !known {
		v, level = parquet.NullValue(), 0
	}
	x.row = append(x.row, v.Level(0, level, len(x.row)))
}

func (x *geoParquet) met(kind string) {
	if i, found := slices.BinarySearch(x.types, kind); !found {
		x.types = slices.Insert(x.types, i, kind)
	}
}

func parquetValue(t feature.Type, v any) (parquet.Value, error) {
	switch v := v.(type) {
	case nil:
		return parquet.NullValue(), nil
	case string:
		return parquet.ByteArrayValue([]byte(v)), nil
	case int64:
		return parquet.Int64Value(v), nil
	case float64:
		return parquet.DoubleValue(v), nil
	case bool:
		return parquet.BooleanValue(v), nil
	case time.Time:
		if t == feature.Day {
			return parquet.Int32Value(int32(v.UTC().Truncate(24*time.Hour).Unix() / 86_400)), nil
		}
		return parquet.Int64Value(v.UnixMicro()), nil
	}
	return parquet.Value{}, fmt.Errorf("%T is none of the types of a field", v)
}

func (x *geoParquet) Close() error {
	about, err := x.geo()
	if err != nil {
		return err
	}
	x.w.SetKeyValueMetadata("geo", about)
	x.w.SetKeyValueMetadata("title", x.about.Title)
	x.w.SetKeyValueMetadata("description", x.about.Description)
	x.w.SetKeyValueMetadata("about", x.about.json())
	if err := x.w.Close(); err != nil {
		return err
	}
	return x.out.Flush()
}

// geo is the metadata of GeoParquet 1.1.
func (x *geoParquet) geo() (string, error) {
	sides := map[string][]string{}
	for _, name := range []string{"xmin", "ymin", "xmax", "ymax"} {
		sides[name] = []string{parquetBox, name}
	}
	column := map[string]any{
		"encoding": "WKB", "geometry_types": append([]string{}, x.types...),
		"crs": json.RawMessage(projjson(x.crs)), "edges": "planar",
		"covering": map[string]any{"bbox": sides},
	}
	if !x.extent.empty() {
		column["bbox"] = []float64{x.extent.minX, x.extent.minY, x.extent.maxX, x.extent.maxY}
	}
	b, err := json.Marshal(map[string]any{ // keys come out sorted
		"version": "1.1.0", "primary_column": parquetGeometry,
		"columns": map[string]any{parquetGeometry: column},
	})
	return string(b), err
}

func (x *geoParquet) Discard() {}
