package ask

import "atlante/geo/feature"

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
