// Package ask reads what is asked of a collection of features: the parameters
// that OGC API Features and the downloads share, once for both.
package ask

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/cql2"
	"atlante/geo/feature"
)

// The bounds of what can be asked.
const (
	LimitDefault = 100    // features of a page when nothing else is asked
	LimitMax     = 10_000 // features of a page, at most; more is taken for this
	OffsetMax    = 1_000_000
	SortMax      = feature.SortMax   // fields to sort by
	AfterMax     = feature.CursorMax // characters of a bookmark
)

// Limits are the lines of the public list of limits about this.
func Limits() []wire.Limit {
	line := func(name string, n int64, unit, it, en string) wire.Limit {
		return wire.Limit{Name: name, Value: n, Unit: unit, IT: it, EN: en}
	}
	return []wire.Limit{
		line("features_default", LimitDefault, "item", "elementi di una pagina OGC, se non si chiede altro", "features of an OGC page when nothing else is asked"),
		line("features_max", LimitMax, "item", "elementi di una pagina OGC, al massimo", "features of an OGC page, at most"),
		line("features_offset", OffsetMax, "item", "elementi saltati con offset, al massimo", "features left out with offset, at most"),
		line("sort_fields", SortMax, "item", "campi con cui ordinare", "fields to sort by"),
		line("features_cursor", AfterMax, "character", "segnalibro di una pagina OGC (after)", "bookmark of an OGC page (after)"),
		line("filter_bytes", cql2.MaxBytes, "byte", "un filtro CQL2", "a CQL2 filter"),
		line("filter_depth", cql2.MaxDepth, "item", "livelli di un filtro CQL2", "levels of a CQL2 filter"),
		line("filter_nodes", cql2.MaxNodes, "item", "parti di un filtro CQL2", "parts of a CQL2 filter"),
	}
}

// GeometryName is how a filter calls the geometry of a feature.
const GeometryName = feature.GeometryName

// The names of the parameters that are no field.
const (
	BBox       = "bbox"
	BBoxCRS    = "bbox-crs"
	CRSName    = "crs"
	Datetime   = "datetime"
	Filter     = "filter"
	FilterLang = "filter-lang"
	FilterCRS  = "filter-crs"
	SortBy     = "sortby"
	Scenario   = "scenario"
	Limit      = "limit"
	Offset     = "offset"
	After      = "after"
)

// The languages of filters.
const (
	LangText = "cql2-text"
	LangJSON = "cql2-json"
)

// Names are the parameters that Query reads of a collection, for wire.ReadQuery;
// its fields are among them.
func Names(c feature.Collection) []string {
	names := []string{BBox, BBoxCRS, CRSName, Datetime, Filter, FilterLang, FilterCRS, SortBy}
	if c.Scenarios {
		names = append(names, Scenario)
	}
	for _, f := range Equalities(c) {
		names = append(names, f.Name)
	}
	return names
}

// Paging are the parameters that Page reads, beside Names.
func Paging() []string { return []string{Limit, Offset, After} }

// Equalities are the fields that a parameter of their name asks for by value:
// all but those whose name means something else already.
func Equalities(c feature.Collection) []feature.Field {
	reserved := append(Paging(), BBox, BBoxCRS, CRSName, Datetime, Filter, FilterLang, FilterCRS, SortBy, Scenario, "f", "lang", "separator")
	return slices.DeleteFunc(slices.Clone(c.Fields), func(f feature.Field) bool { return slices.Contains(reserved, f.Name) })
}

// Query reads what is asked of a collection, without paging. bbox-crs, filter-crs
// and crs are addresses of Systems; crs may be an EPSG code as well, "7791" or
// "EPSG:7791", which has longitude or easting first always. All that is wrong is
// one *wire.Faults.
func Query(q *wire.Query, c feature.Collection) (feature.Query, error) {
	out := feature.Query{Collection: c.ID, Scenario: cover.ScenarioCurrent}
	out.CRS = wire.Parse(q, CRSName, parseCRSOrCode).SRID.OrWGS84()
	box := wire.Parse(q, BBoxCRS, ParseCRS)
	out.BBoxCRS = box.SRID.OrWGS84()
	out.BBox = wire.Parse(q, BBox, box.parseBBox)
	period := wire.Parse(q, Datetime, ParsePeriod)
	if c.Datetime != "" { // what has no time at all matches every time (17-069r4, fc-time-response)
		out.Since, out.Until = period.Since, period.Until
	}
	if c.Scenarios && q.Has(Scenario) {
		out.Scenario = wire.Parse(q, Scenario, cover.ParseScenario)
	}
	out.Sort = wire.Parse(q, SortBy, func(s string) ([]feature.Sort, error) { return parseSort(s, c) })
	for _, f := range Equalities(c) {
		if q.Has(f.Name) {
			if out.Equal == nil {
				out.Equal = map[string]string{}
			}
			out.Equal[f.Name] = plain(f, q.Text(f.Name, wire.TextMax))
			wire.Parse(q, f.Name, func(s string) (any, error) { return f.Parse(plain(f, s)) })
		}
	}
	turned := wire.Parse(q, FilterCRS, ParseCRS)
	out.FilterCRS = turned.SRID.OrWGS84()
	q.Near(c.Near)
	lang, text := wire.Parse(q, FilterLang, parseFilterLang), q.Text(Filter, cql2.MaxBytes)
	if err := q.Err(); err != nil {
		return out, err
	}
	var err error
	out.Filter, err = parseFilter(text, lang, turned, c)
	return out, err
}

