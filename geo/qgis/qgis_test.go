package qgis_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/feature"
	"atlante/geo/layer"
	"atlante/geo/qgis"
)

func atlas() qgis.Atlas {
	kinds := []geo.Kind{
		{ID: "partner", NameIT: "Partner", PluralIT: "Partner", ModeMountain: geo.ModeCar},
		{ID: "portineria", NameIT: "Portineria <di comunità>", PluralIT: "Portinerie", ModeMountain: geo.ModeCar},
		{ID: "cer", NameIT: "CER", PluralIT: "CER", ByArea: true},
	}
	return qgis.Atlas{
		Origin: "https://atlante.example", Owner: "Ente d'esempio & figli", Kinds: kinds, Collections: feature.Collections(kinds),
		Extent: orb.Bound{Min: orb.Point{6.6, 44.7}, Max: orb.Point{8.1, 45.6}}, Credit: "Atlante · ISTAT", Licence: "CC BY 4.0",
		LicenceURL: "https://creativecommons.org/licenses/by/4.0/", Changed: time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC),
	}
}

// open gives the archive and the document in it.
func open(t *testing.T, a qgis.Atlas) (archive, doc []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := qgis.Project(&b, a); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(z.File) != 1 || !strings.HasSuffix(z.File[0].Name, ".qgs") {
		t.Fatalf("%v %v", z, err)
	}
	f, err := z.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	doc, err = io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), doc
}

func TestSameAtlasSameBytes(t *testing.T) {
	a, _ := open(t, atlas())
	b, _ := open(t, atlas())
	if !bytes.Equal(a, b) {
		t.Error("two runs differ")
	}
	other := atlas()
	other.Origin = "https://altrove.example"
	if c, _ := open(t, other); bytes.Equal(a, c) {
		t.Error("another service, the same project")
	}
}

// TestDocument: it is well formed, and every layer of the legend is there with its
// source, its colours and its names.
func TestDocument(t *testing.T) {
	_, doc := open(t, atlas())
	var layers []string
	d := xml.NewDecoder(bytes.NewReader(doc))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "layer-tree-layer" {
			for _, a := range e.Attr {
				if a.Name.Local == "source" {
					layers = append(layers, a.Value)
				}
			}
		}
	}
	all := strings.Join(layers, "\n")
	for _, id := range []string{"places", "gaps", "zones", "comuni", "cells"} {
		if !strings.Contains(all, "typename='"+id+"' url='https://atlante.example/ogc'") {
			t.Errorf("%s is not among the layers:\n%s", id, all)
		}
	}
	if n := strings.Count(all, "type=xyz"); n != len(atlas().Kinds) {
		t.Errorf("%d layers of tiles for %d kinds", n, len(atlas().Kinds))
	}
	for _, c := range layer.Classes() {
		if !bytes.Contains(doc, []byte(`label="`+c.LabelIT+`"`)) {
			t.Errorf("the class %q is missing", c.LabelIT)
		}
	}
	for _, want := range []string{"Portineria &lt;di comunità&gt;", "Ente d&#39;esempio &amp; figli", "CC BY 4.0", "Residenti ufficiali", "EPSG:32632"} {
		if !bytes.Contains(doc, []byte(want)) {
			t.Errorf("%q is missing", want)
		}
	}
}
