package web

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"atlante/geo/cover"
)

// zoneSummary says in three sentences what a good analyst would.
func (c *scene) zoneSummary(p zonePage, total zoneRow, f finding, gaps []cover.Gap) []string {
	first := c.Say("summary.zone", "n", total.Comuni, "zone", strconv.Itoa(int(p.Zone.ID)), "name", p.Zone.Name,
		"residents", total.Residents, "mountain", c.Say("summary.mountain", "n", total.Mountain))
	rest := c.summarize(f, gaps)
	if p.Part != "" {
		rest[0] = c.Say("summary.part", "part", p.Part, "rest", lowerFirst(rest[0]))
	}
	return append([]string{first}, rest...)
}

func (c *scene) comuneSummary(v *comuneView, f finding, gaps []cover.Gap) []string {
	key := "summary.comune"
	if v.ValleyName != "" {
		key = "summary.comune.valley"
	}
	first := c.Say(key, "name", v.Name, "residents", v.Residents, "mountain", c.Say("mountain."+string(v.MountainClass)),
		"valley", v.ValleyName, "zone", v.ZoneName, "altitude", v.AltitudeM)
	return append([]string{first}, c.summarize(f, gaps)...)
}

// summarize tells how many are reached, and which gap is the worst.
func (c *scene) summarize(f finding, gaps []cover.Gap) []string {
	if !f.Known {
		return []string{c.Say("sentence.nofigures", "kind", c.name(c.kind))}
	}
	out := []string{c.reachSentence(f)}
	for _, g := range gaps {
		if g.Kind != f.Kind.ID {
			continue
		}
		key := "summary.gap"
		switch {
		case f.Kind.ByArea:
			key = "summary.gap.area"
		case g.MedianMinutes == nil: // most have no way at all
			key = "summary.gap.cutoff"
		}
		return append(out, c.Say(key, "name", g.Name, "residents", g.Residents, "range", c.inBrackets(g),
			"minutes", c.Lang.Minutes(g.MedianMinutes), "nearest", c.Say("quoted", "name", g.NearestName)))
	}
	return append(out, c.Say("summary.nogap", "kind", c.plural(f.Kind)))
}

// lowerFirst lets a sentence follow a comma.
func lowerFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[size:]
}

func (c *scene) inBrackets(g cover.Gap) string {
	if r := c.span(g); r != "" {
		return " (" + r + ")"
	}
	return ""
}

func (c *scene) reachSentence(f finding) string {
	key := "summary.reach"
	switch {
	case f.Kind.ByArea:
		key = "summary.area"
	case f.Count.Within+f.Beyond() == 0:
		key = "summary.unknown"
	case f.Count.Within == 0:
		key = "summary.nobody"
	case f.Beyond() == 0:
		key = "summary.everybody"
	}
	s := c.Say(key, "within", f.Count.Within, "share", c.Lang.Percent(f.Count.Share()), "minutes", f.Minutes,
		"mode", c.Say("mode."+f.Figure.Mode), "nearest", c.nearest(f.Kind), "beyond", f.Beyond(),
		"unknown", f.Count.Unknown, "kind", c.plural(f.Kind))
	if !f.Kind.ByArea && key != "summary.unknown" && f.Count.Unknown > 0 {
		s += " " + c.Say("summary.andunknown", "unknown", f.Count.Unknown)
	}
	return s
}
