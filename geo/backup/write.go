package backup

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"time"
)

// The parts, in their order.
const (
	partManifest = "manifest.json"
	partDump     = "atlante.dump"
	partSums     = "SHA256SUMS"
)

const block = 512

// File is where a backup is written: *os.File, empty.
type File interface {
	io.Writer
	io.WriterAt
}

// Write makes a backup. dump writes the database; its length need not be known
// before, the header is put right afterwards. Nothing is held in memory. The
// caller makes the file last (fsync, rename).
func Write(f File, m Manifest, dump func(io.Writer) error) error {
	m.Format = Format
	text, err := m.encode()
	if err != nil {
		return err
	}
	w := &counting{to: f}
	manifestSum, err := part(w, partManifest, m.Made, text)
	if err != nil {
		return err
	}
	at := w.n
	if err := header(w, partDump, m.Made, 0); err != nil {
		return err
	}
	began, sum := w.n, sha256.New()
	if err := dump(io.MultiWriter(w, sum)); err != nil {
		return err
	}
	length := w.n - began
	if err := pad(w); err != nil {
		return err
	}
	sums := sumsText([32]byte(manifestSum), [32]byte(sum.Sum(nil)))
	if _, err := part(w, partSums, m.Made, []byte(sums)); err != nil {
		return err
	}
	if _, err := w.Write(make([]byte, 2*block)); err != nil { // the end of a tar
		return err
	}
	var right bytes.Buffer
	if err := header(&right, partDump, m.Made, length); err != nil {
		return err
	}
	_, err = f.WriteAt(right.Bytes(), at)
	return err
}

// part writes a whole part and gives its SHA-256.
func part(w *counting, name string, made time.Time, text []byte) ([]byte, error) {
	if err := header(w, name, made, int64(len(text))); err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	return sum[:], pad(w)
}

// header writes the one block that stands before a part. The GNU form holds any
// length in it.
func header(w io.Writer, name string, made time.Time, size int64) error {
	return tar.NewWriter(w).WriteHeader(&tar.Header{
		Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: made, Format: tar.FormatGNU})
}

func pad(w *counting) error {
	_, err := w.Write(make([]byte, padding(w.n)))
	return err
}

// padding is how many zeros follow n bytes up to a whole block.
func padding(n int64) int64 { return (block - n%block) % block }

// sumsText is what `sha256sum --check` reads.
func sumsText(manifest, dump [32]byte) string {
	return fmt.Sprintf("%x  %s\n%x  %s\n", manifest, partManifest, dump, partDump)
}

func sayRows(have, want int64) string {
	return fmt.Sprintf("%d righe invece di %d / rows instead of", have, want)
}

// counting knows how much has been written.
type counting struct {
	to io.Writer
	n  int64
}

func (c *counting) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}
