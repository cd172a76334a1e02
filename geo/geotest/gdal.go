package geotest

import (
	"os/exec"
	"strings"
	"testing"
)

// GDAL runs a program of GDAL and expects that it complains about nothing.
func GDAL(t testing.TB, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skip("GDAL is not installed: run `sh .ci/install test`")
	}
	var told strings.Builder
	c := exec.CommandContext(t.Context(), program, args...)
	c.Stderr = &told
	out, err := c.Output()
	if err != nil || told.Len() > 0 {
		t.Fatalf("%s %s: %v\n%.2000s", program, strings.Join(args, " "), err, told.String())
	}
	return string(out)
}
