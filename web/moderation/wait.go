package moderation

import (
	"time"

	"atlante/web/site"
)

// promised is how many working days people are told that an answer takes.
const promised = 5

// waited says for how many days something waits, by the days of the calendar.
func (p *pages) waited(r *site.Request, since time.Time) string {
	return r.Say("mod.since", "n", days(since.In(p.Location), r.Site.Now().In(p.Location)))
}

// late tells whether more working days have passed than people were promised.
func (p *pages) late(r *site.Request, since time.Time) bool {
	return workingDays(since.In(p.Location), r.Site.Now().In(p.Location)) > promised
}

// midnight of a day, counted in UTC so that each day has 24 hours.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func days(from, to time.Time) int {
	return max(int(midnight(to).Sub(midnight(from))/(24*time.Hour)), 0)
}

// workingDays counts Mondays to Fridays after the first day up to the last.
// Feasts count as work: the page is a reminder, not a contract.
func workingDays(from, to time.Time) int {
	n := 0
	for d := midnight(from).AddDate(0, 0, 1); !d.After(midnight(to)); d = d.AddDate(0, 0, 1) {
		if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			n++
		}
		if n > promised {
			break // more is not told apart
		}
	}
	return n
}
