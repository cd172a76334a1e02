package download

import (
	"io"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"

	"atlante/api/wire"
	"atlante/geo/export"
)

// spool is a file that is whole before its first byte goes out, in a temporary
// file without a name. Texts lie there compressed, whatever the client takes.
type spool struct {
	file   *export.Spool
	room   *atomic.Int64 // that all files share
	taken  int64         // of it
	packed *gzip.Writer  // nil: bytes lie there as they are
	plain  int64         // bytes before compression
}

func newSpool(dir string, most int64, room *atomic.Int64, text bool) (*spool, error) {
	file, err := export.NewSpool(dir, most)
	if err != nil {
		return nil, err
	}
	s := &spool{file: file, room: room}
	if text {
		s.packed, _ = gzip.NewWriterLevel(stored{s}, gzip.BestSpeed) // a level that there is
	}
	return s, nil
}

// Write adds what a file consists of, before compression.
func (s *spool) Write(b []byte) (int, error) {
	s.plain += int64(len(b))
	if s.packed != nil {
		return s.packed.Write(b)
	}
	return stored{s}.Write(b)
}

// stored writes what lies in the file, within the room that all files share.
type stored struct{ *spool }

func (s stored) Write(b []byte) (int, error) {
	n := int64(len(b))
	s.taken += n
	if s.room.Add(-n) < 0 {
		return 0, wire.Busy(wire.Text{IT: "lo spazio per preparare file è occupato: riprova tra poco", EN: "the room for files in the making is taken: try again shortly"})
	}
	return s.file.Write(b)
}

// whole ends the writing.
func (s *spool) whole() error {
	if s.packed == nil {
		return nil
	}
	return s.packed.Close()
}

// size of what is sent.
func (s *spool) size(encoding string) int64 {
	if encoding == "gzip" {
		return s.file.Size()
	}
	return s.plain
}

// send gives all of it to w.
func (s *spool) send(w io.Writer, encoding string) error {
	if s.packed == nil || encoding == "gzip" {
		return s.file.CopyTo(w)
	}
	from, err := s.file.Reader()
	if err != nil {
		return err
	}
	z, err := gzip.NewReader(from)
	if err != nil {
		return err
	}
	_, err = io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{z}, make([]byte, piece))
	return err
}

// free gives the room back. It may be called twice.
func (s *spool) free() {
	s.room.Add(s.taken)
	s.taken = 0
	_ = s.file.Close() // it has no name any more: this removes it
}
