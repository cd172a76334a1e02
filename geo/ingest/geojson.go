package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"atlante/geo"
)

// feature is one feature of a GeoJSON file, its parts not yet understood.
// Nothing here recurses: encoding/json refuses to nest deeper than it can.
type feature struct {
	Type       string                     `json:"type"`
	Geometry   *geometry                  `json:"geometry"`
	Properties map[string]json.RawMessage `json:"properties"`
}

type geometry struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
}

// featureReader walks through a FeatureCollection one feature at a time.
type featureReader struct {
	file   string
	decode *json.Decoder
	meter  *meter
	crs    string // name of the crs member, "" without
	count  int
}

func newFeatureReader(ctx context.Context, r io.Reader, file string, l Limits) *featureReader {
	m := &meter{ctx: ctx, in: r, file: file, limit: l.Bytes}
	return &featureReader{file: file, meter: m, decode: json.NewDecoder(m)}
}

// each calls fn for every feature with its number, from 1.
func (f *featureReader) each(fn func(n int, x feature) error) error {
	if err := f.delim('{'); err != nil {
		return err
	}
	collection := false
	for f.decode.More() {
		key, err := f.decode.Token()
		if err != nil {
			return f.broken(err)
		}
		if key == "features" && collection {
			return geo.Invalid("%s: due volte \"features\" / features given twice", f.file)
		}
		collection = collection || key == "features"
		if err := f.member(key, fn); err != nil {
			return err
		}
	}
	if err := f.delim('}'); err != nil {
		return err
	}
	if !collection {
		return geo.Invalid("%s: mancano le \"features\" / no features", f.file)
	}
	return f.end()
}

// member reads the value of one member of the collection.
func (f *featureReader) member(key json.Token, fn func(n int, x feature) error) error {
	switch key {
	case "type":
		var kind string
		if err := f.decode.Decode(&kind); err != nil {
			return f.broken(err)
		}
		if kind != "FeatureCollection" {
			return geo.Invalid("%s: è un %q, serve una FeatureCollection / not a FeatureCollection", f.file, clip(kind))
		}
		return nil
	case "features":
		return f.features(fn)
	case "crs":
		return f.readCRS()
	}
	var skipped json.RawMessage
	if err := f.decode.Decode(&skipped); err != nil {
		return f.broken(err)
	}
	return nil
}

// end makes sure that nothing follows the collection.
func (f *featureReader) end() error {
	_, err := f.decode.Token()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case f.meter.err != nil:
		return f.meter.err
	}
	return geo.Invalid("%s: c'è altro dopo la fine del GeoJSON / something follows the GeoJSON", f.file)
}

func (f *featureReader) features(fn func(n int, x feature) error) error {
	if err := f.delim('['); err != nil {
		return err
	}
	for f.decode.More() {
		f.count++
		var x feature
		if err := f.decode.Decode(&x); err != nil {
			return f.broken(err)
		}
		if x.Type != "Feature" {
			return geo.Invalid("%s, elemento %d: è un %q, serve una Feature / not a Feature", f.file, f.count, clip(x.Type))
		}
		if err := fn(f.count, x); err != nil {
			return err
		}
	}
	return f.delim(']')
}

func (f *featureReader) readCRS() error {
	var member *struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if err := f.decode.Decode(&member); err != nil {
		return f.broken(err)
	}
	if member == nil {
		return nil
	}
	if f.crs = member.Properties.Name; f.crs == "" {
		f.crs = "senza nome"
	}
	return nil
}

func (f *featureReader) delim(want json.Delim) error {
	got, err := f.decode.Token()
	if err != nil {
		return f.broken(err)
	}
	if got != want {
		return geo.Invalid("%s: non è un GeoJSON valido: manca %q vicino al byte %d / not valid GeoJSON", f.file, want.String(), f.decode.InputOffset())
	}
	return nil
}

// broken says where the JSON stopped making sense.
func (f *featureReader) broken(err error) error {
	if f.meter.err != nil {
		return f.meter.err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return geo.Invalid("%s: il file finisce a metà, dopo %d elementi / the file ends too early", f.file, f.count)
	}
	return geo.Invalid("%s: non è un GeoJSON valido, elemento %d, vicino al byte %d: %v / not valid GeoJSON", f.file, max(f.count, 1), f.decode.InputOffset(), err)
}

// propertyText is a property as a text: strings, numbers and booleans as they
// are, null as "", a list of those joined by semicolons.
func propertyText(raw json.RawMessage) (string, error) {
	if len(raw) == 0 {
		return "", nil
	}
	switch raw[0] {
	case '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	case 'n':
		return "", nil
	case '{':
		return "", errors.New("un oggetto non è un valore / an object is not a value")
	case '[':
		var list []json.RawMessage
		if err := json.Unmarshal(raw, &list); err != nil {
			return "", err
		}
		texts := make([]string, 0, len(list))
		for _, item := range list {
			if len(item) > 0 && item[0] == '[' {
				return "", errors.New("un elenco di elenchi non è un valore / a list of lists is not a value")
			}
			s, err := propertyText(item)
			if err != nil {
				return "", err
			}
			texts = append(texts, s)
		}
		return strings.Join(texts, ";"), nil
	}
	return string(raw), nil
}
