package data

import (
	"net/http"
	"strings"
	"testing"
)

// columnsInWords: the dictionary says every code in words, and the columns that
// only tables have.
func columnsInWords(t *testing.T, h http.Handler) {
	for lang, wants := range map[string][]string{
		"it": {"<code>F</code> F, ultraperiferico", "<code>NM</code> non montano", "<code>portineria</code> Portineria di comunità", "<code>walk_only</code> in parte a piedi",
			"Longitudine (gradi) (solo in CSV e Excel)", "Geometria come testo WKT (solo in CSV)", "Bordo ovest del riquadro (gradi) (solo in Excel)", "non passa il parametro datetime"},
		"en": {"<code>F</code> F, ultra-peripheral", "Longitude (degrees) (in CSV and Excel only)", "minutes", "DuckDB CLI"},
	} {
		body := ask(h, "/dati?lang="+lang).Body.String()
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s: nowhere %q", lang, want)
			}
		}
	}
}
