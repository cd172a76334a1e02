package ingest

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// Names of the encodings in a Report.
const (
	encodingASCII  = "ASCII"
	encodingUTF8   = "UTF-8"
	encodingLatin  = "Windows-1252"
	byteOrderMark  = "\ufeff"
	utf16Advice    = "il file è in UTF-16: salvalo di nuovo come CSV UTF-8 / save it again as CSV UTF-8"
	notTextAdvice  = "il file non è testo: serve un CSV o un GeoJSON / not a text file"
	workbookAdvice = "questo è un foglio di calcolo o uno zip, non un CSV: salvalo come CSV UTF-8 / this is a workbook or a zip, save it as CSV UTF-8"
)

var (
	errMixedEncodings = errors.New("codifiche mescolate: una parte del file è UTF-8 e una parte Windows-1252; salvalo di nuovo come CSV UTF-8 / mixed encodings")
	errUndefinedByte  = errors.New("byte che non è né UTF-8 né Windows-1252 / byte of no known encoding")
	errControl        = errors.New("carattere di controllo nel valore / control character in the value")
)

// decoder turns cells into text. The encoding shows itself at the first cell
// that is not ASCII: what is valid UTF-8 there is UTF-8, all else is
// Windows-1252. A later cell that contradicts it is refused, not guessed.
type decoder struct {
	encoding string // encodingASCII until decided
}

// text decodes a cell, puts it in the composed form (NFC), cuts blanks at its
// ends and refuses control characters other than tabs and line ends.
func (d *decoder) text(cell []byte) (string, error) {
	if isASCII(cell) {
		return clean(string(cell))
	}
	valid := utf8.Valid(cell)
	if d.encoding == encodingASCII {
		d.encoding = encodingLatin
		if valid {
			d.encoding = encodingUTF8
		}
	}
	if valid != (d.encoding == encodingUTF8) {
		return "", errMixedEncodings
	}
	if valid {
		return clean(norm.NFC.String(string(cell)))
	}
	if hasUndefined(cell) {
		return "", errUndefinedByte
	}
	s, err := charmap.Windows1252.NewDecoder().String(string(cell))
	if err != nil {
		return "", errUndefinedByte
	}
	return clean(s)
}

// hasUndefined tells whether a byte has no meaning in Windows-1252.
func hasUndefined(cell []byte) bool {
	for _, c := range cell {
		switch c {
		case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
			return true
		}
	}
	return false
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func clean(s string) (string, error) {
	s = strings.TrimSpace(s)
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return "", errControl
		}
	}
	return s, nil
}

// checkText looks at the beginning of a file for what cannot be read as text
// and gives the number of bytes of a byte order mark.
func checkText(head []byte) (skip int, utf8Marked bool, err error) {
	switch {
	case bytes.HasPrefix(head, []byte(byteOrderMark)):
		return len(byteOrderMark), true, nil
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return 0, false, errors.New(utf16Advice)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return 0, false, errors.New(workbookAdvice)
	case bytes.IndexByte(head, 0) >= 0:
		return 0, false, errors.New(notTextAdvice)
	}
	return 0, false, nil
}
