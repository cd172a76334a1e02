package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"atlante/api/download"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/export"
	"atlante/geo/feature"
)

type exportCmd struct {
	Collection string `arg:"" help:"Raccolta: places, comuni, zones, cells, gaps / collection."`
	Out        string `arg:"" help:"File da scrivere; il formato è la fine del nome; - è l'uscita / file to write; its name ends with the format; - is the output."`

	Format     string   `help:"Formato, se non lo dice il nome: geojson, csv, xlsx, gpkg, fgb, parquet / format, unless the name says it."`
	Replace    bool     `help:"Sostituisce il file, se c'è / replaces the file if there is one."`
	Where      []string `sep:"none" placeholder:"CAMPO=VALORE" help:"Solo dove il campo vale così / only where the field has this value."`
	Filter     string   `help:"Condizione in CQL2 / condition in CQL2."`
	FilterLang string   `help:"cql2-text o cql2-json."`
	FilterCRS  string   `name:"filter-crs" help:"Sistema delle geometrie in --filter / system of the geometries in --filter."`
	BBox       string   `name:"bbox" placeholder:"O,S,E,N" help:"Riquadro: ovest,sud,est,nord / box: west,south,east,north."`
	BBoxCRS    string   `name:"bbox-crs" help:"Sistema di --bbox / system of --bbox."`
	CRS        string   `name:"crs" help:"Codice EPSG del file: 4326, 3857, 32632, 7791 / EPSG code of the file."`
	Datetime   string   `help:"Giorno, o due con una barra / a day, or two with a slash."`
	Scenario   string   `help:"current o planned."`
	SortBy     string   `name:"sortby" help:"Campi con cui ordinare / fields to sort by."`
	Separator  string   `help:"CSV: it (; e virgola) o int (, e punto)."`
	Lang       string   `default:"it" enum:"it,en" help:"Lingua dei titoli nel file / language of the titles in the file."`
}

// Run writes a collection, or what the options choose of it, to a file.
func (c *exportCmd) Run(ctx context.Context, s *Settings, log *slog.Logger, out *console) error {
	format, err := c.format()
	if err != nil {
		return err
	}
	if err := c.vacant(); err != nil {
		return err
	}
	return with(ctx, s, quiet(s, log), func(d *database) error {
		list, err := d.FeatureCollections(ctx)
		if err != nil {
			return err
		}
		of, known := feature.ByID(list, c.Collection)
		if !known {
			return badUse{fmt.Sprintf("la raccolta %q non c'è; scegli tra %s / no such collection", c.Collection, ids(list))}
		}
		asked, err := c.asked(ctx, of, format)
		if err != nil {
			return err
		}
		return c.write(ctx, d, asked, out)
	})
}

// asked reads the options as a request for a file.
func (c *exportCmd) asked(ctx context.Context, of feature.Collection, format export.Format) (download.Request, error) {
	query, err := c.query(of)
	if err != nil {
		return download.Request{}, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "/?"+query.Encode(), nil)
	if err != nil {
		return download.Request{}, err
	}
	asked, err := download.Read(r, of, format)
	if errors.Is(err, geo.ErrInvalid) {
		return asked, badUse{err.Error()}
	}
	return asked, err
}

// format is that of --format, or of the end of the name.
func (c *exportCmd) format() (export.Format, error) {
	name := c.Format
	if name == "" {
		name = strings.TrimPrefix(strings.ToLower(filepath.Ext(c.Out)), ".")
	}
	if f, ok := export.ByName(name); ok {
		return f, nil
	}
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	return export.Format{}, badUse{fmt.Sprintf("il formato %q non c'è; con --format o alla fine del nome scegli tra %s / no such format", name, strings.Join(names, ", "))}
}

// vacant refuses to write into a folder that is not there, and over a file unless
// that is asked for.
func (c *exportCmd) vacant() error {
	if c.Out == "-" {
		return nil
	}
	folder := filepath.Dir(c.Out)
	if info, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("la cartella %s non c'è: creala con mkdir -p %s, o scegli un altro posto / there is no such folder: make it, or choose another place", folder, folder)
	} else if err == nil && !info.IsDir() {
		return fmt.Errorf("%s non è una cartella: scegli un altro posto / is no folder: choose another place", folder)
	}
	if c.Replace {
		return nil
	}
	if _, err := os.Lstat(c.Out); err == nil {
		return fmt.Errorf("%s esiste già: scegli un altro nome, o --replace / exists already: choose another name, or --replace", c.Out)
	}
	return nil
}

// query are the options under the names that they have over HTTP.
func (c *exportCmd) query(of feature.Collection) (url.Values, error) {
	q := url.Values{}
	for _, text := range c.Where {
		field, value, err := where(of, text)
		if err != nil {
			return nil, err
		}
		q.Add(field, value)
	}
	if err := c.readable(); err != nil {
		return nil, err
	}
	for name, value := range map[string]string{
		"filter": c.Filter, "filter-lang": c.FilterLang, "filter-crs": c.FilterCRS, "bbox": c.BBox, "bbox-crs": c.BBoxCRS, "crs": c.CRS,
		"datetime": c.Datetime, "scenario": c.Scenario, "sortby": c.SortBy, "separator": c.Separator, "lang": c.Lang,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q, nil
}

// write makes the file under another name, and gives it its own when it is whole.
func (c *exportCmd) write(ctx context.Context, d *database, asked download.Request, out *console) (err error) {
	state, err := d.FeatureState(ctx, asked.Collection.ID, asked.Query.Scenario)
	if err != nil {
		return err
	}
	about, err := download.About(ctx, d, asked, state, credit(), c.Lang, rome())
	if err != nil {
		return err
	}
	options := export.Options{Separator: asked.Separator, Lang: c.Lang, MaxBytes: 16 << 30}
	rows := &counted{Source: d}
	if c.Out == "-" {
		return download.Write(ctx, rows, out.out, asked, state, about, options)
	}
	options.Dir = filepath.Dir(c.Out)
	f, err := os.CreateTemp(options.Dir, "."+filepath.Base(c.Out)+".*.part")
	if err != nil {
		return fmt.Errorf("in %s non si può scrivere: scegli un'altra cartella / cannot write there: choose another folder: %w", options.Dir, err)
	}
	defer func() {
		_ = f.Close()
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err = download.Write(ctx, rows, f, asked, state, about, options); err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err = errors.Join(f.Chmod(0o644), f.Sync(), c.vacant()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), c.Out); err != nil {
		return err
	}
	out.say("%s: %s, %s righe / rows, %s, %s", c.Out, about.Title, cover.Number(rows.n, "it"), sizeOf(info.Size()), about.Date.Format(time.DateOnly))
	return nil
}

func ids(list []feature.Collection) string {
	var out []string
	for _, c := range list {
		out = append(out, c.ID)
	}
	return strings.Join(out, ", ")
}
