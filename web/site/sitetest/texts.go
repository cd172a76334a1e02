// Package sitetest checks the pages of a section: its texts, and how they are
// answered. Tests import it, nothing else.
package sitetest

import (
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"atlante/web/site"
)

// New makes a site without built assets.
func New(t testing.TB, o site.Options) *site.Site {
	t.Helper()
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Assets == nil {
		o.Assets = fstest.MapFS{}
	}
	s, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Texts checks the section in the folder of the test: both languages say the
// same things, every key that a template or the code names has a text, and every
// text is used. families are the texts whose keys are made of a prefix and a
// value, with the values that must be there.
func Texts(t *testing.T, s *site.Site, families map[string][]string) {
	t.Helper()
	own := map[site.Lang]map[string]string{}
	for _, lang := range site.Languages {
		own[lang] = readTexts(t, lang)
	}
	sameThings(t, own[site.Italian], own[site.English])
	all := s.Texts(site.Italian).Under("")
	used := usedKeys(t)
	for key := range used {
		if _, ok := all[key]; !ok {
			t.Errorf("%q is used and has no text", key)
		}
	}
	for prefix, values := range families {
		for _, v := range values {
			if _, ok := all[prefix+v]; !ok {
				t.Errorf("%q has no text", prefix+v)
			}
		}
	}
	for key := range own[site.Italian] {
		base := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(key, ".area"), ".one"), ".none")
		if !used[key] && !used[base] && !inFamily(key, families) {
			t.Errorf("%q is a text that nothing uses", key)
		}
	}
}

func inFamily(key string, families map[string][]string) bool {
	for prefix := range families {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func readTexts(t *testing.T, lang site.Lang) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("texts/" + string(lang) + ".json")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

var placeholder = regexp.MustCompile(`\{[a-z0-9]+\}`)

func sameThings(t *testing.T, it, en map[string]string) {
	t.Helper()
	for key, text := range it {
		other, ok := en[key]
		if !ok {
			t.Errorf("%s is missing in English", key)
			continue
		}
		a, b := placeholder.FindAllString(text, -1), placeholder.FindAllString(other, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%s: Italian has %v, English %v", key, a, b)
		}
	}
	for key := range en {
		if _, ok := it[key]; !ok {
			t.Errorf("%s is missing in Italian", key)
		}
	}
}

// uses are the ways in which files name a text.
var uses = map[string]*regexp.Regexp{
	"pages/*.html": regexp.MustCompile(`\bt "([a-z0-9.]+[a-z0-9])"`),
	"texts/*.html": regexp.MustCompile(`\bt "([a-z0-9.]+[a-z0-9])"`),
	"*.go":         regexp.MustCompile(`(?:Say|Parts)\("([a-z]+(?:\.[a-z0-9]+)*)"|(?:= |= "[a-z.]+", )"([a-z]+(?:\.[a-z0-9]+)+)"`),
}

func usedKeys(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	for glob, pattern := range uses {
		files, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range pattern.FindAllStringSubmatch(string(raw), -1) {
				used[strings.Join(m[1:], "")] = true
			}
		}
	}
	if len(used) == 0 {
		t.Fatal("no text is used: is this the folder of a section?")
	}
	return used
}
