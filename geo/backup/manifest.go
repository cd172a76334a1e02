// Package backup is the file that `atlante db backup` makes: an ordinary tar of
// three parts, so that tar, pg_restore and sha256sum read it without Atlante.
//
//	manifest.json   what was copied, by which program, when; rows and hash of each table
//	atlante.dump    the database, in the custom format of pg_dump
//	SHA256SUMS      of the two parts above
//
// Every byte of it is covered: the parts by their sums, the rest because it is
// made anew and compared. Pure: files and databases are handed in.
package backup

import (
	"bytes"
	"encoding/json"
	"regexp"
	"time"

	"atlante/geo"
)

// Format is the version of the file that this program writes and reads.
const Format = 1

// Manifest says what a backup holds.
type Manifest struct {
	Format   int       `json:"format"`
	Program  string    `json:"program"`  // the version of Atlante that made it
	Schema   int64     `json:"schema"`   // the number of the last migration
	Postgres int       `json:"postgres"` // the major version of pg_dump
	Made     time.Time `json:"made"`     // in UTC, whole seconds
	Tables   []Table   `json:"tables"`   // by name
}

// Table is what a table of the schema atlante held at the moment of the backup.
type Table struct {
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"` // over the rows as COPY writes them, in the order of their key; lower-case hex
}

var (
	hexSum    = regexp.MustCompile(`^[0-9a-f]{64}$`)
	tableName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)
)

// encode gives the one way in which a manifest is written.
func (m Manifest) encode() ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	return append(text, '\n'), err
}

// decode reads what encode has written, and nothing else.
func decode(text []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return m, geo.Invalid("%s non si legge: %v / cannot be read", partManifest, err)
	}
	if m.Format > Format {
		return m, geo.Invalid("la copia è di un formato più nuovo (%d): ripristinala con un Atlante più recente / the backup has a newer format: use a newer Atlante", m.Format)
	}
	again, err := m.encode()
	if err != nil {
		return m, err
	}
	if !bytes.Equal(again, text) {
		return m, geo.Invalid("%s contiene altro da ciò che Atlante scrive / holds something that Atlante does not write", partManifest)
	}
	return m, nil
}

// check finds what no true manifest says.
func (m Manifest) check() error {
	switch {
	case m.Format != Format, m.Program == "", m.Schema <= 0, m.Postgres <= 0, len(m.Tables) == 0,
		m.Made.IsZero(), m.Made.Location() != time.UTC, m.Made.Nanosecond() != 0:
		return geo.Invalid("%s è incompleto / is incomplete", partManifest)
	}
	for i, t := range m.Tables {
		if !tableName.MatchString(t.Name) || t.Rows < 0 || !hexSum.MatchString(t.SHA256) || (i > 0 && m.Tables[i-1].Name >= t.Name) {
			return geo.Invalid("%s: la tabella %q non torna / the table makes no sense", partManifest, t.Name)
		}
	}
	return nil
}

// Differences lists the tables of which the two say different things, in words.
func Differences(want, have []Table) []string {
	var out []string
	say := func(name, what string) { out = append(out, name+": "+what) }
	had := map[string]Table{}
	for _, t := range have {
		had[t.Name] = t
	}
	for _, w := range want {
		h, there := had[w.Name]
		delete(had, w.Name)
		switch {
		case !there:
			say(w.Name, "manca / is missing")
		case h.Rows != w.Rows:
			say(w.Name, sayRows(h.Rows, w.Rows))
		case h.SHA256 != w.SHA256:
			say(w.Name, "il contenuto è diverso / the content differs")
		}
	}
	for _, h := range have {
		if _, more := had[h.Name]; more {
			say(h.Name, "non è nella copia / is not in the backup")
		}
	}
	return out
}
