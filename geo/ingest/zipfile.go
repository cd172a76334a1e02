package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"atlante/geo"
)

// smallFile may be packed as tightly as it likes: a table of blanks does.
const smallFile = 1 << 20

// openZip reads the directory of a zip and refuses bombs before anything is
// unpacked: too many files, or more unpacked bytes than the packed ones can
// honestly hold. Files that lie over each other count once as packed bytes.
func openZip(file string, data []byte, l Limits) (*zip.Reader, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, geo.Invalid("%s: lo zip è rovinato: %v / broken zip", file, err)
	}
	if len(z.File) > l.ZipEntries {
		return nil, geo.Invalid("%s: lo zip contiene %d file, al massimo %d: tieni solo la cartella dei comuni / too many files in the zip", file, len(z.File), l.ZipEntries)
	}
	var unpacked uint64
	for _, f := range z.File {
		unpacked += f.UncompressedSize64
		if tooTight(f.UncompressedSize64, f.CompressedSize64, l) || unpacked < f.UncompressedSize64 {
			return nil, bomb(file, f.Name, l)
		}
	}
	if tooTight(unpacked, uint64(len(data)), l) {
		return nil, bomb(file, "", l)
	}
	return z, nil
}

func tooTight(unpacked, packed uint64, l Limits) bool {
	return unpacked > smallFile && unpacked/uint64(l.ZipRatio) >= packed
}

func bomb(file, entry string, l Limits) error {
	return geo.Invalid("%s: lo zip si gonfia oltre %d volte (%s): rifiutato / the zip unpacks to more than %d times its size", file, l.ZipRatio, clip(entry), l.ZipRatio)
}

// shapeParts are the files of one shapefile inside a zip.
type shapeParts struct {
	shp, dbf, prj *zip.File // prj may be nil
}

// findShapefile chooses the shapefile of the comuni: the only one, or the one
// whose name begins with "Com", as ISTAT names it beside regions and provinces.
func findShapefile(file string, z *zip.Reader) (shapeParts, error) {
	byStem := make(map[string]*shapeParts)
	var stems []string
	for _, f := range z.File {
		ext := strings.ToLower(path.Ext(f.Name))
		if ext != ".shp" && ext != ".dbf" && ext != ".prj" {
			continue
		}
		stem := strings.ToLower(strings.TrimSuffix(f.Name, path.Ext(f.Name)))
		p := byStem[stem]
		if p == nil {
			p = &shapeParts{}
			byStem[stem] = p
		}
		switch ext {
		case ".shp":
			p.shp = f
			stems = append(stems, stem)
		case ".dbf":
			p.dbf = f
		case ".prj":
			p.prj = f
		}
	}
	var chosen []string
	for _, s := range stems {
		if len(stems) == 1 || strings.HasPrefix(path.Base(s), "com") {
			chosen = append(chosen, s)
		}
	}
	if len(chosen) != 1 {
		return shapeParts{}, geo.Invalid("%s: nello zip serve uno shapefile dei comuni (Com….shp): trovati %d su %d / need exactly one shapefile of comuni", file, len(chosen), len(stems))
	}
	p := *byStem[chosen[0]]
	if p.dbf == nil {
		return p, geo.Invalid("%s: accanto a %s manca il file .dbf / the .dbf is missing", file, clip(p.shp.Name))
	}
	return p, nil
}

// unpack opens a file of the zip; it gives no more bytes than the directory
// promised, however many come out.
func unpack(file string, f *zip.File) (io.ReadCloser, error) {
	if f.Flags&1 != 0 {
		return nil, geo.Invalid("%s: %s è protetto da una parola d'ordine / encrypted", file, clip(f.Name))
	}
	r, err := f.Open()
	if err != nil {
		return nil, geo.Invalid("%s: %s: %v / broken zip", file, clip(f.Name), err)
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(r, int64(f.UncompressedSize64)), r}, nil
}

// unpackSmall reads a whole small file of the zip.
func unpackSmall(file string, f *zip.File, most int64) (data []byte, err error) {
	r, err := unpack(file, f)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // nothing was written
	data, err = io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, geo.Invalid("%s: %s: %v / broken zip", file, clip(f.Name), err)
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("%s: %s è troppo grande / too large: %w", file, clip(f.Name), geo.ErrInvalid)
	}
	return data, nil
}
