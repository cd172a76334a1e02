package ingest

import (
	"context"
	"io"
	"strings"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

const (
	streetIstat = iota
	streetSerial
	streetType
	streetName
	streetWhole
)

var streetFields = []field{
	streetIstat:  {name: "istat_code", aliases: []string{"codice istat", "istat", "codice comune istat"}, required: true},
	streetSerial: {name: "progressivo_nazionale", aliases: []string{"codice nazionale", "progr naz"}},
	streetType:   {name: "dug"},
	streetName:   {name: "duf", aliases: []string{"denominazione ufficiale"}},
	streetWhole:  {name: "odonimo", aliases: []string{"denominazione"}},
}

// provincePrefix begins the ISTAT codes of the territory.
const provincePrefix = "001"

// ReadStreets reads the official street names of ANNCSU: the comune's ISTAT
// code and either dug and duf (VIA, MORGARI ODDINO) or odonimo (both in one).
// Rows of other provinces are passed over and told in one notice, as are
// names repeated in a comune. Rows go to each as they are read; its error
// stops the reading.
func ReadStreets(ctx context.Context, r io.Reader, o Options, comuni ComuneResolver, each func(gazetteer.Street) error) (*Report, error) {
	t, err := openTable(ctx, r, o, streetFields)
	if err != nil {
		return t.report, err
	}
	if t.columnOf[streetName] < 0 && t.columnOf[streetWhole] < 0 {
		return t.report, geo.Invalid("%s: nell'intestazione manca il nome della via: servono dug e duf, oppure odonimo / no column for the street name", o.File)
	}
	s := &streetReader{comuni: comuni, seen: make(map[string]struct{}), each: each}
	err = t.each(s.take)
	if s.elsewhere > 0 {
		t.report.notice(0, "%d vie di altre province: non lette", s.elsewhere)
	}
	if s.repeated > 0 {
		t.report.notice(0, "%d nomi di via ripetuti nello stesso comune: letti una volta", s.repeated)
	}
	return t.report, err
}

// streetReader turns rows into streets and counts what it passes over.
type streetReader struct {
	comuni              ComuneResolver
	seen                map[string]struct{}
	each                func(gazetteer.Street) error
	elsewhere, repeated int
}

func (x *streetReader) take(r *row) error {
	code := r.text(streetIstat)
	if len(code) == 6 && !strings.HasPrefix(code, provincePrefix) {
		x.elsewhere++
		return nil
	}
	s := gazetteer.Street{Serial: r.text(streetSerial), Type: r.text(streetType), Name: r.text(streetName)}
	s.Comune = r.comune(streetIstat, x.comuni)
	if s.Name == "" {
		s.Type, s.Name = "", r.text(streetWhole)
	}
	if gazetteer.Fold(s.Name) == "" {
		r.reject(streetName, "nome della via vuoto / empty street name")
	}
	if len(s.Type)+len(s.Name) > maxText {
		r.reject(streetName, "nome della via troppo lungo / street name too long")
	}
	if r.bad {
		return nil
	}
	key := string(s.Comune) + s.Type + "\x00" + s.Name
	if _, twice := x.seen[key]; twice {
		x.repeated++
		return nil
	}
	x.seen[key] = struct{}{}
	return x.each(s)
}
