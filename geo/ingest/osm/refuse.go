package osm

import (
	"errors"
	"fmt"
	"io"

	"atlante/geo"
)

// Reasons for which a whole file is refused. None has changed anything.
var (
	errEmpty   = geo.Invalid("il file è vuoto: scaricalo di nuovo / the file is empty, download it again")
	errNotPBF  = geo.Invalid("non è un file .osm.pbf: il primo blocco non è l'intestazione di OpenStreetMap. Scarica un estratto in formato .osm.pbf / not an .osm.pbf file")
	errHistory = geo.Invalid("è un file di storia o di modifiche, con versioni passate o cancellate: serve un estratto dei dati di oggi / a history or change file; an extract of today's data is needed")
	errNoRoads = geo.Invalid("nel file non c'è nessuna strada percorribile: serve un estratto OpenStreetMap completo di strade / the file holds no road")
	errOnWays  = geo.Invalid("al file sono stati tolti i nodi delle strade (LocationsOnWays): serve quello d'origine, o rifatto con osmium add-locations-to-ways --keep-untagged-nodes / the nodes of the roads were taken out of the file, use the original one")
	errChanged = geo.Invalid("il file è cambiato mentre veniva letto: riprova quando è completo / the file changed while it was read, try again")
)

// damaged is a block that is not what the format says.
type damaged struct{ why string }

func (d damaged) Error() string { return d.why }

func damage(format string, args ...any) error { return damaged{fmt.Sprintf(format, args...)} }

// errShape is a message whose fields have other types than the format gives them.
var errShape = damaged{"un campo non ha il tipo previsto / a field of another type"}

// place puts where it is before an error about a block.
func (f *frames) place(err error) error {
	if errors.Is(err, geo.ErrInvalid) || !f.ours(err) {
		return err
	}
	return geo.Invalid("il file è danneggiato al byte %d (blocco %d): %v. Scaricalo di nuovo / the file is damaged there, download it again",
		f.began, f.block, err)
}

// ours tells apart what is wrong with the bytes from what is wrong with the disk.
func (f *frames) ours(err error) bool { return f.broken == nil || !errors.Is(err, f.broken) }

func tooMuch[N int | int64](have, limit N, what string) error {
	return geo.Invalid("il file supera il limite di %d %s (ne ha almeno %d): ritaglialo, per esempio con osmium extract / over the limit, cut it down, e.g. with osmium extract",
		limit, what, have)
}

// errTwice is an object that stands in the file more than once.
func errTwice(it, en string, id int64) error {
	return geo.Invalid("%s %d è nel file più di una volta: è un file di storia, o due estratti accodati? Uniscili con osmium merge / %s %d stands in the file more than once: a history file, or extracts put one after the other? Merge them", it, id, en, id)
}

// looksRight tells apart, by size and first bytes, the files that people take
// for extracts.
func looksRight(f io.ReadSeeker, size int64, l Limits) error {
	if size == 0 {
		return errEmpty
	}
	if size > l.Bytes {
		return tooMuch(size>>20, l.Bytes>>20, "MB")
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	begin := make([]byte, min(size, 4))
	if _, err := io.ReadFull(f, begin); err != nil {
		return err
	}
	for magic, what := range map[string]string{"<": "XML", "\x1f\x8b": "gzip", "BZh": "bzip2", "PK\x03\x04": "zip", "n": "OPL"} {
		if len(begin) >= len(magic) && string(begin[:len(magic)]) == magic {
			return geo.Invalid("è un file %s, serve .osm.pbf: convertilo, per esempio con osmium cat FILE -o NUOVO.osm.pbf / not .osm.pbf, convert it", what)
		}
	}
	return nil
}

// clip keeps messages short whatever was sent.
func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}
