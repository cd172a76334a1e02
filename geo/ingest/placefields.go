package ingest

import (
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

const (
	placeKind = iota
	placeName
	placeAddress
	placeLocality
	placeComune
	placeIstat
	placeLat
	placeLon
	placeStatus
	placeServes
	placeMayReach
	placeNote
	placeSource
	placeExternalID
	placeConfirmed
	placeExternal
)

var placeColumns = []field{
	placeKind:       {name: "kind", aliases: []string{"tipo", "tipologia", "categoria", "type", "category"}, required: true},
	placeName:       {name: "name", aliases: []string{"nome", "denominazione", "titolo", "title"}, required: true},
	placeAddress:    {name: "address", aliases: []string{"indirizzo", "via", "sede", "street", "street address"}},
	placeLocality:   {name: "locality", aliases: []string{"localita", "quartiere", "frazione", "borgata", "neighbourhood", "hamlet"}},
	placeComune:     {name: "comune", aliases: []string{"municipality", "citta", "city", "town"}},
	placeIstat:      {name: "istat_code", aliases: []string{"codice istat", "istat", "cod istat", "pro com t", "codice comune", "codice catastale", "cadastral code"}},
	placeLat:        {name: "lat", aliases: []string{"latitudine", "latitude", "y"}},
	placeLon:        {name: "lon", aliases: []string{"longitudine", "longitude", "lng", "long", "x"}},
	placeStatus:     {name: "operating_status", aliases: []string{"stato", "stato operativo", "status", "state"}},
	placeServes:     {name: "service_area", aliases: []string{"area servita", "comuni serviti", "area di servizio", "serves"}},
	placeMayReach:   {name: "may_reach", aliases: []string{"puo raggiungere", "potrebbe servire"}},
	placeNote:       {name: "note", aliases: []string{"notes", "nota", "annotazioni", "descrizione", "description"}},
	placeSource:     {name: "source", aliases: []string{"fonte"}},
	placeExternalID: {name: "external_id", aliases: []string{"id esterno", "id", "identificativo"}},
	placeConfirmed:  {name: "confirmed_on", aliases: []string{"confermato il", "verificato il", "data verifica"}},
	placeExternal:   {name: "external", aliases: []string{"oltre confine", "oltreconfine", "fuori territorio", "beyond the border"}},
}

// fields are the columns of a file of places; the kind may be missing where
// the caller gives one for all.
func (p *placeReader) fields() []field {
	fields := slices.Clone(placeColumns)
	fields[placeKind].required = p.o.DefaultKind == ""
	return fields
}

// place reads all values of a row.
func (p *placeReader) place(r *row) PlaceRow {
	row := PlaceRow{Line: r.line, ExternalID: r.shortText(placeExternalID, maxText)}
	row.Kind = p.kind(r)
	row.Name = r.needText(placeName)
	if r.shortText(placeName, maxText); gazetteer.Fold(row.Name) == "" {
		r.reject(placeName, "il nome non ha né lettere né cifre / a name without letters or digits")
	}
	row.Address = r.shortText(placeAddress, maxText)
	row.Locality = r.shortText(placeLocality, maxText)
	row.Note = r.shortText(placeNote, maxNote)
	row.External = r.yesNo(placeExternal)
	written := ""
	if row.External {
		written = p.beyond(r, &row)
	} else {
		row.Comune = p.comune(r)
	}
	row.Status = readStatus(r)
	row.ServiceArea = p.comuni(r, placeServes)
	row.MayReach = p.comuni(r, placeMayReach)
	row.ConfirmedOn = readDate(r, placeConfirmed)
	row.Source = p.o.Source
	if s := r.shortText(placeSource, maxNote); s != "" {
		row.Source.Name = s
	}
	row.Precision = geo.PrecisionNone
	if row.Position = readPosition(r, row.External); row.Position != nil {
		row.Precision, row.PositionSource = geo.PrecisionExact, row.Source.Name
	}
	row.Key = placeKey(row.ExternalID, row.Kind, row.Name, row.Comune)
	if row.External {
		row.Key = placeKey(row.ExternalID, row.Kind, row.Name, geo.ComuneID("beyond "+gazetteer.Fold(written)))
	}
	return row
}

// beyond reads where a place beyond the border is: in none of the comuni, so
// that the name of its town becomes part of the locality. It gives that name.
func (p *placeReader) beyond(r *row, row *PlaceRow) string {
	for _, f := range []int{placeIstat, placeComune} {
		if r.text(f) == "" {
			continue
		}
		if id, _, err := p.o.Territory.Comune(r.text(f)); err == nil {
			r.reject(f, "è il comune %s della Città metropolitana: un luogo oltre confine sta in un altro / a comune of the territory, so not beyond the border", id)
		}
	}
	if r.text(placeLat) == "" && r.text(placeLon) == "" {
		r.reject(placeExternal, "di un luogo oltre confine servono le coordinate / a place beyond the border needs coordinates")
	}
	town := r.shortText(placeComune, maxText)
	if town != "" && gazetteer.Fold(town) != gazetteer.Fold(row.Locality) {
		row.Locality = strings.TrimPrefix(row.Locality+", "+town, ", ")
	}
	return town
}

// comune resolves the place's comune by code, name, or both when they agree;
// "" when the file does not say.
func (p *placeReader) comune(r *row) geo.ComuneID {
	var byCode, byName geo.ComuneID
	if r.text(placeIstat) != "" {
		byCode = r.comune(placeIstat, p.o.Territory)
	}
	if r.text(placeComune) != "" {
		byName = r.comune(placeComune, p.o.Territory)
	}
	switch {
	case byCode == "":
		return byName
	case byName != "" && byName != byCode:
		r.reject(placeComune, "il comune e il codice %s non sono lo stesso comune / name and code disagree", byCode)
	}
	return byCode
}

// readPosition gives the coordinates of a row, nil when both are empty.
func readPosition(r *row, beyond bool) *orb.Point {
	lat, lon := r.text(placeLat), r.text(placeLon)
	switch {
	case lat == "" && lon == "":
		return nil
	case lat == "":
		r.reject(placeLat, "c'è solo la longitudine: servono entrambe o nessuna / longitude without latitude")
		return nil
	case lon == "":
		r.reject(placeLon, "c'è solo la latitudine: servono entrambe o nessuna / latitude without longitude")
		return nil
	}
	p := r.point(placeLat, placeLon, beyond)
	if r.bad {
		return nil
	}
	return &p
}

// statuses by folded name, Italian and English.
var statuses = map[string]geo.OperatingStatus{
	"active": geo.StatusActive, "attivo": geo.StatusActive, "attiva": geo.StatusActive, "aperto": geo.StatusActive,
	"aperta": geo.StatusActive, "open": geo.StatusActive, "operativo": geo.StatusActive, "operativa": geo.StatusActive,
	"temporarily closed": geo.StatusTemporarilyClosed, "chiuso temporaneamente": geo.StatusTemporarilyClosed,
	"chiusa temporaneamente": geo.StatusTemporarilyClosed, "temporaneamente chiuso": geo.StatusTemporarilyClosed,
	"temporaneamente chiusa": geo.StatusTemporarilyClosed, "sospeso": geo.StatusTemporarilyClosed,
	"sospesa":  geo.StatusTemporarilyClosed,
	"seasonal": geo.StatusSeasonal, "stagionale": geo.StatusSeasonal,
	"planned": geo.StatusPlanned, "previsto": geo.StatusPlanned, "prevista": geo.StatusPlanned,
	"pianificato": geo.StatusPlanned, "pianificata": geo.StatusPlanned, "in programma": geo.StatusPlanned,
	"in apertura": geo.StatusPlanned, "di prossima apertura": geo.StatusPlanned,
	"closed": geo.StatusClosed, "chiuso": geo.StatusClosed, "chiusa": geo.StatusClosed, "cessato": geo.StatusClosed,
	"cessata": geo.StatusClosed,
}

func readStatus(r *row) geo.OperatingStatus {
	written := r.text(placeStatus)
	if s, ok := statuses[gazetteer.Fold(written)]; ok {
		return s
	}
	s, err := geo.ParseOperatingStatus(written)
	r.rejectErr(placeStatus, err)
	return s
}

// comuni reads a list of comuni separated by semicolons, bars, commas or line
// ends; "zone:8" or "zona 8" stands for all of a zone. Sorted, each once.
func (p *placeReader) comuni(r *row, f int) []geo.ComuneID {
	var out []geo.ComuneID
	for part := range strings.FieldsFuncSeq(r.text(f), func(c rune) bool { return strings.ContainsRune(";|,\n\r", c) }) {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if z, ok := zoneOf(part); ok {
			in := p.o.Territory.InZone(z)
			if in == nil {
				r.reject(f, "zona omogenea %d sconosciuta / unknown zone", z)
			}
			out = append(out, in...)
			continue
		}
		id, notice, err := p.o.Territory.Comune(part)
		r.rejectErr(f, err)
		if notice != "" {
			r.report.notice(r.line, "%s", notice)
		}
		out = append(out, id)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func zoneOf(s string) (geo.ZoneID, bool) {
	folded := gazetteer.Fold(s)
	for _, prefix := range []string{"zone ", "zona ", "zona omogenea "} {
		if rest, ok := strings.CutPrefix(folded, prefix); ok {
			if z, err := geo.ParseZoneID(rest); err == nil {
				return z, true
			}
		}
	}
	return 0, false
}

// readDate reads 2026-07-01 or 01/07/2026 into the ISO form; "" stays "".
func readDate(r *row, f int) string {
	s := r.text(f)
	if s == "" {
		return ""
	}
	for _, layout := range []string{time.DateOnly, "02/01/2006", "2/1/2006"} {
		if d, err := time.Parse(layout, s); err == nil {
			return d.Format(time.DateOnly)
		}
	}
	r.reject(f, "data: scrivila come 2026-07-01 oppure 01/07/2026 / date")
	return ""
}
