package web

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// nbsp keeps a number and its unit on one line.
const nbsp = "\u00a0"

// integer writes 1234 as 1.234 in Italian and 1,234 in English.
func (l Lang) integer(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + l.pick(".", ",") + digits[i:]
	}
	return sign + digits
}

// decimal writes one digit after the comma: 12,5 in Italian, 12.5 in English.
func (l Lang) decimal(f float64) string {
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
	return sign + l.integer(n) + l.pick(",", ".") + fraction
}

// percent writes a share between 0 and 1: "12,5 %" and "12.5%"; "–" over nobody.
// What is not all never reads 100, what is not nothing never reads 0.
func (l Lang) percent(share *float64) string {
	if share == nil || math.IsNaN(*share) {
		return "–"
	}
	p := *share * 100
	switch {
	case p > 0 && p < 0.05:
		return "<" + nbsp + l.percentText("0"+l.pick(",", ".")+"1")
	case p < 100 && p >= 99.95:
		return ">" + nbsp + l.percentText("99"+l.pick(",", ".")+"9")
	case p == 0 || p == 100:
		return l.percentText(l.integer(int(p)))
	}
	return l.percentText(l.decimal(p))
}

func (l Lang) percentText(number string) string {
	return number + l.pick(nbsp, "") + "%"
}

// minutes rounds up, so that "minutes ≤ threshold" means covered.
func (l Lang) minutes(m *float64) string {
	if m == nil {
		return "–"
	}
	return l.integer(wholeMinutes(*m)) + nbsp + "min"
}

// wholeMinutes rounds up, forgiving the last bits of a sum of floats.
func wholeMinutes(m float64) int { return int(math.Ceil(m - 1e-9)) }

var months = map[Lang][12]string{
	Italian: {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio",
		"agosto", "settembre", "ottobre", "novembre", "dicembre"},
	English: {"January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December"},
}

// date writes "3 luglio 2026" or "3 July 2026".
func (l Lang) date(t time.Time) string {
	return strconv.Itoa(t.Day()) + " " + months[l][t.Month()-1] + " " + strconv.Itoa(t.Year())
}

// moment is date and time of day, in the zone of t.
func (l Lang) moment(t time.Time) string {
	return l.date(t) + l.pick(", ore ", ", ") + t.Format("15:04")
}

// day writes an ISO date as the language does; what is not one stays as it is.
func (l Lang) day(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return l.date(t)
}
