package postgis

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// copyReader reads the rows of COPY … TO STDOUT (FORMAT binary) as they arrive:
// it is the io.Writer that they are copied to. Numbers are big-endian.
//
//	"PGCOPY\n\xff\r\n\x00"  flags int32  length int32  that many bytes
//	a row: fields int16, then for each: length int32 (-1: NULL), bytes
//	at the end: int16 -1
//
// Formats: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".
type copyReader struct {
	row    func(fields [][]byte) error // nil is NULL; the bytes are good until it returns
	fields [][]byte
	rest   []byte // of a message that ended within a row
	begun  bool
	ended  bool
}

var copySignature = []byte("PGCOPY\n\xff\r\n\x00")

// errCopy is told of bytes that are not of the format.
var errCopy = errors.New("COPY: not the binary format of PostgreSQL")

// Write takes the next bytes and gives every row that is whole. PostgreSQL sends
// a row a message, so that as a rule nothing is kept nor copied.
func (c *copyReader) Write(b []byte) (int, error) {
	all := b
	if len(c.rest) > 0 {
		c.rest = append(c.rest, b...)
		all = c.rest
	}
	used := 0
	for used < len(all) {
		n, err := c.next(all[used:])
		if err != nil {
			return 0, err
		}
		if n == 0 {
			break
		}
		used += n
	}
	c.rest = append(c.rest[:0], all[used:]...)
	return len(b), nil
}

// close says whether the rows came to their end.
func (c *copyReader) close() error {
	if !c.ended || len(c.rest) > 0 {
		return fmt.Errorf("%w: it ends within a row", errCopy)
	}
	return nil
}

// next reads the head or one row, and says how many bytes it took: 0 when there
// are not enough yet.
func (c *copyReader) next(b []byte) (int, error) {
	switch {
	case c.ended:
		return 0, fmt.Errorf("%w: bytes after its end", errCopy)
	case !c.begun:
		return c.head(b)
	case len(b) < 2:
		return 0, nil
	}
	count := int(int16(binary.BigEndian.Uint16(b)))
	if count < 0 {
		c.ended = true
		return 2, nil
	}
	c.fields = c.fields[:0]
	at := 2
	for range count {
		if len(b) < at+4 {
			return 0, nil
		}
		size := int(int32(binary.BigEndian.Uint32(b[at:])))
		at += 4
		if size < 0 {
			c.fields = append(c.fields, nil)
			continue
		}
		if len(b)-at < size {
			return 0, nil
		}
		c.fields = append(c.fields, b[at:at+size:at+size])
		at += size
	}
	return at, c.row(c.fields)
}

func (c *copyReader) head(b []byte) (int, error) {
	size := len(copySignature) + 8
	if len(b) < size {
		return 0, nil
	}
	more := binary.BigEndian.Uint32(b[size-4:])
	if !bytes.Equal(b[:len(copySignature)], copySignature) || more > 1<<16 {
		return 0, errCopy
	}
	if len(b) < size+int(more) {
		return 0, nil
	}
	c.begun = true
	return size + int(more), nil
}
