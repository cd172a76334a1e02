// Package qgis writes a project of QGIS that holds the whole atlas: the collections
// of the OGC API with the classes and colours of geo/layer, and the vector tiles.
// QGIS 3.22 and later opens it; nothing is downloaded before it is looked at.
package qgis

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/feature"
)

// Atlas is what a project is made from.
type Atlas struct {
	Origin      string // scheme and host of the service, without a slash at the end
	Owner       string // who publishes
	Kinds       []geo.Kind
	Collections []feature.Collection
	Extent      orb.Bound // where the map opens: EPSG:4326, longitude first
	Credit      string    // whom to name, in plain text
	Licence     string    // "CC BY 4.0"
	LicenceURL  string
	Changed     time.Time // when the data last changed; zero leaves it out
}

// MediaType of a project.
const MediaType = "application/x-qgis-project"

// fixed is the time of the files in the archive, so that the same atlas gives the
// same bytes; the earliest that the format can say.
var fixed = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

// Project writes a .qgz: an archive that holds one .qgs. The same atlas gives the
// same bytes.
func Project(w io.Writer, a Atlas) error {
	var doc bytes.Buffer
	doc.WriteString("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n")
	e := xml.NewEncoder(&doc)
	e.Indent("", " ")
	if err := e.Encode(a.project()); err != nil {
		return fmt.Errorf("project: %w", err)
	}
	z := zip.NewWriter(w)
	f, err := z.CreateHeader(&zip.FileHeader{Name: "atlante.qgs", Method: zip.Deflate, Modified: fixed})
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	if _, err := f.Write(doc.Bytes()); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}
