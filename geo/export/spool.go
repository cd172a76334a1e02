package export

import (
	"bufio"
	"io"
	"os"

	"atlante/geo"
)

// Spool is a temporary file without a name, of a bounded size: it goes with its
// last user, even if the program is killed.
type Spool struct {
	*os.File
	size, max int64
}

// NewSpool makes an empty one in a folder, the system's when dir is empty. It
// holds max bytes, DefaultMaxBytes when that is zero. Close removes it.
func NewSpool(dir string, max int64) (*Spool, error) {
	if max == 0 {
		max = DefaultMaxBytes
	}
	f, err := os.CreateTemp(dir, "atlante-export-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		_ = f.Close()
		return nil, err
	}
	return &Spool{File: f, max: max}, nil
}

// Write adds bytes; geo.ErrInvalid when they are more than it holds.
func (s *Spool) Write(b []byte) (int, error) {
	if s.size+int64(len(b)) > s.max {
		return 0, tooLarge(s.max)
	}
	n, err := s.File.Write(b)
	s.size += int64(n)
	return n, err
}

// Size in bytes.
func (s *Spool) Size() int64 { return s.size }

// CopyTo gives all of it to w.
func (s *Spool) CopyTo(w io.Writer) error { return copyFrom(w, s.File) }

// Reader reads it from its beginning.
func (s *Spool) Reader() (io.Reader, error) {
	_, err := s.Seek(0, io.SeekStart)
	return bufio.NewReaderSize(s.File, 64<<10), err
}

func tooLarge(max int64) error {
	return geo.Invalid("il file supererebbe il limite di %d MB: restringi con un filtro o un rettangolo / the file would be over the limit of %d MB: narrow with a filter or a box", max>>20, max>>20)
}

// copyFrom gives out a file from its beginning.
func copyFrom(w io.Writer, f *os.File) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{f}, make([]byte, 64<<10))
	return err
}
