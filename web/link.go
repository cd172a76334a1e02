package web

import (
	"net/url"
	"strconv"
	"strings"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

// href is the address of a path in this state. What is at its default stays
// out, and the order is fixed: the same view has one address.
func (s state) href(path string) string {
	var q []string
	add := func(name, value, usual string) {
		if value != usual {
			q = append(q, name+"="+strings.ReplaceAll(url.QueryEscape(value), "%2C", ","))
		}
	}
	add("kind", string(s.Kind), "")
	add("minutes", strconv.Itoa(s.Minutes), "0")
	add("territory", string(s.Territory), string(geo.TerritoryMountain))
	add("scenario", string(s.Scenario), string(cover.ScenarioCurrent))
	add("zone", strconv.Itoa(int(s.Zone)), "0")
	add("valley", string(s.Valley), "")
	add("q", s.Q, "")
	add("gap", s.Gap, "")
	add("place", s.Place, "")
	add("comune", string(s.Comune), "")
	add("cell", s.Cell, "")
	add("view", s.View, "")
	add("closes", map[bool]string{true: "1"}[s.Closes], "")
	add("pos", s.Pos, "")
	if s.LangChosen {
		add("lang", string(s.Lang), "")
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + strings.Join(q, "&")
}

// closed is the state with nothing open in the panel.
func (s state) closed() state {
	s.Gap, s.Place, s.Comune, s.Cell = "", "", "", ""
	return s
}

// Home is the map with its list; the other methods are the addresses and
// changes of a choice that the templates write.
func (s state) Home() string { return s.closed().href("/") }

// WithoutSearch is the map with its list, all words forgotten.
func (s state) WithoutSearch() string {
	s.Q = ""
	return s.Home()
}

// keeps tells the pages that take along what the reader has chosen: those of this
// package and those of open data. Others know only the language.
func keeps(path string) bool {
	for _, of := range []string{"/partecipa", "/mie-schede", "/accedi", "/moderazione"} {
		if path == of || strings.HasPrefix(path, of+"/") {
			return false
		}
	}
	return !strings.HasPrefix(path, "/luoghi/") || strings.Count(path, "/") == 2
}

// Page is another page in this state, with nothing open and no search.
func (s state) Page(path string) string {
	if !keeps(path) {
		return state{Lang: s.Lang, LangChosen: s.LangChosen, Territory: geo.TerritoryMountain, Scenario: cover.ScenarioCurrent}.href(path)
	}
	s = s.closed()
	s.Valley, s.Q, s.Pos, s.View, s.Closes = "", "", "", "", false
	return s.href(path)
}

// InLang is the page that is being read, in a language.
func (s state) InLang(lang site.Lang) string { return s.WithLang(lang).On(s.path) }

// at remembers the page that is being read.
func (s state) at(path string) state { s.path = path; return s }

// table is the address of the table that the page in this state shows, words and all.
func (s state) table(path string) string {
	s = s.closed()
	s.Valley, s.Pos, s.View, s.Closes = "", "", "", false
	return s.href(path)
}

// On is the same view on the page that is being read.
func (s state) On(path string) string {
	if path != "/" {
		return s.Page(path)
	}
	return s.href(path)
}

// OpenGap shows a gap beside the map.
func (s state) OpenGap(id string) string {
	s = s.closed()
	s.Gap, s.Pos = id, ""
	return s.href("/")
}

// OpenPlace shows a place beside the map.
func (s state) OpenPlace(id string) string {
	s = s.closed()
	s.Place, s.Pos = id, ""
	return s.href("/")
}

// OpenComune shows a comune beside the map.
func (s state) OpenComune(id geo.ComuneID) string {
	s = s.closed()
	s.Comune, s.Pos = id, ""
	return s.href("/")
}

// OpenCell shows a cell beside the map.
func (s state) OpenCell(h3 string) string {
	s = s.closed()
	s.Cell, s.Pos = h3, ""
	return s.href("/")
}

// WithLang, WithKind, WithZone and WithPlanned change one choice.
func (s state) WithLang(lang site.Lang) state { s.Lang, s.LangChosen = lang, true; return s }

// WithKind chooses a kind; the threshold goes back to the kind's own.
func (s state) WithKind(id geo.KindID) state { s.Kind, s.Minutes = id, 0; return s }

// WithTerritory chooses whose residents the figures are about.
func (s state) WithTerritory(t geo.Territory) state { s.Territory = t; return s }

// WithZone chooses a zone; 0 is all.
func (s state) WithZone(id geo.ZoneID) state { s.Zone, s.Valley = id, ""; return s }

// WithValley chooses a valley with its side valleys, in whatever zone; "" is all.
func (s state) WithValley(id geo.ValleyID) state {
	s.Zone, s.Valley, s.Q, s.Pos = 0, id, "", ""
	return s
}

// WithoutValley is the same list with all valleys.
func (s state) WithoutValley() string {
	s.Valley, s.Pos = "", ""
	return s.Home()
}

// WithPlanned switches the planned openings on or off.
func (s state) WithPlanned(on bool) state {
	s.Scenario = cover.ScenarioCurrent
	if on {
		s.Scenario = cover.ScenarioPlanned
	}
	return s
}

// Planned tells whether the planned openings count.
func (s state) Planned() bool { return s.Scenario == cover.ScenarioPlanned }
