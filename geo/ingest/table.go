package ingest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

// field is a column that a reader understands.
type field struct {
	name     string
	aliases  []string // further headers, folded; the name itself always counts
	required bool
}

// table reads a delimited file with a header row by the names of its fields.
type table struct {
	ctx      context.Context
	scan     *csvScanner
	decode   decoder
	meter    *meter
	report   *Report
	progress func(Progress)
	maxRows  int
	headers  []string
	fieldOf  []int // column → field, -1 when not understood
	columnOf []int // field → column, -1 when absent
	fields   []field
	values   []string // of the current row, by field
	line     int
}

// openTable sniffs encoding and delimiter and reads the header. The table it
// gives is never nil and has a report, also beside an error.
func openTable(ctx context.Context, r io.Reader, o Options, fields []field) (*table, error) {
	limits := o.Limits.orDefault()
	t := &table{
		ctx: ctx, meter: &meter{ctx: ctx, in: r, file: o.File, limit: limits.Bytes}, report: newReport(o.File),
		progress: o.Progress, maxRows: limits.Rows, decode: decoder{encodingASCII},
		fields: fields, values: make([]string, len(fields)),
	}
	in := bufio.NewReaderSize(t.meter, 128<<10)
	head, err := in.Peek(limits.Cell)
	if err != nil && !errors.Is(err, io.EOF) {
		return t, fileError(o.File, err)
	}
	skip, marked, err := checkText(head)
	if err != nil {
		return t, geo.Invalid("%s: %v", o.File, err)
	}
	if len(bytes.TrimSpace(head[skip:])) == 0 && len(head) < limits.Cell {
		return t, geo.Invalid("%s: il file è vuoto / the file is empty", o.File)
	}
	if marked {
		t.decode.encoding = encodingUTF8
	}
	delimiter, directive := sniffDelimiter(head[skip:], limits, fields)
	if _, err := in.Discard(skip + directive); err != nil {
		return t, fileError(o.File, err)
	}
	t.report.Delimiter = rune(delimiter)
	t.scan = newCSVScanner(in, delimiter, limits)
	if directive > 0 {
		t.scan.line++
	}
	return t, t.header(o.Columns)
}

// header reads the first row and finds the fields in it.
func (t *table) header(overrule map[string]string) error {
	line, err := t.scan.next()
	if err != nil {
		return t.stop(line, err)
	}
	t.columnOf = make([]int, len(t.fields))
	for i := range t.columnOf {
		t.columnOf[i] = -1
	}
	t.report.Columns = make(map[string]string)
	var ignored []string
	for i := range t.scan.ends {
		h, err := t.decode.text(t.scan.cell(i))
		if err != nil {
			return geo.Invalid("%s: intestazione, colonna %d: %v", t.report.file, i+1, err)
		}
		t.headers = append(t.headers, h)
		f := t.fieldNamed(h, overrule)
		t.fieldOf = append(t.fieldOf, f)
		if f < 0 {
			if h != "" {
				ignored = append(ignored, h)
			}
			continue
		}
		if had := t.columnOf[f]; had >= 0 {
			return geo.Invalid("%s: le colonne %q e %q dicono la stessa cosa (%s): togline una / two columns for one field", t.report.file, t.headers[had], h, t.fields[f].name)
		}
		t.columnOf[f] = i
		t.report.Columns[h] = t.fields[f].name
	}
	if ignored != nil {
		t.report.notice(line, "colonne non riconosciute, ignorate: %s", clip(strings.Join(ignored, ", ")))
	}
	return t.missing()
}

func (t *table) missing() error {
	var names []string
	for i, f := range t.fields {
		if f.required && t.columnOf[i] < 0 {
			names = append(names, f.name)
		}
	}
	if names == nil {
		return nil
	}
	return geo.Invalid("%s: nell'intestazione manca %s; le colonne lette sono: %s / columns missing in the header",
		t.report.file, strings.Join(names, ", "), clip(strings.Join(t.headers, ", ")))
}

