package gazetteer

import "testing"

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Agliè": "aglie", "AGLIE`": "aglie", "Aglie'": "aglie", "  PONT-CANAVESE ": "pont canavese",
		"Sant'Ambrogio di Torino": "sant ambrogio di torino", "Sant’Antonino": "sant antonino",
		"S. Ambrogio": "san ambrogio", "S.Ambrogio": "san ambrogio", "S.P. 1": "s p 1", "s.n.c.": "s n c",
		"Vialfre\u0300": "vialfre", "Viù": "viu", "Straße Œuvre": "strasse oeuvre", "": "", " -'` ": "",
		"a\xffb": "a b", "Piazza I° Maggio": "piazza i maggio", "ＡＢＣ": "abc",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Agliè", "S. Ambrogio", "AGLIE`", "a\xff", "İstanbul"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, folded again %q", s, once, twice)
		}
	})
}

func TestDistanceAgainstItsDefinition(t *testing.T) {
	words := []string{"", "a", "ab", "ba", "pinerolo", "pinerlo", "pienrolo", "pinerola", "susa", "suas", "torino", "trino"}
	for _, a := range words {
		for _, b := range words {
			want := slowDistance(a, b)
			for limit := 0; limit <= 3; limit++ {
				if got := distance(a, b, limit); got != min(want, limit+1) {
					t.Errorf("distance(%q, %q, %d) = %d, want %d", a, b, limit, got, min(want, limit+1))
				}
			}
		}
	}
}

// slowDistance is the recursive definition.
func slowDistance(a, b string) int {
	if a == "" || b == "" {
		return len(a) + len(b)
	}
	cost := 1
	if a[len(a)-1] == b[len(b)-1] {
		cost = 0
	}
	d := min(slowDistance(a[:len(a)-1], b)+1, slowDistance(a, b[:len(b)-1])+1, slowDistance(a[:len(a)-1], b[:len(b)-1])+cost)
	if n, m := len(a), len(b); n > 1 && m > 1 && a[n-1] == b[m-2] && a[n-2] == b[m-1] {
		d = min(d, slowDistance(a[:n-2], b[:m-2])+1)
	}
	return d
}

func TestNumbers(t *testing.T) {
	for word, want := range map[string]string{
		"xx": "20", "venti": "20", "xxv": "25", "venticinque": "25", "ventitreesimo": "23", "primo": "1",
		"diciassettesimo": "17", "undicesimo": "11", "ventiseiesimo": "26", "iv": "4", "xxiii": "23", "terza": "3",
	} {
		if got := numbers[word]; got != want {
			t.Errorf("%s = %q, want %s", word, got, want)
		}
	}
}

func TestPretty(t *testing.T) {
	for in, want := range map[string]string{
		"VIA AGLIE`": "Via Agliè", "PIAZZA DELLA REPUBBLICA": "Piazza della Repubblica", "LOCALITA' RAME'": "Località Ramè",
		"VIA VITTORIO EMANUELE II": "Via Vittorio Emanuele II", "STRADA ALLA VILLA D'AGLIE'": "Strada alla Villa d'Agliè",
		"VIA DE' MEDICI": "Via De' Medici", "VIA CA' D'AVOUNT": "Via Ca' d'Avount", "PIAZZA G. VERDI": "Piazza G. Verdi",
		"FRAZIONE FE'": "Frazione Fè", "VIA UMBERTO I": "Via Umberto I",
	} {
		if got := pretty(in); got != want {
			t.Errorf("pretty(%q) = %q, want %q", in, got, want)
		}
	}
}
