package site

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"atlante/api/wire"
	"atlante/geo"
)

// build is what `npm run build` has made: files with the hash of their content
// in the name.
type build struct {
	entries map[string]manifestEntry
	files   map[string]*asset
}

// manifestEntry is a line of the manifest that Vite writes.
type manifestEntry struct {
	File    string   `json:"file"`
	CSS     []string `json:"css"`
	Imports []string `json:"imports"`
	Assets  []string `json:"assets"`
}

type asset struct {
	body        []byte
	contentType string
	packed      func() []byte // gzipped once, at the first request
}

// loadBuild reads the folder that Vite writes. Without it the pages are plain,
// and say what is missing.
func loadBuild(dist fs.FS) (*build, error) {
	b := &build{entries: map[string]manifestEntry{}, files: map[string]*asset{}}
	raw, err := fs.ReadFile(dist, "manifest.json")
	if err != nil {
		return b, fmt.Errorf("mancano le risorse delle pagine: esegui `make build` (npm run build in web/) / page assets are missing: run `make build`: %w", err)
	}
	if err := json.Unmarshal(raw, &b.entries); err != nil {
		return b, fmt.Errorf("dist/manifest.json: %w", err)
	}
	return b, fs.WalkDir(dist, "assets", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(dist, name)
		b.files[path.Base(name)] = newAsset(name, body)
		return err
	})
}

// types that the standard library guesses from the machine it runs on.
var contentTypes = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png",
}

func newAsset(name string, body []byte) *asset {
	t := contentTypes[path.Ext(name)]
	if t == "" {
		t = mime.TypeByExtension(path.Ext(name))
	}
	f := &asset{body: body, contentType: t}
	f.packed = sync.OnceValue(func() []byte {
		var b bytes.Buffer
		z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			return nil
		}
		_, _ = z.Write(body) // a bytes.Buffer takes everything
		_ = z.Close()
		return b.Bytes()
	})
	return f
}

func (f *asset) compressible() bool { return strings.HasPrefix(f.contentType, "text/") }

// serve answers with a file that never changes under its name.
func (b *build) serve(w http.ResponseWriter, r *http.Request) error {
	f, ok := b.files[path.Base(r.URL.Path)]
	if !ok {
		return geo.NotFound("Questo file non c'è più: ricarica la pagina / This file is gone: reload the page")
	}
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	body := f.body
	if f.compressible() {
		h.Set("Vary", "Accept-Encoding")
		if wire.Encoding(r) == "gzip" {
			h.Set("Content-Encoding", "gzip")
			body = f.packed()
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client may be gone
	}
	return nil
}

// Assets are the addresses that a page needs from the build.
type Assets struct {
	Styles  []string
	Script  string
	Preload []string
	Fonts   []string
	Wide    []string // scripts that only wide screens load at once
}

// of gives the script of an entry, its styles and what it imports at once.
func (b *build) of(entry string) Assets {
	e, ok := b.entries[entry]
	if !ok {
		return Assets{}
	}
	l := Assets{Script: "/" + e.File}
	for _, css := range e.CSS {
		l.Styles = append(l.Styles, "/"+css)
	}
	for _, name := range e.Assets {
		if path.Ext(name) == ".woff2" {
			l.Fonts = append(l.Fonts, "/"+name)
		}
	}
	for _, name := range e.Imports {
		chunk := b.entries[name]
		l.Preload = append(l.Preload, "/"+chunk.File)
		for _, css := range chunk.CSS {
			l.Styles = append(l.Styles, "/"+css)
		}
	}
	return l
}
