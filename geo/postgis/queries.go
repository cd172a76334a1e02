package postgis

import (
	"embed"
	"io/fs"
	"strings"
)

// The statements, one a file, each with its contract on top.
//
//go:embed sql/*.sql
var statements embed.FS

var texts = load()

func load() map[string]string {
	names, err := fs.Glob(statements, "sql/*.sql")
	if err != nil {
		panic(err)
	}
	out := make(map[string]string, len(names))
	for _, n := range names {
		b, err := fs.ReadFile(statements, n)
		if err != nil {
			panic(err)
		}
		out[strings.TrimSuffix(strings.TrimPrefix(n, "sql/"), ".sql")] = string(b)
	}
	return out
}

// query gives the text of sql/<name>.sql. A name without a file is a programming
// error, found by the test that prepares every statement.
func query(name string) string {
	t, ok := texts[name]
	if !ok {
		panic("postgis: no statement sql/" + name + ".sql")
	}
	return t
}
