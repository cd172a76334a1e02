package registry_test

import (
	"strings"
	"testing"

	"atlante/geo/registry"
)

// The tables of D.M. 23 December 1976, written out sign by sign, apart from the
// arithmetic of the package.
var (
	oddPlace = map[byte]int{
		'0': 1, '1': 0, '2': 5, '3': 7, '4': 9, '5': 13, '6': 15, '7': 17, '8': 19, '9': 21,
		'A': 1, 'B': 0, 'C': 5, 'D': 7, 'E': 9, 'F': 13, 'G': 15, 'H': 17, 'I': 19, 'J': 21, 'K': 2, 'L': 4, 'M': 18,
		'N': 20, 'O': 11, 'P': 3, 'Q': 6, 'R': 8, 'S': 12, 'T': 14, 'U': 16, 'V': 10, 'W': 22, 'X': 25, 'Y': 24, 'Z': 23,
	}
	evenPlace = func(c byte) int {
		if c <= '9' {
			return int(c - '0')
		}
		return strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZ", c)
	}
)

func control(s string) string {
	sum := 0
	for i := 0; i < len(s); i += 2 {
		sum += oddPlace[s[i]]
	}
	for i := 1; i < len(s); i += 2 {
		sum += evenPlace(s[i])
	}
	return string(rune('A' + sum%26))
}

func TestCodiceFiscaleOfPersons(t *testing.T) {
	for _, s := range []string{
		"RSSMRA85T10A562S", "VRDGPP13R10B293P", "BNCLRA80A41L219V", "FRRGNN01D70L219C",
		"RSSMRA85T10A56NH", "RSSMRAURTMLARSNL", // told apart from homonyms
	} {
		if control(s[:15]) != s[15:] {
			t.Fatalf("%s: the test's own table gives %s", s, control(s[:15]))
		}
		if !registry.CodiceFiscaleOK(s) {
			t.Errorf("%s is refused", s)
		}
		for i := range 16 { // every other sign in every place: either control or form notices
			for _, c := range []byte("0A5Z9M") {
				changed := s[:i] + string(c) + s[i+1:]
				if i < 15 && control(changed[:15]) == changed[15:] { // signs of the same value
					continue
				}
				if changed != s && registry.CodiceFiscaleOK(changed) {
					t.Errorf("%s is accepted", changed)
				}
			}
		}
	}
	for _, s := range []string{ // right control letter, impossible form
		withControl("RSSMRA85F10A562"), // no month F
		withControl("RSSMRA85T00A562"), // no day 0
		withControl("RSSMRA85T32A562"), withControl("RSSMRA85T40A562"), withControl("RSSMRA85T72A562"),
		withControl("RSSMR185T10A562"), withControl("RSSMRA8AT10A562"), "", "RSSMRA85T10A562", "rssmra85t10a562s",
	} {
		if registry.CodiceFiscaleOK(s) {
			t.Errorf("%q is accepted", s)
		}
	}
}

func withControl(s string) string { return s + control(s) }

// Numbers that these bodies publish on their pages.
func TestCodesOfBodies(t *testing.T) {
	for _, s := range []string{
		"00514490010", // Comune di Torino
		"01907990012", // Città metropolitana di Torino
		"80111810588", // ISTAT, codice fiscale
		"02124831005", // ISTAT, partita IVA
	} {
		if !registry.PartitaIVAOK(s) || !registry.CodiceFiscaleOK(s) {
			t.Errorf("%s is refused", s)
		}
		for i := range s { // one digit wrong is always noticed
			for c := byte('0'); c <= '9'; c++ {
				if c != s[i] && registry.PartitaIVAOK(s[:i]+string(c)+s[i+1:]) {
					t.Errorf("%s with %c in place %d is accepted", s, c, i+1)
				}
			}
		}
	}
	for _, s := range []string{"", "00000000000", "0051449001", "005144900100", "0051449001A", "００５１４４９００１０"} {
		if registry.PartitaIVAOK(s) {
			t.Errorf("%q is accepted", s)
		}
	}
}
