// Package ingest reads the files that Atlante is fed with: bytes in, typed
// rows and rejects out, one file per source format. It is pure: it keeps
// nothing, asks no clock and no database, and never decides what becomes of
// the rows.
//
// A row that cannot be used is a Reject with its line, column, value and
// reason; the reader goes on with the next one. A file that cannot be used at
// all is an error that wraps geo.ErrInvalid and says how to mend it. Reports are
// never nil, also beside an error.
package ingest

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Reject is a row, or one value of it, that was refused.
type Reject struct {
	File   string
	Line   int    // physical line, from 1; in GeoJSON the number of the feature, from 1
	Column string // header as the file writes it, "" when the row as a whole is wrong
	Value  string // as the file writes it, at most 200 characters
	Reason string
}

// Notice is something that was understood, but not as it was written: a
// suppressed comune resolved to today's, a guessed header, the encoding found.
type Notice struct {
	File string
	Line int // as in Reject; 0 when it is about the whole file
	Text string
}

// Report is what a reader says beside the rows.
type Report struct {
	Rows        int // rows read, refused ones included, header not
	Rejected    int // rejects found; Rejects may hold fewer
	Rejects     []Reject
	Noticed     int
	Notices     []Notice
	Encoding    string            // "UTF-8" or "Windows-1252"; "ASCII" when either would do
	Delimiter   rune              // 0 when the format has none
	Columns     map[string]string // header as written → what it was understood as
	file        string
	rejectLimit int
}

// Rejects and notices beyond these are counted, not kept.
const (
	keptRejects = 10_000
	keptNotices = 1_000
	keptValue   = 200 // characters
)

func newReport(file string) *Report {
	return &Report{file: file, rejectLimit: keptRejects}
}

func (r *Report) reject(line int, column, value, format string, args ...any) {
	r.Rejected++
	if len(r.Rejects) >= r.rejectLimit {
		return
	}
	r.Rejects = append(r.Rejects, Reject{r.file, line, column, clip(value), fmt.Sprintf(format, args...)})
}

func (r *Report) notice(line int, format string, args ...any) {
	r.Noticed++
	if len(r.Notices) >= keptNotices {
		return
	}
	r.Notices = append(r.Notices, Notice{r.file, line, fmt.Sprintf(format, args...)})
}

// clip shortens a value for a report and makes it valid UTF-8.
func clip(s string) string {
	s = strings.ToValidUTF8(s, "�")
	if utf8.RuneCountInString(s) <= keptValue {
		return s
	}
	return string([]rune(s)[:keptValue]) + "…"
}