func (t *table) fieldNamed(header string, overrule map[string]string) int {
	if name, ok := overrule[header]; ok {
		header = name
	}
	return findField(t.fields, header)
}

// findField gives the field that a header means, -1 for none.
func findField(fields []field, header string) int {
	folded := gazetteer.Fold(header)
	for i, f := range fields {
		if folded == gazetteer.Fold(f.name) {
			return i
		}
		for _, a := range f.aliases {
			if folded == a {
				return i
			}
		}
	}
	return -1
}

// next moves to the next row that is whole; rows that are not are rejected on
// the way. io.EOF ends the table.
func (t *table) next() error {
	for {
		line, err := t.scan.next()
		var bad *csvError
		if errors.As(err, &bad) && !bad.fatal {
			if err := t.count(); err != nil {
				return err
			}
			t.report.reject(bad.line, t.columnName(bad.cell-1), bad.value, "%s", bad.reason)
			continue
		}
		if err != nil {
			return t.stop(line, err)
		}
		t.line = line
		if t.blank() {
			continue
		}
		if err := t.count(); err != nil {
			return err
		}
		if t.load() {
			return nil
		}
	}
}

// count adds a row to the report, and fails beyond the limit.
func (t *table) count() error {
	t.report.Rows++
	if t.report.Rows > t.maxRows {
		return geo.Invalid("%s: più di %d righe: dividi il file / too many rows, split the file", t.report.file, t.maxRows)
	}
	if t.report.Rows%progressRows == 0 {
		if err := t.ctx.Err(); err != nil {
			return err
		}
		if t.progress != nil {
			t.progress(Progress{t.meter.read, t.report.Rows})
		}
	}
	return nil
}

// blank tells whether all cells of the row are empty, as spreadsheets leave
// them under a table.
func (t *table) blank() bool {
	for _, c := range t.scan.buf {
		if c != ' ' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}

// load decodes the row's values; false when the row was rejected.
func (t *table) load() bool {
	got, want := len(t.scan.ends), len(t.headers)
	for got > want && len(t.scan.cell(got-1)) == 0 {
		got-- // delimiters at the end, as spreadsheets leave them
	}
	if got != want {
		t.report.reject(t.line, "", "", "la riga ha %d colonne, l'intestazione %d / wrong number of columns", got, want)
		return false
	}
	for i, f := range t.fieldOf {
		if f < 0 {
			continue
		}
		v, err := t.decode.text(t.scan.cell(i))
		if err != nil {
			t.report.reject(t.scan.lines[i], t.headers[i], string(t.scan.cell(i)), "%v", err)
			return false
		}
		t.values[f] = v
	}
	return true
}

// stop turns what ended the scan into what the caller is told.
func (t *table) stop(line int, err error) error {
	t.report.Encoding = t.decode.encoding
	var bad *csvError
	switch {
	case errors.Is(err, io.EOF):
		if t.progress != nil {
			t.progress(Progress{t.meter.read, t.report.Rows})
		}
		if t.report.Rows == 0 && t.headers != nil {
			return geo.Invalid("%s: c'è solo l'intestazione, nessuna riga / header only, no rows", t.report.file)
		}
		return io.EOF
	case errors.As(err, &bad):
		t.report.reject(bad.line, t.columnName(bad.cell-1), bad.value, "%s", bad.reason)
		return geo.Invalid("%s, riga %d, colonna %d: %s", t.report.file, bad.line, bad.cell, bad.reason)
	}
	return fileError(t.report.file, err)
}

// columnName is the header of a column, "" beyond the last.
func (t *table) columnName(i int) string {
	if i < 0 || i >= len(t.headers) {
		return ""
	}
	return t.headers[i]
}

// header of a field as the file writes it, for rejects.
func (t *table) column(f int) string { return t.columnName(t.columnOf[f]) }
