package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/paulmach/protoscan"
)

// cpuProfile is what runtime/pprof writes: stacks that were seen, and how often.
// (The format is pprof's profile.proto: sample = 2, location = 4, function = 5,
// strings = 6.)
type cpuProfile struct {
	strings   []string
	functions map[uint64]codeLine
	locations map[uint64][]uint64 // functions, the innermost first
	samples   []stackSample
}

type codeLine struct{ name, file uint64 }

type stackSample struct {
	locations []uint64 // the innermost first
	count     int64
}

func readProfile(packed io.Reader) (*cpuProfile, error) {
	z, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	p := &cpuProfile{functions: map[uint64]codeLine{}, locations: map[uint64][]uint64{}}
	m := protoscan.New(text)
	for m.Next() {
		switch m.FieldNumber() {
		case 2:
			err = nested(m, p.sample)
		case 4:
			err = nested(m, p.location)
		case 5:
			err = nested(m, p.function)
		case 6:
			var s string
			s, err = m.String()
			p.strings = append(p.strings, strings.Clone(s))
		default:
			m.Skip()
		}
		if err != nil {
			return nil, err
		}
	}
	return p, m.Err()
}

func nested(m *protoscan.Message, read func(*protoscan.Message) error) error {
	data, err := m.MessageData()
	if err != nil {
		return err
	}
	return read(protoscan.New(data))
}

func (p *cpuProfile) sample(m *protoscan.Message) error {
	var s stackSample
	var values []int64
	var err error
	for m.Next() {
		switch m.FieldNumber() {
		case 1:
			s.locations, err = m.RepeatedUint64(s.locations)
		case 2:
			values, err = m.RepeatedInt64(values)
		default:
			m.Skip()
		}
		if err != nil {
			return err
		}
	}
	if len(values) > 0 {
		s.count = values[0]
	}
	p.samples = append(p.samples, s)
	return m.Err()
}

func (p *cpuProfile) location(m *protoscan.Message) error {
	var id uint64
	var functions []uint64
	var err error
	for m.Next() {
		switch m.FieldNumber() {
		case 1:
			id, err = m.Uint64()
		case 4:
			err = nested(m, func(line *protoscan.Message) error {
				for line.Next() {
					if line.FieldNumber() != 1 {
						line.Skip()
						continue
					}
					f, err := line.Uint64()
					if err != nil {
						return err
					}
					functions = append(functions, f)
				}
				return line.Err()
			})
		default:
			m.Skip()
		}
		if err != nil {
			return err
		}
	}
	p.locations[id] = functions
	return m.Err()
}

func (p *cpuProfile) function(m *protoscan.Message) error {
	var id uint64
	var c codeLine
	var err error
	for m.Next() {
		switch m.FieldNumber() {
		case 1:
			id, err = m.Uint64()
		case 2:
			c.name, err = m.Uint64()
		case 4:
			c.file, err = m.Uint64()
		default:
			m.Skip()
		}
		if err != nil {
			return err
		}
	}
	p.functions[id] = c
	return m.Err()
}

// shares gives each part its share of the samples, the largest first. A sample
// belongs to the innermost frame that a part claims: what the runtime does for a
// function is that function's.
func (p *cpuProfile) shares(claim func(function, file string) string) []phase {
	total, of := 0.0, map[string]float64{}
	for _, s := range p.samples {
		of[p.part(s, claim)] += float64(s.count)
		total += float64(s.count)
	}
	var out []phase
	for _, name := range slices.Sorted(maps.Keys(of)) {
		out = append(out, phase{name, of[name] / total})
	}
	slices.SortStableFunc(out, func(a, b phase) int { return cmp.Compare(b.amount, a.amount) })
	return out
}

func (p *cpuProfile) part(s stackSample, claim func(function, file string) string) string {
	for _, l := range s.locations {
		for _, f := range p.locations[l] {
			c := p.functions[f]
			if part := claim(p.strings[c.name], path.Base(p.strings[c.file])); part != "" {
				return part
			}
		}
	}
	return "the rest"
}

// tilePart names what a function does for a tile.
func tilePart(function, file string) string {
	in := func(packages ...string) bool {
		return slices.ContainsFunc(packages, func(p string) bool { return strings.HasPrefix(function, p) })
	}
	switch {
	case in("atlante/tiles/pack", "github.com/klauspost/compress"):
		return "gzip"
	case in("atlante/tiles/index"):
		return "index"
	case in("atlante/tiles/mvt") && slices.Contains([]string{"dictionary.go", "values.go", "schema.go"}, file):
		return "dictionary of a tile's values"
	case in("atlante/tiles/mvt") && file == "writer.go":
		return "writing features"
	case in("atlante/tiles/mvt", "atlante/tiles/shape", "atlante/tiles/world"):
		return "geometry: simplify, clip, round"
	case in("atlante/tiles/snapshot"):
		return "columns, clusters"
	case in("atlante/tiles/cache", "github.com/maypok86/otter"):
		return "cache"
	case in("atlante/tiles.", "atlante/api/wire", "github.com/go-chi", "crypto/"):
		return "address, tag, headers"
	case in("net/http", "net.", "internal/poll", "bufio", "context."):
		return "HTTP"
	case in("runtime.gcBgMarkWorker", "runtime.bgsweep", "runtime.bgscavenge", "runtime.gcAssistAlloc"):
		return "collecting garbage"
	case in("runtime.mcall", "runtime.schedule", "runtime.findRunnable", "runtime.park_m"):
		return "scheduling"
	}
	return ""
}

// profileShares is shares of a profile as runtime/pprof has written it.
func profileShares(packed []byte) ([]phase, error) {
	p, err := readProfile(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	return p.shares(tilePart), nil
}
