package osm

import (
	"math"
	"strings"
	"time"

	"atlante/geo"
)

// header is what the first block says of the file.
type header struct {
	writer string
	date   time.Time // zero when it does not say
	onWays bool      // places were moved from nodes to ways: the nodes may be gone
}

// SyntheticWriter begins the name of programs that make networks up, and
// SyntheticTag with the value "yes" marks a file when other programs have
// rewritten it.
const (
	SyntheticWriter = "atlante dev network"
	SyntheticTag    = "atlante:synthetic"
)

func (h header) synthetic() bool { return strings.HasPrefix(h.writer, SyntheticWriter) }

// Fields of the header block.
const (
	fieldRequired = 4
	fieldOptional = 5
	fieldWriter   = 16
	fieldDate     = 32
)

// understood are the features that a file may require.
var understood = map[string]bool{"OsmSchema-V0.6": true, "DenseNodes": true}

func readHeader(data []byte) (h header, err error) {
	schema := false
	err = walk(data, func(field int, m *message) error {
		switch field {
		case fieldRequired:
			b, err := m.bytes()
			if err != nil {
				return err
			}
			feature := string(b)
			schema = schema || feature == "OsmSchema-V0.6"
			if feature == "HistoricalInformation" {
				return errHistory
			}
			if !understood[feature] {
				return geo.Invalid("il file richiede %q, che qui non è previsto: riscrivilo, per esempio con osmium cat FILE -o NUOVO.osm.pbf / the file requires a feature that is not known here", clip(feature))
			}
		case fieldOptional:
			b, err := m.bytes()
			h.onWays = h.onWays || string(b) == "LocationsOnWays"
			return err
		case fieldWriter:
			b, err := m.bytes()
			h.writer = tidy(string(b))
			return err
		case fieldDate:
			n, err := m.number()
			if err == nil && n > 0 && n < math.MaxUint32*2 {
				h.date = time.Unix(n, 0).UTC()
			}
			return err
		}
		return nil
	})
	if err == nil && !schema {
		err = errNotPBF
	}
	return h, err
}

// tidy keeps what can be shown of a name of a program.
func tidy(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > maxText {
		s = string(r[:maxText])
	}
	return s
}
