// Package osmtest writes small .osm.pbf files for tests: right ones, and, block
// by block and field by field, wrong ones. It knows nothing of the reader.
package osmtest

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"maps"
	"math"
	"slices"
)

// File is what a file shall hold.
type File struct {
	Writer    string
	Date      int64    // seconds since 1970; 0 for none
	Required  []string // beside the schema and dense nodes
	Optional  []string
	Nodes     []Node
	Ways      []Way
	Relations []Relation
	Plain     bool // nodes one by one, not in columns
	Step      int64
	WaysFirst bool
}

// Node is a point with tags; coordinates are degrees, longitude first.
type Node struct {
	ID       int64
	Lon, Lat float64
	Tags     map[string]string
}

// Way is a line of nodes.
type Way struct {
	ID    int64
	Nodes []int64
	Tags  map[string]string
}

// Relation has tags; its members are left out.
type Relation struct {
	ID   int64
	Tags map[string]string
}

// Bytes of the file.
func (f File) Bytes() []byte {
	messages := f.Messages()
	out := Block("OSMHeader", messages[0])
	for _, m := range messages[1:] {
		out = append(out, Block("OSMData", m)...)
	}
	return out
}

// Messages of the blocks: the header, nodes, ways, and relations if there are some.
func (f File) Messages() [][]byte {
	out := [][]byte{f.Header(), f.nodes(), f.ways()}
	if f.WaysFirst {
		slices.Reverse(out[1:])
	}
	if len(f.Relations) > 0 {
		out = append(out, f.relations())
	}
	return out
}

// Block packs data into a block of a kind.
func Block(kind string, data []byte) []byte {
	return Frame(kind, Message{}.Number(2, int64(len(data))).Bytes(3, Zip(data)))
}

// Frame puts length and head before the body of a block.
func Frame(kind string, body []byte) []byte {
	head := Message{}.Bytes(1, []byte(kind)).Number(3, int64(len(body)))
	return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(head))), head, body)
}

// Zip packs bytes as zlib does.
func Zip(data []byte) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed) // a level that exists
	_, _ = w.Write(data)                            // into memory: neither fails
	_ = w.Close()
	return b.Bytes()
}

// Header is the message of the first block.
func (f File) Header() []byte {
	var m Message
	for _, feature := range append([]string{"OsmSchema-V0.6", "DenseNodes"}, f.Required...) {
		m = m.Bytes(4, []byte(feature))
	}
	for _, feature := range f.Optional {
		m = m.Bytes(5, []byte(feature))
	}
	if f.Writer != "" {
		m = m.Bytes(16, []byte(f.Writer))
	}
	if f.Date != 0 {
		m = m.Number(32, f.Date)
	}
	return m
}

// table numbers the texts of a block; 0 is always "".
type table struct {
	texts []string
	at    map[string]int64
}

func newTable() *table { return &table{texts: []string{""}, at: map[string]int64{}} }

func (t *table) number(s string) int64 {
	if n, ok := t.at[s]; ok {
		return n
	}
	n := int64(len(t.texts))
	t.texts, t.at[s] = append(t.texts, s), n
	return n
}

func (t *table) tags(tags map[string]string) (keys, values []int64) {
	for _, k := range slices.Sorted(maps.Keys(tags)) {
		keys, values = append(keys, t.number(k)), append(values, t.number(tags[k]))
	}
	return keys, values
}

// around gives the block of a group.
func (f File) around(t *table, group Message) []byte {
	var texts Message
	for _, s := range t.texts {
		texts = texts.Bytes(1, []byte(s))
	}
	m := Message{}.Bytes(1, texts).Bytes(2, group)
	if f.Step != 0 {
		m = m.Number(17, f.Step)
	}
	return m
}

func (f File) steps(degrees float64) int64 {
	step := f.Step
	if step == 0 {
		step = 100
	}
	return int64(math.Round(degrees * 1e9 / float64(step)))
}

func (f File) nodes() []byte {
	t := newTable()
	var group Message
	var ids, lats, lons, texts []int64
	for _, n := range f.Nodes {
		keys, values := t.tags(n.Tags)
		if f.Plain {
			group = group.Bytes(1, Message{}.Signed(1, n.ID).Packed(2, keys...).Packed(3, values...).
				Signed(8, f.steps(n.Lat)).Signed(9, f.steps(n.Lon)))
			continue
		}
		ids, lats, lons = append(ids, n.ID), append(lats, f.steps(n.Lat)), append(lons, f.steps(n.Lon))
		for i := range keys {
			texts = append(texts, keys[i], values[i])
		}
		texts = append(texts, 0)
	}
	if !f.Plain {
		group = group.Bytes(2, Message{}.Deltas(1, ids...).Deltas(8, lats...).Deltas(9, lons...).Packed(10, texts...))
	}
	return f.around(t, group)
}

func (f File) ways() []byte {
	t := newTable()
	var group Message
	for _, w := range f.Ways {
		keys, values := t.tags(w.Tags)
		group = group.Bytes(3, Message{}.Number(1, w.ID).Packed(2, keys...).Packed(3, values...).Deltas(8, w.Nodes...))
	}
	return f.around(t, group)
}

func (f File) relations() []byte {
	t := newTable()
	var group Message
	for _, r := range f.Relations {
		keys, values := t.tags(r.Tags)
		group = group.Bytes(4, Message{}.Number(1, r.ID).Packed(2, keys...).Packed(3, values...))
	}
	return f.around(t, group)
}
