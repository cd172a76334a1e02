package osm

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/zlib"

	"atlante/geo"
)

// inflater unpacks bodies of blocks into one buffer.
type inflater struct {
	zip io.ReadCloser
	raw []byte
}

// Fields of a body, by how the data are packed.
const (
	fieldRaw     = 1
	fieldRawSize = 2
	fieldZlib    = 3
)

var packings = map[int]string{4: "lzma", 5: "bzip2", 6: "lz4", 7: "zstd"}

// inflate gives the data of a body, good until the next call. The declared
// size must be the true one. Data that are not packed are refused: they carry no
// checksum, and one wrong bit would go unseen.
func (z *inflater) inflate(body []byte) ([]byte, error) {
	var packed []byte
	size := int64(-1)
	err := walk(body, func(field int, m *message) (err error) {
		switch {
		case field == fieldRawSize && size == -1:
			size, err = m.number()
		case field == fieldZlib && packed == nil:
			packed, err = m.bytes()
		case field == fieldRaw:
			err = geo.Invalid("i blocchi non sono compressi e quindi non hanno un controllo contro i guasti: riscrivi il file, per esempio con osmium cat FILE -o NUOVO.osm.pbf / blocks without compression carry no checksum, write the file anew")
		case packings[field] != "":
			err = geo.Invalid("i blocchi sono compressi con %s: riscrivi il file con zlib, per esempio con osmium cat FILE -o NUOVO.osm.pbf / packed with %s, write the file anew with zlib", packings[field], packings[field])
		case field <= fieldZlib:
			err = errShape // a field twice
		}
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case packed == nil:
		return nil, damage("un blocco senza dati / a block without data")
	case size < 0 || size > maxBlock:
		return nil, damage("il blocco si dice lungo %d byte da spacchettato: il massimo è %d / impossible declared size", size, maxBlock)
	}
	return z.unpack(packed, int(size))
}

// unpack fails unless exactly size bytes come out, the checksum holds, and
// nothing is left over.
func (z *inflater) unpack(packed []byte, size int) ([]byte, error) {
	in := bytes.NewReader(packed)
	if z.zip == nil {
		r, err := zlib.NewReader(in)
		if err != nil {
			return nil, badZip(err)
		}
		z.zip = r
	} else if err := z.zip.(zlib.Resetter).Reset(in, nil); err != nil {
		return nil, badZip(err)
	}
	if cap(z.raw) < size {
		z.raw = make([]byte, size)
	}
	z.raw = z.raw[:size]
	if n, err := io.ReadFull(z.zip, z.raw); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, damage("il blocco dichiara %d byte e ne contiene %d / the declared size is not the true one", size, n)
		}
		return nil, badZip(err)
	}
	var more [1]byte
	switch n, err := io.ReadFull(z.zip, more[:]); {
	case n > 0:
		return nil, damage("il blocco dichiara %d byte e ne contiene di più / the declared size is not the true one", size)
	case !errors.Is(err, io.EOF):
		return nil, badZip(err)
	case in.Len() > 0:
		return nil, damage("restano %d byte dopo i dati del blocco / bytes left over in a block", in.Len())
	}
	return z.raw, nil
}

func badZip(err error) error {
	return damage("i dati compressi sono rovinati (%v) / the packed data are broken", err)
}
