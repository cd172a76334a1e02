package ogc_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func limitDefinition(t *testing.T, c *client) {
	for _, id := range c.list {
		s := c.parameter(t, id, "limit").Schema.Value
		if !s.Type.Is("integer") || *s.Min != 1 || *s.Max != 10000 || s.Default.(float64) != 100 {
			t.Errorf("%s: %+v", id, s)
		}
	}
	if p := c.api(t).Components.Parameters["limit"]; p == nil || p.Value.Name != "limit" { // where QGIS and GDAL look
		t.Errorf("components/parameters/limit: %+v", p)
	}
	if n := strings.Count(string(c.get(t, "/api").body), `"name":"limit"`); n != 1 {
		t.Errorf("limit is declared %d times", n)
	}
}

func limitResponse(t *testing.T, c *client) {
	for _, id := range c.list {
		for _, limit := range []int{1, 3} {
			if n := len(c.items(t, fmt.Sprintf("/collections/%s/items?limit=%d", id, limit))); n != limit {
				t.Errorf("%s: %d of %d", id, n, limit)
			}
		}
		if n := len(c.items(t, "/collections/"+id+"/items")); n > 100 {
			t.Errorf("%s: %d without a limit", id, n)
		}
	}
	limits := []string{"99999999999999999999"}
	if os.Getenv("ATLANTE_SOAK") != "" {
		limits = append(limits, "10000", "10001")
	}
	for _, limit := range limits {
		doc := c.read(t, "/collections/cells/items?limit="+limit)
		if n := len(doc["features"].([]any)); n != 10000 || doc["numberReturned"].(float64) != 10000 || c.link(t, doc, "next") == "" {
			t.Errorf("limit=%s: %d features", limit, n)
		}
	}
}

func timeDefinition(t *testing.T, c *client) {
	for _, id := range c.list {
		if s := c.parameter(t, id, "datetime").Schema.Value; !s.Type.Is("string") {
			t.Errorf("%s: %+v", id, s)
		}
	}
}

func timeResponse(t *testing.T, c *client) {
	if _, err := c.rows.Exec(t.Context(), `UPDATE atlante.place SET confirmed_on = CASE WHEN name < 'G' THEN DATE '2025-03-01' WHEN name < 'P' THEN DATE '2026-03-01' END`); err != nil {
		t.Fatal(err)
	}
	for period, condition := range map[string]string{
		"2025-03-01": "= DATE '2025-03-01'", "2025-03-01T00:00:00Z": "= DATE '2025-03-01'", "2025-01-01/2025-12-31": "= DATE '2025-03-01'",
		"2025-06-01T00:00:00Z/..": "= DATE '2026-03-01'", "../2025-06-01T00:00:00Z": "= DATE '2025-03-01'", "/2025-06-01": "= DATE '2025-03-01'",
		"2020-01-01/": "IS NOT NULL", "2030-01-01": "IS NOT NULL AND false",
	} {
		got := c.read(t, "/collections/places/items"+with("limit", "1", "datetime", period))["numberMatched"].(float64)
		want := c.count(t, "atlante.open_place WHERE confirmed_on IS NULL OR confirmed_on "+condition)
		if int(got) != want {
			t.Errorf("%s: %v, by SQL %d", period, got, want)
		}
	}
	// What has no time is in every time.
	all := c.read(t, "/collections/comuni/items?limit=1")["numberMatched"]
	if got := c.read(t, "/collections/comuni/items?limit=1&datetime=1999-01-01")["numberMatched"]; got != all {
		t.Errorf("comuni: %v of %v", got, all)
	}
}

func timeStamp(t *testing.T, c *client) {
	at := func() time.Time {
		s := c.read(t, "/collections/places/items?limit=1")["timeStamp"].(string)
		v, err := time.Parse(time.RFC3339Nano, s)
		if err != nil || v.After(time.Now()) {
			t.Errorf("%q: %v", s, err)
		}
		return v
	}
	before := at()
	if again := at(); !again.Equal(before) {
		t.Errorf("%v, then %v", before, again)
	}
	if _, err := c.rows.Exec(t.Context(), `UPDATE atlante.place SET note = note || '.'`); err != nil {
		t.Fatal(err)
	}
	if after := at(); !after.After(before) {
		t.Errorf("the data have changed, and %v stays %v", before, after)
	}
}

func numberMatched(t *testing.T, c *client) {
	for id, query := range map[string]string{"places": "?limit=7", "comuni": "?limit=100", "zones": "?limit=4", "gaps": "?limit=90", "cells": "?limit=10000"} {
		matched := int(c.read(t, "/collections/"+id+"/items?limit=1")["numberMatched"].(float64))
		features, pages := c.all(t, "/collections/"+id+"/items"+query)
		seen := map[string]bool{}
		for _, f := range features {
			seen[f["id"].(string)] = true
		}
		if len(features) != matched || len(seen) != matched || pages < 2 {
			t.Errorf("%s: %d features, %d of them different, on %d pages; %d matched", id, len(features), len(seen), pages, matched)
		}
	}
	sorted, _ := c.all(t, "/collections/comuni/items?limit=50&sortby=-residents,name")
	if !slices.IsSortedFunc(sorted, func(a, b document) int {
		return int(b["properties"].(document)["residents"].(float64) - a["properties"].(document)["residents"].(float64))
	}) || len(sorted) != 312 {
		t.Errorf("%d comuni by residents", len(sorted))
	}
	byOffset := []string{}
	for offset := 0; offset < 40; offset += 10 {
		byOffset = append(byOffset, ids(c.items(t, fmt.Sprintf("/collections/comuni/items?limit=10&offset=%d&sortby=-residents,name", offset)))...)
	}
	if !slices.Equal(byOffset, ids(sorted[:40])) {
		t.Errorf("by offset %v", byOffset)
	}
}

func numberReturned(t *testing.T, c *client) {
	for _, id := range c.list {
		for _, query := range []string{"?limit=1", "?limit=1000", "?bbox=0,0,1,1"} {
			doc := c.read(t, "/collections/"+id+"/items"+query)
			if n := float64(len(doc["features"].([]any))); doc["numberReturned"] != n {
				t.Errorf("%s%s: %v, not %v", id, query, n, doc["numberReturned"])
			}
		}
	}
}
