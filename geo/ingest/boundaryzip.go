package ingest

import (
	"bufio"
	"io"

	"atlante/geo"
)

// readZip reads the comuni of the territory out of a zip with a shapefile.
func (b *boundaryReader) readZip(in io.Reader) error {
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	z, err := openZip(b.o.File, data, b.limits)
	if err != nil {
		return err
	}
	parts, err := findShapefile(b.o.File, z)
	if err != nil {
		return err
	}
	if int64(parts.shp.UncompressedSize64) > b.limits.ZipUnpacked || int64(parts.dbf.UncompressedSize64) > b.limits.ZipUnpacked ||
		int64(parts.shp.UncompressedSize64) < 0 || int64(parts.dbf.UncompressedSize64) < 0 {
		return geo.Invalid("%s: lo shapefile supera %d MB: usa i confini generalizzati (_g) / shapefile too large", b.o.File, b.limits.ZipUnpacked>>20)
	}
	if parts.prj != nil {
		wkt, err := unpackSmall(b.o.File, parts.prj, 64<<10)
		if err != nil {
			return err
		}
		if b.srid, err = sridOfProjection(string(wkt)); err != nil {
			return geo.Invalid("%s: %v", b.o.File, err)
		}
	}
	wanted, err := b.readTable(parts)
	if err != nil {
		return err
	}
	return b.readShapes(parts, wanted)
}

// labelled is what the .dbf says of a shape; id is "" for other provinces.
type labelled struct {
	id   geo.ComuneID
	name string
}

func (b *boundaryReader) readTable(parts shapeParts) ([]labelled, error) {
	r, err := unpack(b.o.File, parts.dbf)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // nothing was written
	rows, elsewhere, err := readComuneDBF(b.ctx, bufio.NewReader(r), b.limits.Rows)
	if err != nil {
		return nil, inFile(b.o.File, parts.dbf.Name, err)
	}
	b.elsewhere = elsewhere
	return rows, nil
}

func (b *boundaryReader) readShapes(parts shapeParts, wanted []labelled) error {
	r, err := unpack(b.o.File, parts.shp)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // nothing was written
	s, err := openShapes(bufio.NewReaderSize(r, 64<<10), b.limits)
	for i := 0; err == nil && i < len(wanted); i++ {
		if wanted[i].id == "" {
			err = s.skip()
			continue
		}
		polygons, readErr := s.polygons()
		if readErr != nil {
			return geo.Invalid("%s: %s, comune %s (%s): %v", b.o.File, clip(parts.shp.Name), wanted[i].id, clip(wanted[i].name), readErr)
		}
		if err := b.add(wanted[i].id, wanted[i].name, polygons); err != nil {
			return err
		}
	}
	if err == nil {
		err = s.end()
	}
	if err != nil {
		return inFile(b.o.File, parts.shp.Name, err)
	}
	return nil
}

// inFile says in which part of the zip an error was met; the context's own
// errors pass unchanged.
func inFile(file, part string, err error) error {
	if same := fileError(file, err); same == err {
		return err
	}
	return geo.Invalid("%s: %s: %v", file, clip(part), err)
}
