package site

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// NBSP keeps a number and its unit on one line.
const NBSP = "\u00a0"

// Integer writes 1234 as 1.234 in Italian and 1,234 in English.
func (l Lang) Integer(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + l.Pick(".", ",") + digits[i:]
	}
	return sign + digits
}

// Decimal writes one digit after the comma: 12,5 in Italian, 12.5 in English.
func (l Lang) Decimal(f float64) string {
	s := strconv.FormatFloat(math.Abs(f), 'f', 1, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return "–"
	}
	sign := ""
	if f < 0 && s != "0.0" {
		sign = "−"
	}
	return sign + l.Integer(n) + l.Pick(",", ".") + fraction
}

// Percent writes a share between 0 and 1: "12,5 %" and "12.5%"; "–" over nobody.
// What is not all never reads 100, what is not nothing never reads 0.
func (l Lang) Percent(share *float64) string {
	if share == nil || math.IsNaN(*share) {
		return "–"
	}
	p := *share * 100
	switch {
	case p > 0 && p < 0.05:
		return "<" + NBSP + l.percentText("0"+l.Pick(",", ".")+"1")
	case p < 100 && p >= 99.95:
		return ">" + NBSP + l.percentText("99"+l.Pick(",", ".")+"9")
	case p == 0 || p == 100:
		return l.percentText(l.Integer(int(p)))
	}
	return l.percentText(l.Decimal(p))
}

func (l Lang) percentText(number string) string {
	return number + l.Pick(NBSP, "") + "%"
}

// Minutes rounds up, so that "minutes ≤ threshold" means covered.
func (l Lang) Minutes(m *float64) string {
	if m == nil {
		return "–"
	}
	return l.Integer(WholeMinutes(*m)) + NBSP + "min"
}

// WholeMinutes rounds up, forgiving the last bits of a sum of floats.
func WholeMinutes(m float64) int { return int(math.Ceil(m - 1e-9)) }

var months = map[Lang][12]string{
	Italian: {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio",
		"agosto", "settembre", "ottobre", "novembre", "dicembre"},
	English: {"January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December"},
}

// Date writes "3 luglio 2026" or "3 July 2026".
func (l Lang) Date(t time.Time) string {
	return strconv.Itoa(t.Day()) + " " + months[l][t.Month()-1] + " " + strconv.Itoa(t.Year())
}

// Moment is date and time of day, in the zone of t.
func (l Lang) Moment(t time.Time) string {
	return l.Date(t) + l.Pick(", ore ", ", ") + t.Format("15:04")
}

// Day writes an ISO date as the language does; what is not one stays as it is.
func (l Lang) Day(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return l.Date(t)
}
