package export

import (
	"io"
	"os"

	"atlante/geo"
)

// spool is a temporary file without a name: it goes with its last user, even if
// the program is killed.
type spool struct {
	*os.File
	size, max int64
}

func newSpool(dir string, max int64) (*spool, error) {
	f, err := os.CreateTemp(dir, "atlante-export-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		_ = f.Close()
		return nil, err
	}
	return &spool{File: f, max: max}, nil
}

func (s *spool) Write(b []byte) (int, error) {
	if s.size+int64(len(b)) > s.max {
		return 0, tooLarge(s.max)
	}
	n, err := s.File.Write(b)
	s.size += int64(n)
	return n, err
}

func tooLarge(max int64) error {
	return geo.Invalid("il file supererebbe il limite di %d MB: restringi con un filtro o un rettangolo, o scegli GeoJSON, CSV o GeoParquet, che non ne hanno / the file would be over the limit of %d MB: narrow with a filter or a box, or choose GeoJSON, CSV or GeoParquet, which have none", max>>20, max>>20)
}

// copyFrom gives out a file from its beginning.
func copyFrom(w io.Writer, f *os.File) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{f}, make([]byte, 64<<10))
	return err
}
