package backup

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"time"

	"atlante/geo"
)

// most bounds the manifest: a thousand tables fit.
const most = 1 << 20

// Backup is a file that has been read to its end and found whole.
type Backup struct {
	Manifest Manifest
	file     io.ReaderAt
	at, size int64    // of the dump
	sum      [32]byte // of the dump
}

// Open reads a whole backup and gives it only when every byte is as it was
// written. progress, which may be nil, is told bytes done and in all. Errors
// wrap geo.ErrInvalid when the file is damaged, cut or something else.
func Open(file io.ReaderAt, size int64, progress func(done, total int64)) (*Backup, error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	r := &reader{file: file, size: size, progress: progress}
	b, err := r.backup()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = geo.Invalid("è troncato / is cut short")
	}
	if err != nil {
		return nil, &damaged{err}
	}
	return b, nil
}

type damaged struct{ why error }

func (d *damaged) Error() string {
	return "la copia non è integra, non ho cambiato nulla: prendine un'altra / the backup is not whole, nothing was changed: " + d.why.Error()
}
func (d *damaged) Unwrap() error { return d.why }

// reader goes through the blocks of a file.
type reader struct {
	file     io.ReaderAt
	at, size int64
	progress func(done, total int64)
}

func (r *reader) backup() (*Backup, error) {
	made, text, err := r.small(partManifest, time.Time{})
	if err != nil {
		return nil, err
	}
	m, err := decode(text)
	if err != nil {
		return nil, err
	}
	if !m.Made.Equal(made) {
		return nil, geo.Invalid("le date non coincidono / the dates differ")
	}
	b := &Backup{Manifest: m, file: r.file}
	if _, b.size, err = r.header(partDump, made); err != nil {
		return nil, err
	}
	b.at = r.at
	sum := sha256.New()
	if err := r.through(b.size, sum); err != nil {
		return nil, err
	}
	b.sum = [32]byte(sum.Sum(nil))
	_, sums, err := r.small(partSums, made)
	if err != nil {
		return nil, err
	}
	if string(sums) != sumsText(sha256.Sum256(text), b.sum) {
		return nil, geo.Invalid("le somme SHA-256 non tornano / the SHA-256 sums do not match")
	}
	return b, r.end()
}

// header reads the block before a part and compares it with the only one that
// could stand there.
func (r *reader) header(name string, made time.Time) (time.Time, int64, error) {
	raw := make([]byte, block)
	if err := r.read(raw); err != nil {
		return made, 0, err
	}
	h, err := tar.NewReader(bytes.NewReader(raw)).Next()
	if err != nil || h.Name != name || h.Size < 0 || (!made.IsZero() && !h.ModTime.Equal(made)) {
		return made, 0, geo.Invalid("non c'è %s dove dovrebbe: non è una copia di Atlante, o è rovinata / %s is not where it should be", name, name)
	}
	var want bytes.Buffer
	if err := header(&want, name, h.ModTime, h.Size); err != nil || !bytes.Equal(want.Bytes(), raw) {
		return made, 0, geo.Invalid("l'intestazione di %s è rovinata / the header is damaged", name)
	}
	if h.Size > r.size-r.at {
		return made, 0, io.ErrUnexpectedEOF
	}
	return h.ModTime.UTC(), h.Size, nil
}

// small reads a part that fits in memory.
func (r *reader) small(name string, made time.Time) (time.Time, []byte, error) {
	made, size, err := r.header(name, made)
	if err != nil {
		return made, nil, err
	}
	if size > most {
		return made, nil, geo.Invalid("%s è troppo grande / is too large", name)
	}
	text := make([]byte, size)
	if err := r.read(text); err != nil {
		return made, nil, err
	}
	return made, text, r.zeros(padding(size))
}

// through adds a part to a sum, then passes its padding.
func (r *reader) through(size int64, sum hash.Hash) error {
	buffer := make([]byte, 256<<10)
	for left := size; left > 0; {
		piece := buffer[:min(left, int64(len(buffer)))]
		if err := r.read(piece); err != nil {
			return err
		}
		sum.Write(piece)
		left -= int64(len(piece))
	}
	return r.zeros(padding(size))
}

func (r *reader) end() error {
	if err := r.zeros(2 * block); err != nil {
		return err
	}
	if r.at != r.size {
		return geo.Invalid("c'è qualcosa dopo la fine / something follows the end")
	}
	return nil
}

func (r *reader) zeros(n int64) error {
	raw := make([]byte, n)
	if err := r.read(raw); err != nil {
		return err
	}
	for _, b := range raw {
		if b != 0 {
			return geo.Invalid("il riempimento è rovinato / the padding is damaged")
		}
	}
	return nil
}

// read fills p with what comes next.
func (r *reader) read(p []byte) error {
	n, err := r.file.ReadAt(p, r.at)
	r.at += int64(n)
	r.progress(r.at, r.size)
	if n == len(p) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// DumpSize is the length of the dump in bytes.
func (b *Backup) DumpSize() int64 { return b.size }

// Dump reads the database for pg_restore. In place of io.EOF it gives an error
// when the file is no longer what Open has found whole.
func (b *Backup) Dump() io.Reader {
	return &checked{r: io.NewSectionReader(b.file, b.at, b.size), sum: sha256.New(), want: b.sum}
}

type checked struct {
	r    io.Reader
	sum  hash.Hash
	want [32]byte
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.sum.Write(p[:n])
	if errors.Is(err, io.EOF) && [32]byte(c.sum.Sum(nil)) != c.want {
		return n, geo.Invalid("la copia è cambiata mentre la leggevo / the backup changed while it was read")
	}
	return n, err
}
