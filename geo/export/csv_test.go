package export_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"atlante/geo/export"
	"atlante/geo/feature"
)

// TestCSV reads both ways of writing with another reader: texts come back as they
// were typed once the apostrophe of those like formulas is off, and no cell begins
// like a formula.
func TestCSV(t *testing.T) {
	c := collection(feature.Point)
	features := sample(t, c, feature.WGS84)
	for _, way := range []export.Separator{export.Italian, export.International} {
		t.Run(string(way), func(t *testing.T) {
			raw, err := os.ReadFile(written(t, "csv", c, feature.WGS84, features, export.Options{Separator: way}))
			if err != nil {
				t.Fatal(err)
			}
			checkCSV(t, raw, way, features)
		})
	}
}

var protected = regexp.MustCompile("^'+[=+@\t\r\n＝＋－＠-]")

func checkCSV(t *testing.T, raw []byte, way export.Separator, features []feature.Feature) {
	t.Helper()
	const mark = "\xEF\xBB\xBF"
	if bytes.HasPrefix(raw, []byte(mark)) != (way == export.Italian) {
		t.Errorf("begins with % x", raw[:3])
	}
	// encoding/csv makes CR LF inside cells a line feed; a sign stands in for CR.
	text := strings.ReplaceAll(strings.TrimPrefix(string(raw), mark), "\r\n", "\n")
	cr := strings.NewReplacer("\r", "␍")
	r := csv.NewReader(strings.NewReader(cr.Replace(text)))
	r.Comma = map[export.Separator]rune{export.Italian: ';', export.International: ','}[way]
	rows, err := r.ReadAll()
	if err != nil || len(rows) != len(features)+1 {
		t.Fatalf("%d rows of %d: %v", len(rows), len(features)+1, err)
	}
	if want := "id,name,order,share,open,confirmed_on,updated_at,kind,lon,lat,dataset"; strings.Join(rows[0], ",") != want {
		t.Errorf("columns %v", rows[0])
	}
	for i, f := range features {
		row := rows[i+1]
		if name := cr.Replace(unixLines(textOr(f.Values[1]))); unprotected(row[1]) != name {
			t.Errorf("name %q, want %q", row[1], name)
		}
		if strings.IndexAny(row[1], "=+-@\t\n␍＝") == 0 {
			t.Errorf("a cell begins like a formula: %q", row[1])
		}
		if want := number(f.Values[3], way); row[3] != want {
			t.Errorf("share %q, want %q", row[3], want)
		}
		if (f.WKB == nil) != (row[8] == "") {
			t.Errorf("lon %q", row[8])
		}
		if !strings.Contains(row[10], about.Licence) || !strings.Contains(row[10], about.Attribution) ||
			!strings.Contains(row[10], "2026-11-22") || !strings.Contains(row[10], about.Version) {
			t.Errorf("dataset %q", row[10])
		}
	}
}

func unprotected(cell string) string {
	if protected.MatchString(strings.ReplaceAll(cell, "␍", "\r")) {
		return cell[1:]
	}
	return cell
}

func unixLines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func textOr(v any) string {
	s, _ := v.(string) // unknown is an empty cell
	return s
}

func number(v any, way export.Separator) string {
	n, known := v.(float64)
	if !known {
		return ""
	}
	s := strconv.FormatFloat(n, 'f', -1, 64)
	if way == export.Italian {
		s = strings.ReplaceAll(s, ".", ",")
	}
	return s
}
