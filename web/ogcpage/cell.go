package ogcpage

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"atlante/geo/feature"
	"atlante/web/site"
)

// cellOf words a value of a feature; beside an estimate it says its range.
func cellOf(r *site.Request, c feature.Collection, values []any, at int) cell {
	f := c.Fields[at]
	out := write(r, f, values[at])
	_, low, has := c.Field(f.Name + "_low")
	_, high, both := c.Field(f.Name + "_high")
	if has && both && values[low] != nil && values[high] != nil && values[low] != values[high] {
		out.Range = r.Say("ogc.range", "low", write(r, c.Fields[low], values[low]).Text, "high", write(r, c.Fields[high], values[high]).Text)
	}
	return out
}

// write words a value.
func write(r *site.Request, f feature.Field, value any) cell {
	switch x := value.(type) {
	case string:
		if strings.HasPrefix(x, "https://") || strings.HasPrefix(x, "http://") {
			return cell{Text: x, Href: x}
		}
		if w, ok := f.Word(x); ok {
			return cell{Text: r.Lang.Pick(w.IT, w.EN)}
		}
		return cell{Text: x}
	case int64:
		if f.Name == "zone" { // a name more than a number
			return cell{Text: strconv.FormatInt(x, 10), Number: true}
		}
		return cell{Text: number(r.Lang, f.Unit, float64(x), true), Number: true}
	case float64:
		return cell{Text: number(r.Lang, f.Unit, x, false), Number: true}
	case bool:
		return cell{Text: r.Say(fmt.Sprintf("ogc.bool.%t", x))}
	case time.Time:
		if f.Type == feature.Day {
			return cell{Text: r.Lang.Date(x)}
		}
		return cell{Text: r.Moment(x)}
	}
	return cell{None: true, Number: f.Type == feature.Integer || f.Type == feature.Real}
}

// number writes a number with its unit, as all pages do.
func number(lang site.Lang, unit feature.Unit, x float64, whole bool) string {
	text := lang.Decimal(x)
	if whole || math.Abs(x) >= 100 && unit == "" {
		text = lang.Integer(int(math.Round(x)))
	}
	switch unit {
	case feature.Share:
		return lang.Percent(&x)
	case feature.Minutes:
		return lang.Minutes(&x)
	case "":
		return text
	}
	return text + site.NBSP + string(unit)
}

// heading is the title of a field over values that bear their unit, or say their
// code in words, themselves.
func heading(f feature.Field, title string) string {
	if slices.Contains([]string{"mountain", "territory", "zone_source"}, f.Name) {
		title, _, _ = strings.Cut(title, ": ")
	}
	if f.Unit != "" {
		for _, unit := range []string{" (0–1)", " (km²)", " (metri)", " (metres)", " (minuti)", " (minutes)"} {
			title = strings.Replace(title, unit, "", 1)
		}
	}
	return title
}

// decimal writes degrees and metres with as many places as they have, at most four.
func decimal(lang site.Lang, x float64) string {
	s := strconv.FormatFloat(x, 'f', 4, 64)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if lang == site.Italian {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}
