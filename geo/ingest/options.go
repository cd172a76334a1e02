package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

// Options are common to all readers.
type Options struct {
	File     string            // name of the file, for messages
	Limits   Limits            // zero: WebLimits
	Columns  map[string]string // header as written → field, where the guess is to be overruled
	Progress func(Progress)    // called now and then, from the reader's goroutine; may be nil
}

// Progress is how far a reader has come.
type Progress struct {
	Bytes int64
	Rows  int
}

// ComuneResolver finds comuni by name or code; *gazetteer.Gazetteer is one.
type ComuneResolver interface {
	Comune(s string) (geo.ComuneID, gazetteer.Notice, error)
}

const progressRows = 1000

// meter counts the bytes of a file, stops at the limit, and fails when the
// context ends.
type meter struct {
	ctx   context.Context
	in    io.Reader
	file  string
	read  int64
	limit int64
	err   error // what ended the reading, if not the end of the file
}

func (m *meter) Read(p []byte) (n int, err error) {
	if err = m.ctx.Err(); err == nil {
		n, err = m.in.Read(p)
	}
	if m.read += int64(n); m.read > m.limit {
		n, err = 0, geo.Invalid("%s: il file supera %d MB, il massimo qui / the file is larger than allowed here", m.file, m.limit>>20)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		m.err = err
	}
	return n, err
}

// fileError puts the file's name before an error about the file as a whole.
// Errors that are ours to give, or the context's, pass unchanged.
func fileError(file string, err error) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, geo.ErrInvalid):
		return err
	}
	return fmt.Errorf("%s: %w", file, err)
}
