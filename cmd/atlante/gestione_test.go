package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// guides are the documents whose command lines people copy.
var guides = []string{"docs/gestione.md", "README.md"}

var (
	written  = regexp.MustCompile(`(?m)(?:^|[` + "`" + `\s/=])atlante ((?:serve|import|coverage|gaps|unplaced|db|check|user|outbox|doctor|dev)\b[^` + "`" + `\n|]*)`)
	variable = regexp.MustCompile(`\bATLANTE_[A-Z_]+\b`)
)

// Every command line of the guides parses, and every variable is one.
func TestGuidesCanBeTyped(t *testing.T) {
	t.Parallel()
	for _, name := range guides {
		text, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		found := written.FindAllStringSubmatch(string(text), -1)
		if len(found) < 5 {
			t.Errorf("%s: only %d command lines found", name, len(found))
		}
		for _, m := range found {
			if err := typed(asShell(m[1])); err != nil {
				t.Errorf("%s: atlante %s: %v", name, m[1], err)
			}
		}
		var cli commandLine
		parser, err := newParser(&cli)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range variable.FindAllString(string(text), -1) {
			if err := knownEnvironment(parser.Model, []string{v + "=x"}); err != nil && v != "ATLANTE_SOAK" {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// The other way round: each setting of the service is explained.
func TestEverySettingIsExplained(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "gestione.md"))
	if err != nil {
		t.Fatal(err)
	}
	var cli commandLine
	parser, err := newParser(&cli)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range parser.Model.Children {
		for _, f := range append(n.Flags, parser.Model.Flags...) {
			for _, e := range f.Envs {
				if !strings.Contains(string(text), "`"+e+"`") {
					t.Errorf("%s of --%s is not explained", e, f.Name)
				}
			}
		}
	}
}

// typed parses a command line. Files need not be there.
func typed(args []string) error {
	var cli commandLine
	anyFile := kong.MapperFunc(func(ctx *kong.DecodeContext, target reflect.Value) error {
		var path string
		if err := ctx.Scan.PopValueInto("file", &path); err != nil {
			return err
		}
		target.SetString(path)
		return nil
	})
	ended := false
	parser, err := newParser(&cli, kong.TypeMapper(reflect.TypeFor[inputFile](), anyFile), kong.Exit(func(int) { ended = true }))
	if err != nil {
		return err
	}
	if _, err = parser.Parse(args); ended {
		return nil
	}
	return err
}

var word = regexp.MustCompile(`"[^"]*"|'[^']*'|\S+`)

// asShell splits a line as a shell would, up to a comment.
func asShell(line string) []string {
	line, _, _ = strings.Cut(line, " #")
	var out []string
	for _, w := range word.FindAllString(line, -1) {
		out = append(out, strings.Trim(w, `"'\`))
	}
	return out
}
