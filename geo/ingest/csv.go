package ingest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// csvScanner reads delimited text strictly (RFC 4180) and knows the physical
// line of every cell. It is our own and not encoding/csv because the limit on
// a cell must hold while it is read: with a quote that is never closed the
// rest of the file is one cell. Bytes are passed through undecoded; UTF-8 and
// Windows-1252 agree on all the signs that matter here.
type csvScanner struct {
	in        *bufio.Reader
	delimiter byte
	maxCell   int
	maxCells  int
	line      int // physical line of the next byte, from 1
	buf       []byte
	ends      []int // of the cells in buf
	lines     []int // physical line on which each cell begins
}

// csvError is a row that is not CSV. When fatal the reader cannot tell where
// the next row begins.
type csvError struct {
	line   int
	cell   int // from 1
	value  string
	reason string
	fatal  bool
}

func (e *csvError) Error() string {
	return fmt.Sprintf("riga %d, colonna %d: %s", e.line, e.cell, e.reason)
}

func newCSVScanner(r *bufio.Reader, delimiter byte, l Limits) *csvScanner {
	return &csvScanner{in: r, delimiter: delimiter, maxCell: l.Cell, maxCells: l.Columns, line: 1}
}

// next reads one row and gives the line on which it begins. Empty lines are
// passed over. The error is io.EOF, *csvError, or that of the reader.
func (s *csvScanner) next() (line int, err error) {
	for {
		line = s.line
		s.buf, s.ends, s.lines = s.buf[:0], s.ends[:0], s.lines[:0]
		if err := s.row(); err != nil {
			return line, err
		}
		if len(s.ends) > 1 || len(s.buf) > 0 {
			return line, nil
		}
	}
}

// cell gives the bytes of a cell, valid until the next row.
func (s *csvScanner) cell(i int) []byte {
	from := 0
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.buf[from:s.ends[i]]
}

func (s *csvScanner) row() error {
	for first := true; ; first = false {
		if len(s.ends) >= s.maxCells {
			return s.broken(s.line, "", fmt.Sprintf("più di %d colonne / too many columns", s.maxCells))
		}
		s.lines = append(s.lines, s.line)
		more, err := s.readCell()
		if err == io.EOF && first && len(s.buf) == 0 {
			return io.EOF
		}
		if err != nil && err != io.EOF {
			return err
		}
		s.ends = append(s.ends, len(s.buf))
		if !more {
			return nil
		}
	}
}

// readCell appends one cell to buf; more tells that a delimiter followed it.
// io.EOF says that the input ended with this cell.
func (s *csvScanner) readCell() (more bool, err error) {
	c, err := s.in.ReadByte()
	if err != nil {
		return false, err
	}
	if c == '"' {
		return s.readQuoted()
	}
	start := len(s.buf)
	for {
		switch c {
		case s.delimiter:
			return true, nil
		case '\n', '\r':
			return false, s.endLine(c)
		case '"':
			return false, s.broken(s.line, string(s.buf[start:])+`"`,
				`virgolette in mezzo a un valore: raddoppiale ("") e chiudi il valore tra virgolette / bare quote in a value`)
		}
		if len(s.buf)-start >= s.maxCell {
			return false, s.broken(s.line, string(s.buf[start:start+keptValue]), s.tooLong())
		}
		s.buf = append(s.buf, c)
		if c, err = s.in.ReadByte(); err != nil {
			return false, err
		}
	}
}

func (s *csvScanner) readQuoted() (more bool, err error) {
	start, opened := len(s.buf), s.line
	for {
		c, err := s.in.ReadByte()
		if err == io.EOF {
			return false, s.fatal(opened, start, "le virgolette aperte in questa riga non si chiudono mai / the quote opened here is never closed")
		}
		if err != nil {
			return false, err
		}
		if c == '"' {
			done, more, err := s.afterQuote(opened, start)
			if done || err != nil {
				return more, err
			}
		}
		if c == '\n' {
			s.line++
		}
		if len(s.buf)-start >= s.maxCell {
			return false, s.fatal(opened, start, s.tooLong()+"; forse le virgolette aperte in questa riga non si chiudono / perhaps a quote is never closed")
		}
		s.buf = append(s.buf, c)
	}
}

// afterQuote looks at what follows a quote inside a quoted cell: a second
// quote stands for one, anything else ends the cell.
func (s *csvScanner) afterQuote(opened, start int) (done, more bool, err error) {
	c, err := s.in.ReadByte()
	switch {
	case err != nil:
		return true, false, err
	case c == '"':
		return false, false, nil
	case c == s.delimiter:
		return true, true, nil
	case c == '\n' || c == '\r':
		return true, false, s.endLine(c)
	}
	return true, false, s.broken(opened, string(s.buf[start:]),
		"testo dopo le virgolette chiuse: raddoppia le virgolette dentro il valore / text after a closing quote")
}

// endLine counts the line that c ends: \n, \r\n or \r.
func (s *csvScanner) endLine(c byte) error {
	s.line++
	if c == '\n' {
		return nil
	}
	next, err := s.in.ReadByte()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil && next != '\n' {
		err = s.in.UnreadByte()
	}
	return err
}

// broken skips to the end of the line, where reading can go on.
func (s *csvScanner) broken(line int, value, reason string) error {
	e := &csvError{line: line, cell: len(s.ends) + 1, value: value, reason: reason}
	for {
		c, err := s.in.ReadByte()
		if err == io.EOF {
			return e
		}
		if err != nil {
			return err
		}
		if c == '\n' || c == '\r' {
			if err := s.endLine(c); err != nil {
				return err
			}
			return e
		}
	}
}

func (s *csvScanner) fatal(line, start int, reason string) error {
	value := s.buf[start:]
	if len(value) > keptValue {
		value = value[:keptValue]
	}
	return &csvError{line: line, cell: len(s.ends) + 1, value: string(value), reason: reason, fatal: true}
}

func (s *csvScanner) tooLong() string {
	return fmt.Sprintf("valore più lungo di %d KiB / value too long", s.maxCell>>10)
}
