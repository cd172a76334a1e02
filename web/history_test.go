package web

import (
	"strings"
	"testing"

	"atlante/geo/cover"
)

func moment(at string, residents int, minutes float64, model cover.Model) cover.GapMoment {
	m := cover.GapMoment{At: at}
	m.Kind, m.Name, m.Residents, m.ResidentsLow, m.ResidentsHigh, m.Model = "portineria", "Val d'Ala: Balme", residents, residents, residents, model
	if minutes > 0 {
		m.MedianMinutes = &minutes
	}
	return m
}

// The story of an area is a sentence that states what it comes to, bars where
// they differ, and a row for each publication.
func TestTheStoryOfAnArea(t *testing.T) {
	first := moment("2026-07-01T08:00:00Z", 700, 34.2, cover.ModelEstimate)
	same := moment("2026-07-02T08:00:00Z", 700, 34.2, cover.ModelEstimate)
	roads := moment("2026-07-03T08:00:00Z", 812, 40.1, cover.ModelRoads)
	trial, over := roads, moment("2026-07-04T08:00:00Z", 700, 34.2, cover.ModelEstimate)
	trial.Synthetic, over.Ended = true, true
	served := moment("2026-07-03T08:00:00Z", 812, 0, cover.ModelRoads)
	first2 := moment("2026-07-01T08:00:00Z", 700, 0, cover.ModelEstimate)
	served.Kind, first2.Kind = "cer", "cer"
	for name, x := range map[string]struct {
		moments []cover.GapMoment
		finding string
		bars    int
		rows    string // what the last row says
	}{
		"new":       {[]cover.GapMoment{first}, "L'area è così dal calcolo del 1 luglio 2026", 0, "700 35\u00a0min stima senza strade"},
		"unchanged": {[]cover.GapMoment{first, same}, "I residenti dell'area sono rimasti 700.", 0, "700 35\u00a0min stima senza strade"},
		"roads": {[]cover.GapMoment{first, roads},
			"I residenti dell'area sono saliti da 700 a 812, il tempo mediano è passato da 35 a 41 minuti, con i tempi sulle strade al posto della stima.", 2, "812 41\u00a0min strade, versione 0"},
		"made up": {[]cover.GapMoment{first, trial}, "Dove la rete è sintetica, le cifre sono solo per prove.", 2, "812 41\u00a0min rete sintetica, solo per prove"},
		"back": {[]cover.GapMoment{roads, first},
			"I residenti dell'area sono scesi da 812 a 700, il tempo mediano è passato da 41 a 35 minuti, con la stima al posto dei tempi sulle strade.", 2, "700 35\u00a0min stima senza strade"},
		"over":    {[]cover.GapMoment{first, over}, "È stata un'area scoperta dal calcolo del 1 luglio 2026", 0, "– – –"},
		"by area": {[]cover.GapMoment{first2, served}, "I residenti dell'area sono saliti da 700 a 812.", 2, "812 – strade, versione 0"},
	} {
		v, err := stageOf(t, "/").historyView(cover.GapHistory{ID: "g-portineria-1", Moments: x.moments})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(v.Finding, x.finding) {
			t.Errorf("%s: %q, want %q", name, v.Finding, x.finding)
		}
		bars := 0
		if v.Chart != nil {
			bars = len(v.Chart.Bars)
			for _, b := range v.Chart.Bars {
				if b.Y+b.Height != chartHeight-chartFoot || b.X+b.Width > v.Chart.Width || b.Height <= 0 {
					t.Errorf("%s: the bar %+v does not stand on its line", name, b)
				}
			}
		}
		last := v.Rows[len(v.Rows)-1]
		if got := last.Residents + " " + last.Minutes + " " + last.Made; bars != x.bars || got != x.rows || len(v.Rows) != len(x.moments) {
			t.Errorf("%s: %d bars, %q in the last of %d rows", name, bars, got, len(v.Rows))
		}
	}
}
