package ask

import (
	"math"
	"strconv"
	"time"

	"atlante/geo"
	"atlante/geo/feature"
)

// checkValue tells whether a parameter can be a value of a field.
func checkValue(f feature.Field) func(string) (struct{}, error) {
	return func(s string) (struct{}, error) {
		var err error
		what := [2]string{}
		switch f.Type {
		case feature.Integer:
			what = [2]string{"un numero intero", "a whole number"}
			_, err = strconv.ParseInt(s, 10, 64)
		case feature.Real:
			what = [2]string{"un numero", "a number"}
			var v float64
			if v, err = strconv.ParseFloat(s, 64); err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
				err = strconv.ErrRange
			}
		case feature.Boolean:
			what = [2]string{"true o false", "true or false"}
			if s = plain(f, s); s != "true" && s != "false" {
				err = strconv.ErrSyntax
			}
		case feature.Day:
			what = [2]string{"un giorno come 2026-07-01", "a day like 2026-07-01"}
			_, err = time.Parse(time.DateOnly, s)
		case feature.Instant:
			what = [2]string{"un istante come 2026-07-01T10:00:00Z", "an instant like 2026-07-01T10:00:00Z"}
			_, err = time.Parse(time.RFC3339Nano, s)
		}
		if err != nil {
			return struct{}{}, geo.Invalid("%s: serve %s / %s is needed", f.Name, what[0], what[1])
		}
		return struct{}{}, nil
	}
}

// plain is a value as the fields hold it: GDAL has no booleans, and writes 1 and 0.
func plain(f feature.Field, s string) string {
	switch {
	case f.Type == feature.Boolean && s == "1":
		return "true"
	case f.Type == feature.Boolean && s == "0":
		return "false"
	}
	return s
}
