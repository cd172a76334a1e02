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
		{Name: "downloads_at_once", Value: AtOnce, Unit: "item", IT: "file preparati alla volta, uno per indirizzo; gli altri attendono il loro turno", EN: "files in the making at a time, one for each address; the others wait for their turn"},
		{Name: "downloads_per_address", Value: PerAddress, Unit: "item", IT: "download in corso di un indirizzo; oltre, 503 con Retry-After", EN: "downloads under way of one address; beyond that, 503 with Retry-After"},
		{Name: "download_wait", Value: int64(Wait / time.Second), Unit: "s", IT: "attesa del turno per un file; oltre, 503 con Retry-After", EN: "wait for the turn of a file; beyond that, 503 with Retry-After"},
		{Name: "download_making", Value: int64(Making / time.Second), Unit: "s", IT: "tempo per preparare un file", EN: "time to make a file"},
		{Name: "download_patience", Value: int64(Patience / time.Second), Unit: "s", IT: "tempo per ricevere ogni pezzo di 64 KiB di un file", EN: "time to receive each piece of 64 KiB of a file"},
		{Name: "download_spool", Value: export.DefaultMaxBytes, Unit: "byte", IT: "un file, che si prepara per intero prima di inviarlo; i testi compressi", EN: "a file, which is made whole before it is sent; texts compressed"},
		{Name: "download_room", Value: Room, Unit: "byte", IT: "tutti i file preparati e in invio", EN: "all files in the making and on their way"},
		{Name: "download_sheet", Value: export.MaxRows - 1, Unit: "item", IT: "righe di un foglio XLSX", EN: "rows of an XLSX sheet"},
	}
}

func itoa(c feature.SRID) string { return strconv.Itoa(int(c)) }
