package layer

import (
	"reflect"
	"regexp"
	"testing"
)

// TestLight: every token of the file is a colour, and none is missing.
func TestLight(t *testing.T) {
	colour := regexp.MustCompile(`^#[0-9a-f]{6}$`)
	v := reflect.ValueOf(Light())
	for i := range v.NumField() {
		if s := v.Field(i).String(); !colour.MatchString(s) {
			t.Errorf("%s is %q", v.Type().Field(i).Name, s)
		}
	}
}
