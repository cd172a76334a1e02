package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"atlante/web/site"
)

// table is what a page lists, for a spreadsheet: in Italian with the semicolon
// and the decimal comma that a double click expects there.
type table struct {
	scene *scene
	rows  [][]string
}

// table begins with the columns of an area; those of the figures follow.
func (c *scene) table(columns []string) *table {
	beyond, within := c.Say("comuni.beyond"), c.Say("comuni.within", "minutes", c.minutes)
	if c.kind.ByArea {
		within = c.Say("comuni.served")
	}
	columns = append(columns, beyond, within, c.Say("reach.unknown"), within+" %")
	if !c.kind.ByArea {
		columns = append(columns, c.Say("comuni.median"), c.Say("table.mode"))
	}
	made := c.Say("table.made")
	if w := c.warning(); w != "" {
		made = strings.ToUpper(w) // in the head, and again in every row
	}
	return &table{c, [][]string{append(columns, made)}}
}

// row ends with how its times were made: rows are copied out of their table.
func (t *table) row(cells []string) {
	t.rows = append(t.rows, append(cells, t.scene.made(t.scene.pub)))
}

// cells are the figures of a row; empty where there are none.
func (c *scene) cells(f finding, known bool) []string {
	width := 4
	if !c.kind.ByArea {
		width = 6
	}
	out := make([]string, width)
	if !known {
		return out
	}
	out[0], out[1], out[2] = strconv.Itoa(f.Beyond()), strconv.Itoa(f.Count.Within), strconv.Itoa(f.Count.Unknown)
	if s := f.Count.Share(); s != nil {
		out[3] = c.decimal(*s*100, 1)
	}
	if c.kind.ByArea {
		return out
	}
	if f.Figure.Median != nil && f.Figure.Mode != mixed {
		out[4] = strconv.Itoa(site.WholeMinutes(*f.Figure.Median))
	}
	out[5] = c.Say("mode." + f.Figure.Mode)
	return out
}

// decimal writes a number as a spreadsheet of the language reads it, without
// separators of thousands.
func (c *scene) decimal(v float64, places int) string {
	s := strconv.FormatFloat(v, 'f', places, 64)
	if c.Lang == site.Italian {
		s = strings.ReplaceAll(s, ".", ",")
	}
	return s
}

// file writes the table; its name says what it is about.
func (t *table) file(name string) (site.File, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if t.scene.Lang == site.Italian {
		w.Comma = ';'
	}
	for _, row := range t.rows {
		for i := range row {
			row[i] = plain(row[i])
		}
	}
	if err := w.WriteAll(t.rows); err != nil {
		return site.File{}, err
	}
	if synthetic(t.scene.pub) {
		name = "sintetico-" + name
	}
	name = fmt.Sprintf("%s-%s-%d.csv", name, t.scene.kind.ID, t.scene.pub.ID)
	return site.File{Name: name, Type: "text/csv; charset=utf-8", Body: out.Bytes()}, nil
}

// plain keeps a spreadsheet from taking a text for a formula.
func plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
