package site

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"atlante/geo"
)

func someBuild() *build {
	return &build{
		entries: map[string]manifestEntry{
			"src/home.ts":  {File: "assets/home-abc.js", Imports: []string{"_site.js"}, Assets: []string{"assets/face-1.woff2", "assets/x.png"}},
			"_site.js":     {File: "assets/site-def.js", CSS: []string{"assets/site-ghi.css"}},
			"src/other.ts": {File: "assets/other.js", CSS: []string{"assets/other.css"}},
		},
		files: map[string]*asset{
			"home-abc.js":  newAsset("dist/assets/home-abc.js", []byte(strings.Repeat("let a = 1;\n", 100))),
			"face-1.woff2": newAsset("dist/assets/face-1.woff2", []byte("wOF2")),
		},
	}
}

func TestAPageLinksWhatItNeeds(t *testing.T) {
	l := someBuild().of("src/home.ts")
	if l.Script != "/assets/home-abc.js" || len(l.Styles) != 1 || l.Styles[0] != "/assets/site-ghi.css" || l.Preload[0] != "/assets/site-def.js" ||
		len(l.Fonts) != 1 || l.Fonts[0] != "/assets/face-1.woff2" {
		t.Errorf("got %+v", l)
	}
	if l := (&build{}).of("src/home.ts"); l.Script != "" || l.Styles != nil {
		t.Errorf("without a build: %+v", l)
	}
}

func TestAssetsAreKeptForeverAndPacked(t *testing.T) {
	r := httptest.NewRequest("GET", "/assets/home-abc.js", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	if err := someBuild().serve(w, r); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("Content-Encoding") != "gzip" ||
		!strings.HasPrefix(w.Header().Get("Content-Type"), "text/javascript") {
		t.Errorf("headers %v", w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(z); err != nil || len(body) != 1100 {
		t.Errorf("%d bytes, %v", len(body), err)
	}
}

func TestFontsAreSentAsTheyAre(t *testing.T) {
	r := httptest.NewRequest("GET", "/assets/face-1.woff2", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	if err := someBuild().serve(w, r); err != nil {
		t.Fatal(err)
	}
	if w.Header().Get("Content-Encoding") != "" || w.Header().Get("Content-Type") != "font/woff2" || w.Body.String() != "wOF2" {
		t.Errorf("headers %v, body %q", w.Header(), w.Body)
	}
}

func TestAnAssetThatIsGone(t *testing.T) {
	err := someBuild().serve(httptest.NewRecorder(), httptest.NewRequest("GET", "/assets/old-1.js", nil))
	if !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}
