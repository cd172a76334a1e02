package ingest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// column is a field of a .dbf: where it lies in a record.
type column struct {
	name     string
	from, to int
}

// dbf reads the records of a dBASE III table, the attributes of a shapefile.
type dbf struct {
	in      io.Reader
	records int
	size    int // bytes of a record, the deletion flag included
	columns []column
}

// readComuneDBF reads code and name of every record of a .dbf of comuni.
// Records of other provinces have no id and are counted. The key PRO_COM_T
// begins with the code of the province, so it stands for COD_PROV = 1 and for
// COD_UTS = 201 too.
func readComuneDBF(ctx context.Context, in io.Reader, maxRows int) (rows []labelled, elsewhere int, err error) {
	d, err := openDBF(in)
	if err != nil {
		return nil, 0, err
	}
	if d.records > maxRows {
		return nil, 0, fmt.Errorf("%d righe nella tabella .dbf, al massimo %d / too many rows", d.records, maxRows)
	}
	code, ok := d.find("PRO_COM_T", "PRO_COM", "COM_ISTAT_", "ISTAT")
	if !ok {
		return nil, 0, errors.New("nella tabella .dbf manca la colonna PRO_COM_T / no column PRO_COM_T")
	}
	name, hasName := d.find("COMUNE", "DEN_COM", "NAME", "NOME")
	record := make([]byte, d.size)
	text := decoder{encodingASCII}
	for i := range d.records {
		if i%1000 == 0 && ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		if _, err := io.ReadFull(d.in, record); err != nil {
			return nil, 0, errors.New("la tabella .dbf finisce a metà / the .dbf ends too early")
		}
		if record[0] == '*' {
			return nil, 0, fmt.Errorf("riga %d della tabella .dbf cancellata: salva di nuovo lo shapefile / deleted record", i+1)
		}
		row := labelled{}
		if row.id, err = comuneCode(strings.TrimSpace(string(record[code.from:code.to]))); err != nil {
			return nil, 0, fmt.Errorf("riga %d della tabella .dbf: %v", i+1, err)
		}
		switch {
		case !strings.HasPrefix(string(row.id), provincePrefix):
			row = labelled{}
			elsewhere++
		case hasName: // only for messages: a name that cannot be read is left out
			row.name, _ = text.text(record[name.from:name.to])
		}
		rows = append(rows, row)
	}
	return rows, elsewhere, nil
}

// openDBF reads the header: 32 bytes, then 32 for each field, then 0x0D.
func openDBF(in io.Reader) (*dbf, error) {
	bad := errors.New("la tabella .dbf è rovinata / broken .dbf")
	var h [32]byte
	if _, err := io.ReadFull(in, h[:]); err != nil {
		return nil, bad
	}
	d := &dbf{in: in, records: int(binary.LittleEndian.Uint32(h[4:])), size: int(binary.LittleEndian.Uint16(h[10:]))}
	rest := int(binary.LittleEndian.Uint16(h[8:])) - len(h)
	if rest < 1 || d.size < 1 || d.records < 0 {
		return nil, bad
	}
	fields := make([]byte, rest)
	if _, err := io.ReadFull(in, fields); err != nil {
		return nil, bad
	}
	at := 1 // after the deletion flag
	for len(fields) >= 32 && fields[0] != 0x0d {
		name, _, _ := strings.Cut(string(fields[:11]), "\x00")
		width := int(fields[16])
		d.columns = append(d.columns, column{strings.ToUpper(strings.TrimSpace(name)), at, at + width})
		at += width
		fields = fields[32:]
	}
	if at > d.size || len(fields) == 0 || fields[0] != 0x0d {
		return nil, bad
	}
	return d, nil
}

// find gives the first of the columns named that the table has.
func (d *dbf) find(names ...string) (column, bool) {
	for _, n := range names {
		for _, c := range d.columns {
			if c.name == n {
				return c, true
			}
		}
	}
	return column{}, false
}
