package ingest

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// RejectWriter writes rejects as CSV with the columns file, line, column,
// value, reason. Values that a spreadsheet would run as a formula get an
// apostrophe in front.
type RejectWriter struct {
	// Spreadsheet writes the dialect that a double click opens rightly in an
	// Italian spreadsheet: byte order mark and semicolons. Otherwise plain
	// UTF-8 and commas.
	Spreadsheet bool
}

// Write writes a header and one line per reject, with CRLF.
func (f RejectWriter) Write(w io.Writer, rejects []Reject) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if f.Spreadsheet {
		out.Comma = ';'
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return err
		}
	}
	if err := out.Write([]string{"file", "line", "column", "value", "reason"}); err != nil {
		return err
	}
	for _, r := range rejects {
		row := []string{safeCell(r.File), strconv.Itoa(r.Line), safeCell(r.Column), safeCell(r.Value), safeCell(r.Reason)}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// safeCell takes the power away from a cell that begins like a formula, also
// after blanks, and turns control characters into spaces.
func safeCell(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	trimmed := strings.TrimLeft(s, " \n\u00a0")
	if trimmed != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(trimmed)[0]) {
		return "'" + s
	}
	return s
}
