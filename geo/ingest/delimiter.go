package ingest

import (
	"bufio"
	"bytes"
)

// sniffDelimiter chooses comma, semicolon or tab: the one under which the
// header row holds most fields that are known, then most columns. directive is
// the length of a first line "sep=;" as spreadsheets write it, 0 without.
func sniffDelimiter(head []byte, l Limits, fields []field) (delimiter byte, directive int) {
	if len(head) > 5 && bytes.EqualFold(head[:4], []byte("sep=")) {
		if end := bytes.IndexByte(head, '\n'); end > 4 && end < 8 {
			return head[4], end + 1
		}
	}
	best, bestKnown, bestCells := byte(','), -1, -1
	for _, d := range []byte{',', ';', '\t'} {
		known, cells := tryHeader(head, d, l, fields)
		if known > bestKnown || known == bestKnown && cells > bestCells {
			best, bestKnown, bestCells = d, known, cells
		}
	}
	return best, 0
}

func tryHeader(head []byte, delimiter byte, l Limits, fields []field) (known, cells int) {
	s := newCSVScanner(bufio.NewReader(bytes.NewReader(head)), delimiter, l)
	if _, err := s.next(); err != nil {
		return 0, 0
	}
	d := decoder{encodingASCII}
	for i := range s.ends {
		if text, err := d.text(s.cell(i)); err == nil && findField(fields, text) >= 0 {
			known++
		}
	}
	return known, len(s.ends)
}
