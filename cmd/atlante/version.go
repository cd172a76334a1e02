package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"runtime/debug"
	"sync"
)

// version is the commit that this program was built from, or else a name of its
// bytes: answers carry it in their tags, so that another program never finds its
// answers called unchanged.
var version = sync.OnceValue(func() string {
	if commit, whole := commitOf(); whole {
		return commit
	}
	return "dev-" + ownBytes()
})

// commitOf is the commit of a program that was built from it and nothing else.
func commitOf() (commit string, whole bool) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", false
	}
	changed := true
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			commit = s.Value[:12]
		case s.Key == "vcs.modified":
			changed = s.Value != "false"
		}
	}
	return commit, commit != "" && !changed
}

// ownBytes is a short hash of the running program; "unknown" where it cannot be read.
func ownBytes() string {
	const unknown = "unknown"
	path, err := os.Executable()
	if err != nil {
		return unknown
	}
	f, err := os.Open(path)
	if err != nil {
		return unknown
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return unknown
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}
