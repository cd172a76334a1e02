package work

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
)

// Erasure is an erasure that was asked for: of an entry, or of a person.
type Erasure struct {
	Entry  uuid.UUID // zero when it is of a person
	Person uuid.UUID // zero when it is of an entry
	At     time.Time
}

// ErasureFile is the journal of erasures: a file that is no part of the database
// and so is not taken back in time when a backup is restored. Each line names an
// entry or a person by its id alone. Several processes may write to it.
type ErasureFile struct{ path string }

// NewErasureFile names the file; it is made with the first line.
func NewErasureFile(path string) *ErasureFile { return &ErasureFile{path} }

// Path is where the file lies.
func (j *ErasureFile) Path() string { return j.path }

// Ready says whether the file can be written to, so that a service says so when
// it starts and not when somebody wants to be erased.
func (j *ErasureFile) Ready() error {
	f, err := os.OpenFile(j.path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return unwritable(j.path, err)
	}
	return f.Close()
}

// Erased notes that an entry is about to be erased, and returns when that is
// safely on disk: call it last before the commit, and do not commit when it
// fails. A line whose commit failed may stay, as may a second one for the same
// entry: erasing twice is erasing once.
func (j *ErasureFile) Erased(ctx context.Context, entry uuid.UUID, at time.Time) error {
	return j.Append(ctx, Erasure{Entry: entry, At: at})
}

// Forgotten is Erased for the account of a person.
func (j *ErasureFile) Forgotten(ctx context.Context, person uuid.UUID, at time.Time) error {
	return j.Append(ctx, Erasure{Person: person, At: at})
}

// erasureLine is an Erasure in the file.
type erasureLine struct {
	Entry  *uuid.UUID `json:"entry,omitempty"`
	Person *uuid.UUID `json:"person,omitempty"`
	At     time.Time  `json:"at"`
}

// Append writes lines to the end of the file and waits until they are on disk:
// all of them, or an error.
func (j *ErasureFile) Append(ctx context.Context, list ...Erasure) error {
	if err := ctx.Err(); err != nil || len(list) == 0 {
		return err
	}
	var text bytes.Buffer
	for _, e := range list {
		line := erasureLine{At: e.At.UTC()}
		if e.Entry != uuid.Nil {
			line.Entry = &e.Entry
		}
		if e.Person != uuid.Nil {
			line.Person = &e.Person
		}
		b, err := json.Marshal(line)
		if err != nil {
			return err
		}
		text.Write(append(b, '\n'))
	}
	if err := appendSafely(j.path, text.Bytes()); err != nil {
		return unwritable(j.path, err)
	}
	return nil
}

func unwritable(path string, err error) error {
	return fmt.Errorf("il registro delle cancellazioni %s non si può scrivere: controlla cartella, spazio e permessi (o indicane un altro con ATLANTE_ERASURES) / the journal of erasures cannot be written: %w", path, err)
}

// appendSafely adds whole lines to a file under its lock. What a crash has left
// of a last line is cut off first: nobody was told that it was written.
func appendSafely(path string, text []byte) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil { // given back when f is closed
		return err
	}
	end, err := endOfLines(f)
	if err != nil {
		return err
	}
	if err := f.Truncate(end); err != nil {
		return err
	}
	if _, err := f.WriteAt(text, end); err != nil {
		return errors.Join(err, f.Truncate(end))
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if end > 0 {
		return nil
	}
	dir, err := os.Open(filepath.Dir(path)) // the name of a new file must last as well
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// endOfLines is where the last whole line of a file ends.
func endOfLines(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	const step = 4096
	for end := info.Size(); end > 0; {
		start := max(0, end-step)
		chunk := make([]byte, end-start)
		if _, err := f.ReadAt(chunk, start); err != nil {
			return 0, err
		}
		if i := bytes.LastIndexByte(chunk, '\n'); i >= 0 {
			return start + int64(i) + 1, nil
		}
		end = start
	}
	return 0, nil
}

// Read gives all erasures of the file, oldest line first; none when there is no
// file. A last line without its end is left out: its erasure was never confirmed.
// Any other line that is not understood is an error that names it.
func (j *ErasureFile) Read() ([]Erasure, error) {
	f, err := os.Open(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	list, err := readErasures(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", j.path, err)
	}
	return list, nil
}

func readErasures(r io.Reader) ([]Erasure, error) {
	var list []Erasure
	lines := bufio.NewReader(r)
	for n := 1; ; n++ {
		text, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		e, ok := parseErasure(text)
		if !ok {
			return nil, geo.Invalid("riga %d: non è una cancellazione; togli la riga se sai che cos'è, o prendi un'altra copia del registro / line %d is no erasure", n, n)
		}
		list = append(list, e)
	}
}

func parseErasure(text []byte) (Erasure, bool) {
	var line erasureLine
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&line); err != nil || (line.Entry == nil) == (line.Person == nil) || line.At.IsZero() {
		return Erasure{}, false
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) { // something more on the line
		return Erasure{}, false
	}
	e := Erasure{At: line.At}
	if line.Entry != nil {
		e.Entry = *line.Entry
	} else {
		e.Person = *line.Person
	}
	return e, e.Entry != uuid.Nil || e.Person != uuid.Nil
}
