package osm

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"io"
)

// Kinds of blocks.
const (
	kindHeader = "OSMHeader"
	kindData   = "OSMData"
)

// frames cuts a file into blocks: four bytes with the length of a head, the
// head with the kind and the length of the body, the body.
type frames struct {
	in     io.Reader
	size   int64
	at     int64 // bytes read
	began  int64 // where the block at hand begins
	block  int   // its number, from 1
	broken error // what the disk said, if it failed
	hash   hash.Hash
	head   []byte
	body   []byte
}

func newFrames(f io.Reader, size int64) *frames {
	h := sha256.New()
	return &frames{in: io.TeeReader(bufio.NewReaderSize(f, int(min(size, 1<<20))), h), size: size, hash: h, head: make([]byte, 0, 256)}
}

// next gives the kind and the body of a block, io.EOF after the last one. The
// body is good until the next call. It never takes more memory than the file has
// bytes left.
func (f *frames) next() (string, []byte, error) {
	f.began, f.block = f.at, f.block+1
	if f.at == f.size {
		return "", nil, io.EOF
	}
	var length [4]byte
	if err := f.fill(length[:]); err != nil {
		return "", nil, err
	}
	n := int64(binary.BigEndian.Uint32(length[:]))
	if n == 0 || n > maxHead {
		if f.block == 1 {
			return "", nil, errNotPBF
		}
		return "", nil, damage("la testata del blocco si dice lunga %d byte / impossible length of a head", n)
	}
	if err := f.take(&f.head, n); err != nil {
		return "", nil, err
	}
	kind, n, err := readHead(f.head)
	if err != nil {
		if f.block == 1 {
			return "", nil, errNotPBF
		}
		return "", nil, err
	}
	if err := f.take(&f.body, n); err != nil {
		return "", nil, err
	}
	return kind, f.body, nil
}

// take reads the next n bytes into buf.
func (f *frames) take(buf *[]byte, n int64) error {
	if n > f.size-f.at {
		return damage("il file finisce prima: mancano %d byte / the file is cut off", n-(f.size-f.at))
	}
	if int64(cap(*buf)) < n {
		*buf = make([]byte, n)
	}
	*buf = (*buf)[:n]
	return f.fill(*buf)
}

func (f *frames) fill(b []byte) error {
	n, err := io.ReadFull(f.in, b)
	f.at += int64(n)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return damage("il file finisce a metà di un blocco / the file is cut off")
	case err != nil:
		f.broken = err
	}
	return err
}

// sum writes the checksum of all that was read.
func (f *frames) sum(out []byte) { f.hash.Sum(out[:0]) }

// readHead gives the kind of a block and the length of its body.
func readHead(head []byte) (kind string, n int64, err error) {
	n = -1
	err = walk(head, func(field int, m *message) error {
		switch field {
		case 1:
			b, err := m.bytes()
			if kind != "" {
				return errShape
			}
			kind = string(b)
			return err
		case 3:
			if n != -1 {
				return errShape
			}
			n, err = m.number()
			return err
		}
		return nil
	})
	switch {
	case err != nil:
		return "", 0, err
	case kind == "":
		return "", 0, damage("un blocco senza tipo / a block without a kind")
	case n <= 0 || n > maxBlock:
		return "", 0, damage("il blocco si dice lungo %d byte: il massimo è %d / impossible length of a block", n, maxBlock)
	}
	return kind, n, nil
}