// Paged is one page of what is asked for.
type Paged struct {
	Limit, Offset int
	After         string
}

// Page reads limit, offset and after; what is wrong with them is told by q. A
// limit over the maximum is the maximum, as 17-069r4 wants (fc-limit-response-1);
// one that is no whole number is a fault.
func Page(q *wire.Query) Paged {
	out := Paged{LimitDefault, q.Int(Offset, 0, 0, OffsetMax), q.Text(After, AfterMax)}
	if q.Has(Limit) {
		out.Limit = wire.Parse(q, Limit, parseLimit)
	}
	return out
}

func parseLimit(s string) (int, error) {
	digits := strings.TrimLeft(s, "0")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, geo.Invalid("limit: serve un numero intero da 1 a %d / a whole number from 1 to %d is needed", LimitMax, LimitMax)
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n > LimitMax { // digits that no int holds are over the maximum too
		return LimitMax, nil
	}
	return n, nil
}

func parseFilterLang(s string) (string, error) {
	if s != LangText && s != LangJSON {
		return "", geo.Invalid("filter-lang: scegli cql2-text o cql2-json / choose cql2-text or cql2-json")
	}
	return s, nil
}

// parseFilter reads a filter; its properties are fields of the collection or its
// geometry.
func parseFilter(s, lang string, crs CRS, c feature.Collection) (cql2.Node, error) {
	if s == "" {
		return nil, nil
	}
	var n cql2.Node
	var err error
	if lang == LangJSON {
		n, err = cql2.ParseJSON([]byte(s))
	} else {
		n, err = cql2.Parse(s)
	}
	if wrong, is := errors.AsType[*cql2.Error](err); is {
		return nil, wire.Fault(Filter, wire.Text{IT: wrong.Italian(), EN: wrong.Error()})
	}
	if err != nil {
		return nil, err
	}
	for _, name := range cql2.Properties(n) {
		known := slices.ContainsFunc(c.Fields, func(f feature.Field) bool { return f.Name == name })
		if !known && name != GeometryName {
			return nil, wire.FaultFrom(Filter, name, noField(Filter, "queryables", name, c))
		}
	}
	if crs.LatitudeFirst {
		n = turn(n)
	}
	return n, nil
}

// noField says that a collection has no such field, and which may be meant.
func noField(where, list, name string, c feature.Collection) error {
	it, en := "", ""
	if near := strings.Join(c.Near(name), ", "); near != "" {
		it, en = "forse: "+near+"; ", "perhaps: "+near+"; "
	}
	return geo.Invalid("%s: %.60q non è un campo di %s; %stutti i campi sono in /ogc/collections/%s/%s / %.60q is no field of %s; %sall fields are in /ogc/collections/%s/%s",
		where, name, c.ID, it, c.ID, list, name, c.ID, en, c.ID, list)
}

// parseSort reads "name,-residents"; a plus, which a query turns into a blank,
// says what is so anyway.
func parseSort(s string, c feature.Collection) ([]feature.Sort, error) {
	var out []feature.Sort
	for part := range strings.SplitSeq(s, ",") {
		name, down := strings.CutPrefix(part, "-")
		if !down {
			name = strings.TrimPrefix(strings.TrimPrefix(part, "+"), " ")
		}
		switch {
		case !slices.ContainsFunc(c.Fields, func(f feature.Field) bool { return f.Name == name }):
			return nil, noField(SortBy, "sortables", name, c)
		case slices.ContainsFunc(out, func(x feature.Sort) bool { return x.Field == name }):
			return nil, geo.Invalid("sortby: %s è ripetuto / %s is repeated", name, name)
		case len(out) == SortMax:
			return nil, geo.Invalid("sortby: al massimo %d campi / at most %d fields", SortMax, SortMax)
		}
		out = append(out, feature.Sort{Field: name, Down: down})
	}
	return out, nil
}
