package export

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/paulmach/orb"

	"atlante/geo/feature"
)

// The columns of a GeoPackage beside the fields.
const (
	gpkgKey      = "fid"
	gpkgGeometry = "geom"
)

const gpkgPage = 4096 // bytes

// geoPackage writes GeoPackage 1.3: an SQLite database, made in a temporary file
// that has lost its name as soon as SQLite holds it.
type geoPackage struct {
	table
	out    io.Writer
	file   *os.File
	db     *sql.DB
	tx     *sql.Tx
	row    *sql.Stmt // a feature
	inside *sql.Stmt // its box in the index
	values []any
	blob   []byte
	rows   int64
	extent box
}

func newGeoPackage(w io.Writer, t table) (Writer, error) {
	f, err := os.CreateTemp(t.options.Dir, "atlante-export-*")
	if err != nil {
		return nil, err
	}
	x := &geoPackage{table: t, out: w, file: f, extent: emptyBox()}
	err = x.open()
	if removed := os.Remove(f.Name()); err == nil {
		err = removed
	}
	if err == nil {
		err = x.begin()
	}
	if err != nil {
		x.Discard()
		return nil, err
	}
	return x, nil
}

// open lets SQLite take the file: one connection, no journal beside it, little
// memory, and an end to its growth.
func (x *geoPackage) open() error {
	at := url.URL{Scheme: "file", Opaque: url.PathEscape(x.file.Name()),
		RawQuery: "_journal_mode=OFF&_sync=OFF&_locking_mode=EXCLUSIVE&_cache_size=-4096"}
	db, err := sql.Open("sqlite3", at.String())
	if err != nil {
		return err
	}
	x.db = db
	db.SetMaxOpenConns(1)
	for _, p := range []string{
		fmt.Sprintf("page_size = %d", gpkgPage), fmt.Sprintf("max_page_count = %d", x.options.MaxBytes/gpkgPage),
		"application_id = 1196444487", "user_version = 10300", "temp_store = MEMORY",
	} {
		if _, err := db.Exec("PRAGMA " + p); err != nil {
			return err
		}
	}
	return nil
}

func (x *geoPackage) begin() error {
	var err error
	if x.tx, err = x.db.Begin(); err != nil {
		return err
	}
	if err := x.tables(); err != nil {
		return x.full(err)
	}
	marks := strings.Repeat(", ?", len(x.collection.Fields))
	if x.row, err = x.tx.Prepare(fmt.Sprintf("INSERT INTO %s VALUES (?, ?%s)", x.name(), marks)); err != nil {
		return err
	}
	x.inside, err = x.tx.Prepare(fmt.Sprintf("INSERT INTO %s VALUES (?, ?, ?, ?, ?)", identifier(x.index())))
	return err
}

func (x *geoPackage) Write(f feature.Feature) error {
	s, err := shape(f)
	if err != nil {
		return err
	}
	x.rows++
	x.values = append(x.values[:0], x.rows, x.geometry(f.WKB, s))
	for i, v := range f.Values {
		x.values = append(x.values, sqliteValue(x.collection.Fields[i].Type, v))
	}
	if _, err := x.row.Exec(x.values...); err != nil {
		return x.full(err)
	}
	if s == nil {
		return nil
	}
	b := boxOf(s)
	x.extent = x.extent.with(b)
	_, err = x.inside.Exec(x.rows, b.minX, b.maxX, b.minY, b.maxY)
	return x.full(err)
}

// geometry is the WKB behind the header of the format: little-endian, with the
// system, and with the box unless it is a point.
func (x *geoPackage) geometry(wkb []byte, g orb.Geometry) any {
	if g == nil {
		return nil
	}
	_, isPoint := g.(orb.Point)
	flags := byte(1)
	if !isPoint {
		flags |= 1 << 1
	}
	le := binary.LittleEndian
	b := le.AppendUint32(append(x.blob[:0], 'G', 'P', 0, flags), uint32(x.crs))
	if !isPoint {
		e := boxOf(g)
		for _, v := range []float64{e.minX, e.maxX, e.minY, e.maxY} {
			b = le.AppendUint64(b, math.Float64bits(v))
		}
	}
	x.blob = append(b, wkb...)
	return x.blob
}

func sqliteValue(t feature.Type, v any) any {
	if at, is := v.(time.Time); is {
		if t == feature.Day {
			return at.UTC().Format(time.DateOnly)
		}
		return at.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return v
}

// full says in words that the file would be too large. A disk that is full is
// another matter: then the system has said so.
func (x *geoPackage) full(err error) error {
	var wrong sqlite3.Error
	if errors.As(err, &wrong) && wrong.Code == sqlite3.ErrFull && wrong.SystemErrno != syscall.ENOSPC {
		return tooLarge(x.options.MaxBytes)
	}
	return err
}

func (x *geoPackage) Close() error {
	defer x.Discard()
	if err := x.finish(); err != nil {
		return x.full(err)
	}
	if err := x.tx.Commit(); err != nil {
		return x.full(err)
	}
	if err := x.db.Close(); err != nil {
		return x.full(err)
	}
	return copyFrom(x.out, x.file)
}

// Discard ends SQLite first: closing a file takes the locks of all its users.
func (x *geoPackage) Discard() {
	if x.tx != nil {
		_ = x.tx.Rollback() // nothing after Commit
	}
	if x.db != nil {
		_ = x.db.Close()
	}
	_ = x.file.Close()
}
