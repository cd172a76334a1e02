package ingest

import (
	"context"
	"io"
	"slices"

	"atlante/geo"
	"atlante/geo/gazetteer"
)

const (
	zoneNumber = iota
	zoneName
)

var zoneFields = []field{
	zoneNumber: {name: "zone", aliases: []string{"zona", "numero"}, required: true},
	zoneName:   {name: "name", aliases: []string{"nome"}, required: true},
}

// ReadZones reads the list of zones: number and name.
func ReadZones(ctx context.Context, r io.Reader, o Options) ([]geo.Zone, *Report, error) {
	t, err := openTable(ctx, r, o, zoneFields)
	if err != nil {
		return nil, t.report, err
	}
	var out []geo.Zone
	err = t.each(func(r *row) error {
		id, err := geo.ParseZoneID(r.text(zoneNumber))
		r.rejectErr(zoneNumber, err)
		z := geo.Zone{ID: id, Name: r.needText(zoneName)}
		if slices.ContainsFunc(out, func(o geo.Zone) bool { return o.ID == id }) {
			r.reject(zoneNumber, "zona ripetuta / given twice")
		}
		if !r.bad {
			out = append(out, z)
		}
		return nil
	})
	return out, t.report, err
}

// ZoneAssignment puts a comune into a zone.
type ZoneAssignment struct {
	Line   int
	Comune geo.ComuneID
	Zone   geo.ZoneID
	Source string // as the file says, "" when it does not
}

const (
	assignComune = iota
	assignIstat
	assignZone
	assignSource
)

var assignFields = []field{
	assignComune: {name: "comune", aliases: []string{"name", "nome", "municipality", "denominazione"}},
	assignIstat:  {name: "istat_code", aliases: []string{"istat", "codice istat", "pro com t", "codice comune"}},
	assignZone:   {name: "zone", aliases: []string{"zona", "zona omogenea"}, required: true},
	assignSource: {name: "source", aliases: []string{"fonte", "zone source"}},
}

// ReadZoneAssignments reads which comune belongs to which zone: the comune by
// name or code, the zone by number or name. A file may hold only what changes.
// A comune given twice is a reject.
func ReadZoneAssignments(ctx context.Context, r io.Reader, o Options, comuni ComuneResolver, zones []geo.Zone) ([]ZoneAssignment, *Report, error) {
	t, err := openTable(ctx, r, o, assignFields)
	if err != nil {
		return nil, t.report, err
	}
	if t.columnOf[assignComune] < 0 && t.columnOf[assignIstat] < 0 {
		return nil, t.report, geo.Invalid("%s: nell'intestazione manca il comune: serve la colonna istat_code o comune / no column for the comune", o.File)
	}
	byName := make(map[string]geo.ZoneID)
	for _, z := range zones {
		byName[gazetteer.Fold(z.Name)] = z.ID
	}
	var out []ZoneAssignment
	seen := make(map[geo.ComuneID]int)
	err = t.each(func(r *row) error {
		a := ZoneAssignment{Line: t.line, Source: r.text(assignSource)}
		f := assignIstat
		if r.text(f) == "" {
			f = assignComune
		}
		a.Comune = r.comune(f, comuni)
		a.Zone = readZone(r, zones, byName)
		if line, twice := seen[a.Comune]; twice {
			r.reject(f, "comune già alla riga %d / given twice", line)
		}
		if !r.bad {
			seen[a.Comune] = t.line
			out = append(out, a)
		}
		return nil
	})
	return out, t.report, err
}

func readZone(r *row, zones []geo.Zone, byName map[string]geo.ZoneID) geo.ZoneID {
	written := r.text(assignZone)
	if id, ok := byName[gazetteer.Fold(written)]; ok {
		return id
	}
	id, err := geo.ParseZoneID(written)
	if err != nil || !slices.ContainsFunc(zones, func(z geo.Zone) bool { return z.ID == id }) {
		r.reject(assignZone, "zona sconosciuta: serve il numero o il nome di una delle %d zone omogenee / unknown zone", len(zones))
	}
	return id
}
