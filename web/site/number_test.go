package site

import (
	"math"
	"testing"
	"time"
)

func TestNumbersAsEachLanguageWritesThem(t *testing.T) {
	share := func(f float64) *float64 { return &f }
	for _, c := range []struct{ got, want string }{
		{Italian.Integer(0), "0"}, {Italian.Integer(999), "999"}, {Italian.Integer(1234), "1.234"},
		{Italian.Integer(2204276), "2.204.276"}, {English.Integer(2204276), "2,204,276"}, {Italian.Integer(-1234), "−1.234"},
		{Italian.Decimal(12.5), "12,5"}, {English.Decimal(12.5), "12.5"}, {Italian.Decimal(6827.04), "6.827,0"},
		{Italian.Decimal(-0.04), "0,0"}, {Italian.Decimal(-2.26), "−2,3"},
		{Italian.Percent(share(0.125)), "12,5\u00a0%"}, {English.Percent(share(0.125)), "12.5%"},
		{Italian.Percent(share(0)), "0\u00a0%"}, {Italian.Percent(share(1)), "100\u00a0%"},
		{Italian.Percent(share(0.0001)), "<\u00a00,1\u00a0%"}, {English.Percent(share(0.99999)), ">\u00a099.9%"},
		{Italian.Percent(nil), "–"}, {Italian.Percent(share(math.NaN())), "–"},
		{Italian.Minutes(share(30)), "30\u00a0min"}, {Italian.Minutes(share(30.01)), "31\u00a0min"},
		{Italian.Minutes(share(29.9999999999)), "30\u00a0min"}, {Italian.Minutes(share(30.0000000000001)), "30\u00a0min"},
		{English.Minutes(share(1200.5)), "1,201\u00a0min"}, {Italian.Minutes(nil), "–"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestDatesAsEachLanguageWritesThem(t *testing.T) {
	at := time.Date(2026, 7, 3, 9, 5, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{Italian.Date(at), "3 luglio 2026"}, {English.Date(at), "3 July 2026"},
		{Italian.Moment(at), "3 luglio 2026, ore 09:05"}, {English.Moment(at), "3 July 2026, 09:05"},
		{Italian.Day("2026-12-31"), "31 dicembre 2026"}, {Italian.Day("dopo"), "dopo"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestAgeInTheLargestWholeUnit(t *testing.T) {
	x := mustSite(t).Texts(Italian)
	for d, want := range map[time.Duration]string{
		20 * time.Second: "appena calcolati", 90 * time.Second: "di un minuto fa", 59 * time.Minute: "di 59 minuti fa",
		61 * time.Minute: "di un'ora fa", 47 * time.Hour: "di 47 ore fa", 49 * time.Hour: "di 2 giorni fa",
	} {
		if got := x.age(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}
