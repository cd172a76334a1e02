package download

import (
	"strconv"
	"time"

	"atlante/api/wire"
	"atlante/geo/export"
	"atlante/geo/feature"
)

// Limits are those of downloads, for the public list.
func Limits() []wire.Limit {
	return []wire.Limit{
		{Name: "downloads_at_once", Value: AtOnce, Unit: "item", IT: "file preparati alla volta; oltre, 503 con Retry-After", EN: "files in the making at a time; beyond that, 503 with Retry-After"},
		{Name: "download_patience", Value: int64(Patience / time.Second), Unit: "s", IT: "tempo per ricevere ogni pezzo di un file", EN: "time to receive each piece of a file"},
		{Name: "download_spool", Value: export.DefaultMaxBytes, Unit: "byte", IT: "file GeoPackage o FlatGeobuf, che si preparano per intero prima di inviarli", EN: "a GeoPackage or FlatGeobuf file, which are made whole before they are sent"},
		{Name: "download_sheet", Value: export.MaxRows - 1, Unit: "item", IT: "righe di un foglio XLSX", EN: "rows of an XLSX sheet"},
	}
}

func itoa(c feature.SRID) string { return strconv.Itoa(int(c)) }
