package qgis

import (
	"encoding/xml"
	"strconv"
)

// element of the document, with what stands inside.
type element struct {
	name  string
	attrs []string // name, value, name, value, …
	text  string
	in    []element
}

// el makes an element; attributes are names and values by turns.
func el(name string, attrs ...string) element { return element{name: name, attrs: attrs} }

// with puts elements inside.
func (e element) with(in ...element) element {
	e.in = append(e.in[:len(e.in):len(e.in)], in...)
	return e
}

// says puts text inside.
func (e element) says(text string) element {
	e.text = text
	return e
}

// MarshalXML writes the element; encoding/xml escapes names' values and text.
func (e element) MarshalXML(w *xml.Encoder, _ xml.StartElement) error {
	start := xml.StartElement{Name: xml.Name{Local: e.name}}
	for i := 0; i+1 < len(e.attrs); i += 2 {
		start.Attr = append(start.Attr, xml.Attr{Name: xml.Name{Local: e.attrs[i]}, Value: e.attrs[i+1]})
	}
	if err := w.EncodeToken(start); err != nil {
		return err
	}
	if e.text != "" {
		if err := w.EncodeToken(xml.CharData(e.text)); err != nil {
			return err
		}
	}
	for _, child := range e.in {
		if err := child.MarshalXML(w, xml.StartElement{}); err != nil {
			return err
		}
	}
	return w.EncodeToken(start.End())
}

// number as QGIS writes it.
func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// options is a map of texts, the form in which QGIS keeps settings.
func options(pairs ...string) element {
	e := el("Option", "type", "Map")
	for i := 0; i+1 < len(pairs); i += 2 {
		e.in = append(e.in, el("Option", "name", pairs[i], "type", "QString", "value", pairs[i+1]))
	}
	return e
}

// crs names a reference system by its EPSG code. QGIS reads the name only beside a
// number of its own that is above zero; it does not matter which.
func crs(name string, epsg int) element {
	return el(name).with(el("spatialrefsys").with(
		el("srsid").says(strconv.Itoa(epsg)), el("srid").says(strconv.Itoa(epsg)), el("authid").says("EPSG:"+strconv.Itoa(epsg))))
}
