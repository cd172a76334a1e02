package ingest

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
)

// scanAll reads all rows; bad tells that some were not CSV.
func scanAll(s string, delimiter byte, l Limits) (rows [][]string, bad []*csvError) {
	scan := newCSVScanner(bufio.NewReader(strings.NewReader(s)), delimiter, l)
	for {
		_, err := scan.next()
		var e *csvError
		switch {
		case errors.As(err, &e):
			bad = append(bad, e)
			if e.fatal {
				return rows, bad
			}
			continue
		case err != nil:
			return rows, bad
		}
		var row []string
		for i := range scan.ends {
			row = append(row, string(scan.cell(i)))
		}
		rows = append(rows, row)
	}
}

func TestCSVScanner(t *testing.T) {
	for in, want := range map[string][][]string{
		"a,b\nc,d":                {{"a", "b"}, {"c", "d"}},
		"a,b\r\nc,d\r\n":          {{"a", "b"}, {"c", "d"}},
		"a,b\rc,d\r":              {{"a", "b"}, {"c", "d"}},
		"\"a,\"\"b\"\"\n\",c\n":   {{"a,\"b\"\n", "c"}},
		"a,\n\n,b\n":              {{"a", ""}, {"", "b"}},
		"\"\",\"\"\n":             {{"", ""}},
		"a,\"b\"":                 {{"a", "b"}},
		"":                        nil,
		"\n\n":                    nil,
		"one,\"line\r\nbreak\"\n": {{"one", "line\r\nbreak"}},
	} {
		rows, bad := scanAll(in, ',', WebLimits())
		if bad != nil || !reflect.DeepEqual(rows, want) {
			t.Errorf("%q: %q, %v, want %q", in, rows, bad, want)
		}
	}
}

func TestCSVScannerSaysWhereItBreaks(t *testing.T) {
	small := WebLimits()
	small.Cell, small.Columns = 300, 3
	for _, c := range []struct {
		in         string
		line, cell int
		fatal      bool
		rows       int // that are still read
	}{
		{"a,b\nc,d\"e\nf,g\n", 2, 2, false, 2},
		{"a,b\n\"c\"d,e\nf,g\n", 2, 1, false, 2},
		{"a,b\nc,\"d\ne,f\ng,h\n", 2, 2, true, 1},
		{"a,b\n\"x\n\ny\",c\nd,\"e\n", 5, 2, true, 2},
		{"a,b\n" + strings.Repeat("x", 301) + ",c\nd,e\n", 2, 1, false, 2},
		{"a,b\n\"" + strings.Repeat("x\n", 200), 2, 1, true, 1},
		{"a,b\n1,2,3,4\nc,d\n", 2, 4, false, 2},
	} {
		rows, bad := scanAll(c.in, ',', small)
		if len(bad) != 1 || bad[0].line != c.line || bad[0].cell != c.cell || bad[0].fatal != c.fatal || len(rows) != c.rows {
			t.Errorf("%.30q: %d rows, %+v; want line %d, cell %d, fatal %v, %d rows", c.in, len(rows), bad, c.line, c.cell, c.fatal, c.rows)
		}
	}
}

// FuzzCSVScanner compares with encoding/csv, which is as strict, wherever the
// two mean to agree: it changes line ends and keeps rows of one empty cell.
func FuzzCSVScanner(f *testing.F) {
	for _, s := range []string{"a,b\nc,d\n", "\"a\"\"b\",c\n", "a\"b\n", "\"a\nb", "\"a\"b\n", ",,\n\n,", "\"\"\n"} {
		f.Add(s)
	}
	l := WebLimits()
	l.Columns = 1 << 20
	f.Fuzz(func(t *testing.T, s string) {
		rows, bad := scanAll(s, ',', l)
		if strings.Contains(s, "\r") {
			return
		}
		r := csv.NewReader(strings.NewReader(s))
		r.FieldsPerRecord = -1
		var want [][]string
		for {
			row, err := r.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				if bad == nil {
					t.Fatalf("%q: accepted, encoding/csv says %v", s, err)
				}
				return
			}
			if len(row) > 1 || row[0] != "" {
				want = append(want, row)
			}
		}
		if bad != nil || !reflect.DeepEqual(rows, want) {
			t.Fatalf("%q: %q %v, encoding/csv %q", s, rows, bad, want)
		}
	})
}

func TestDecoder(t *testing.T) {
	latin := "Agli\xe8"
	for _, c := range []struct {
		cells    []string
		last     string
		err      error
		encoding string
	}{
		{[]string{"abc"}, "abc", nil, encodingASCII},
		{[]string{"abc", "Agliè"}, "Agliè", nil, encodingUTF8},
		{[]string{"abc", latin}, "Agliè", nil, encodingLatin},
		{[]string{latin, "\x80 \x93x\x94"}, "€ “x”", nil, encodingLatin},
		{[]string{"Agliè", latin}, "", errMixedEncodings, encodingUTF8},
		{[]string{latin, "Agliè"}, "", errMixedEncodings, encodingLatin},
		{[]string{"x\x81"}, "", errUndefinedByte, encodingLatin},
		{[]string{"a\x00b"}, "", errControl, encodingASCII},
		{[]string{" e\u0300 "}, "è", nil, encodingUTF8},
	} {
		d := decoder{encodingASCII}
		var got string
		var err error
		for _, cell := range c.cells {
			got, err = d.text([]byte(cell))
		}
		if got != c.last || !errors.Is(err, c.err) || d.encoding != c.encoding {
			t.Errorf("%q: %q, %v, %s; want %q, %v, %s", c.cells, got, err, d.encoding, c.last, c.err, c.encoding)
		}
	}
}

func TestRejectWriterTakesFormulasAway(t *testing.T) {
	rejects := []Reject{
		{"luoghi.csv", 3, "nome", `=HYPERLINK("http://x")`, "no"},
		{"@x.csv", 4, "+a", "\t-1+1", " =1"},
		{"a.csv", 5, "n", "due\nrighe; e \"virgolette\"", "perché"},
	}
	var plain, sheet strings.Builder
	if err := (RejectWriter{}).Write(&plain, rejects); err != nil {
		t.Fatal(err)
	}
	if err := (RejectWriter{Spreadsheet: true}).Write(&sheet, rejects); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(plain.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"file", "line", "column", "value", "reason"},
		{"luoghi.csv", "3", "nome", `'=HYPERLINK("http://x")`, "no"},
		{"'@x.csv", "4", "'+a", "' -1+1", "' =1"},
		{"a.csv", "5", "n", "due\nrighe; e \"virgolette\"", "perché"},
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("%q\nwant %q", rows, want)
	}
	if !strings.HasPrefix(sheet.String(), "\ufefffile;line;column;value;reason\r\n") {
		t.Errorf("%.60q", sheet.String())
	}
}
