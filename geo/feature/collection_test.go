package feature_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"atlante/geo/feature"
	"atlante/geo/ingest/facts"
	"atlante/geo/layer"
)

// Collections say what the tiles say, under the same names and types.
func TestCollectionsNameFieldsAsTheTilesDo(t *testing.T) {
	kinds, err := facts.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range feature.Collections(kinds) {
		l, ok := layer.ByID(c.Layer)
		if !ok {
			t.Errorf("%s: no layer %q", c.ID, c.Layer)
		}
		for _, of := range l.Expand(kinds) {
			if of.Name == "count" || strings.HasPrefix(of.Name, "count_") { // of clusters
				continue
			}
			f, _, ok := c.Field(of.Name)
			same := string(f.Type) == of.Type || of.Type == "string" && f.Type == feature.Day
			if !ok || !same {
				t.Errorf("%s: %s is %q, in the tiles %s", c.ID, of.Name, f.Type, of.Type)
			}
		}
	}
}

// Every field has a name that a filter can use, once, and a title in both
// languages; key and time are fields.
func TestFieldsAreWhole(t *testing.T) {
	kinds, err := facts.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	list := feature.Collections(kinds)
	if len(list) != 5 {
		t.Fatal(len(list))
	}
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	for _, c := range list {
		if !name.MatchString(c.ID) || c.TitleIT == "" || c.TitleEN == "" || c.DescriptionIT == "" || c.DescriptionEN == "" {
			t.Errorf("%+v", c)
		}
		var seen []string
		for _, f := range c.Fields {
			if !name.MatchString(f.Name) || slices.Contains(seen, f.Name) || f.Name == feature.GeometryName {
				t.Errorf("%s: a field named %q", c.ID, f.Name)
			}
			if f.TitleIT == "" || f.TitleEN == "" || strings.Contains(f.TitleIT+f.TitleEN, "<kind>") {
				t.Errorf("%s.%s: %q, %q", c.ID, f.Name, f.TitleIT, f.TitleEN)
			}
			seen = append(seen, f.Name)
		}
		if !slices.Contains(seen, c.Key) {
			t.Errorf("%s: no key %q", c.ID, c.Key)
		}
		for _, shown := range c.Shown {
			if !slices.Contains(seen, shown) {
				t.Errorf("%s: no field %q to show", c.ID, shown)
			}
		}
		for _, first := range c.Foremost {
			if !slices.Contains(seen, first.Field) {
				t.Errorf("%s: no field %q to sort by", c.ID, first.Field)
			}
		}
		if f, _, ok := c.Field(c.Datetime); c.Datetime != "" && (!ok || f.Type != feature.Day && f.Type != feature.Instant) {
			t.Errorf("%s: its time is %+v", c.ID, f)
		}
	}
}
