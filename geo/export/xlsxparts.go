package export

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"atlante/geo/feature"
)

const (
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace    = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	officeSpace  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace = "http://schemas.openxmlformats.org/package/2006/"
	sheetType    = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// parts are the files of the package that do not depend on the features.
func (x *xlsx) parts() [][2]string {
	return [][2]string{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="` + packageSpace + `content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + sheetType + `sheet.main+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + sheetType + `worksheet+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet2.xml" ContentType="` + sheetType + `worksheet+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + sheetType + `styles+xml"/>` +
			`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`},
		{"_rels/.rels", relations([][2]string{
			{officeSpace + "/officeDocument", "xl/workbook.xml"},
			{packageSpace + "relationships/metadata/core-properties", "docProps/core.xml"}})},
		{"docProps/core.xml", x.core()},
		{"xl/workbook.xml", x.workbook()},
		{"xl/_rels/workbook.xml.rels", relations([][2]string{
			{officeSpace + "/worksheet", "worksheets/sheet1.xml"},
			{officeSpace + "/worksheet", "worksheets/sheet2.xml"},
			{officeSpace + "/styles", "styles.xml"}})},
		{"xl/styles.xml", styles()},
	}
}

func relations(list [][2]string) string {
	s := xmlHead + `<Relationships xmlns="` + packageSpace + `relationships">`
	for i, r := range list {
		s += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s" Target="%s"/>`, i+1, r[0], r[1])
	}
	return s + "</Relationships>"
}

func (x *xlsx) core() string {
	a := x.about
	return xmlHead + `<cp:coreProperties xmlns:cp="` + packageSpace + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		"<dc:title>" + escaped(a.Title) + "</dc:title><dc:creator>" + escaped(a.Attribution) + "</dc:creator>" +
		"<dc:description>" + escaped(a.line()) + "</dc:description>" +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + a.Date.UTC().Format("2006-01-02T15:04:05Z") + "</dcterms:created>" +
		`<dcterms:modified xsi:type="dcterms:W3CDTF">` + a.Date.UTC().Format("2006-01-02T15:04:05Z") + "</dcterms:modified>" +
		"</cp:coreProperties>"
}

func (x *xlsx) workbook() string {
	first, second := sheetName(x.about.Title, x.collection.ID), x.words("Informazioni", "About")
	if strings.EqualFold(first, second) {
		first = x.collection.ID
	}
	s := xmlHead + `<workbook xmlns="` + mainSpace + `" xmlns:r="` + officeSpace + `"><bookViews><workbookView activeTab="0"/></bookViews><sheets>`
	for i, name := range []string{first, second} {
		s += fmt.Sprintf(`<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escaped(name), i+1, i+1)
	}
	return s + "</sheets></workbook>"
}

// sheetName keeps what the name of a sheet may hold: 31 characters, and not these.
func sheetName(title, otherwise string) string {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, title)
	if utf8.RuneCountInString(name) > 31 {
		name = string([]rune(name)[:31])
	}
	if name = strings.TrimSpace(name); name == "" {
		return otherwise
	}
	return name
}

func styles() string {
	cells := `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
		`<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`
	font := `<sz val="11"/><name val="Calibri"/>`
	return xmlHead + `<styleSheet xmlns="` + mainSpace + `">` +
		`<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts>` +
		`<fonts count="2"><font>` + font + `</font><font><b/>` + font + `</font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="4">` + cells + `</cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

// widths of the columns, by what the fields hold.
func (x *xlsx) widths() string {
	s := "<cols>"
	add := func(i, width int) {
		s += fmt.Sprintf(`<col min="%d" max="%d" width="%d" customWidth="1"/>`, i, i, width)
	}
	for i, f := range x.collection.Fields {
		width := max(12, len(f.Name)+4) // with the arrow of the filter
		if f.Type == feature.Text {
			width = max(24, width)
		}
		add(i+1, width)
	}
	for i := range x.columns() {
		add(len(x.collection.Fields)+i+1, 14)
	}
	return s + "</cols>"
}

// aboutSheet says what the file is, then what its columns mean.
func (x *xlsx) aboutSheet() string {
	a := x.about
	b := []byte(xmlHead + `<worksheet xmlns="` + mainSpace + `"><sheetFormatPr defaultRowHeight="15"/>` +
		`<cols><col min="1" max="1" width="32" customWidth="1"/><col min="2" max="2" width="70" customWidth="1"/><col min="3" max="3" width="14" customWidth="1"/></cols><sheetData>`)
	var r row
	add := func(style int, cells ...string) { // the first cell is bold always
		r.begin()
		for i, c := range cells {
			if i == 0 {
				r.text(c, styleBold)
				continue
			}
			r.text(c, style)
		}
		b = append(b, r.end()...)
	}
	for _, line := range [][3]string{
		{"Titolo", "Title", a.Title}, {"Descrizione", "Description", a.Description},
		{"Licenza", "Licence", a.Licence}, {"Testo della licenza", "Text of the licence", a.LicenceURL},
		{"Fonte da citare", "Source to name", a.Attribution}, {"Data dei dati", "Date of the data", a.day()},
		{"Versione", "Version", a.Version}, {"Indirizzo", "Address", a.Address},
		{"Sistema di riferimento", "Reference system", fmt.Sprintf("EPSG:%d, %s", x.crs, systems[x.crs].name)},
	} {
		if line[2] != "" {
			add(stylePlain, x.words(line[0], line[1]), line[2])
		}
	}
	add(stylePlain)
	add(styleBold, x.words("Colonna", "Column"), x.words("Significato", "Meaning"), x.words("Tipo", "Type"))
	for _, f := range x.collection.Fields {
		add(stylePlain, f.Name, x.title(f), string(f.Type))
	}
	for _, name := range x.columns() {
		add(stylePlain, name, x.meaning(name), string(feature.Real))
	}
	return string(append(b, "</sheetData></worksheet>"...))
}

// meaning of a column of the geometry.
func (x *xlsx) meaning(name string) string {
	switch {
	case name == "lon":
		return x.words("longitudine, gradi", "longitude, degrees")
	case name == "lat":
		return x.words("latitudine, gradi", "latitude, degrees")
	case x.collection.Geometry == feature.Point:
		return x.words("coordinata, metri", "coordinate, metres")
	}
	return x.words("lato del rettangolo che contiene l'area", "side of the box around the area")
}

func escaped(s string) string { return string(appendXML(nil, s)) }
