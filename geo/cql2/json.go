package cql2

import (
	"strconv"
	"strings"
)

// tree makes nodes out of JSON values.
type tree struct {
	builder
	level int
}

// parseJSON reads a filter whose bytes are held already.
func parseJSON(filter string) (Node, error) {
	v, err := values(filter)
	if err != nil {
		return nil, err
	}
	t := &tree{}
	p, err := t.node(v)
	if err != nil {
		return nil, err
	}
	return whole(p)
}

// node makes a node out of any value.
func (t *tree) node(v value) (part, error) {
	switch v.is {
	case '"':
		if err := plain(v.at, v.text); err != nil {
			return part{}, err
		}
		return t.leaf(v.at, String(v.text))
	case '0':
		f, err := v.number()
		if err != nil {
			return part{}, err
		}
		return t.leaf(v.at, Number(f))
	case 't':
		return t.leaf(v.at, Bool(v.yes))
	case '{':
		return t.object(v)
	case '[':
		return part{}, fail(v.at, "un elenco sta solo come secondo argomento di «in»", `a list stands only as the second argument of "in"`)
	}
	return part{}, fail(v.at, "null non si confronta: usa l'operazione «isNull»", `null cannot be compared: use the operation "isNull"`)
}

// object makes a node out of an object, by the member that tells what it is.
func (t *tree) object(v value) (part, error) {
	for _, m := range v.members {
		switch m.name {
		case "op":
			return t.operation(v)
		case "property":
			n, err := property(v)
			if err != nil {
				return part{}, err
			}
			return t.leaf(v.at, n)
		case "date", "timestamp", "interval":
			n, err := temporal(v, m)
			if err != nil {
				return part{}, err
			}
			return t.leaf(v.at, n)
		case "type", "coordinates", "geometries":
			g, err := v.shape(false)
			if err != nil {
				return part{}, err
			}
			return t.leaf(v.at, Geometry{g})
		}
	}
	if m, is := v.find("bbox"); is {
		n, err := bbox(v, m)
		if err != nil {
			return part{}, err
		}
		return t.leaf(v.at, n)
	}
	return part{}, fail(v.at, "questo oggetto non è nulla che un filtro conosca: deve avere op e args, oppure property, date, timestamp, interval, bbox, oppure essere una geometria GeoJSON",
		"this object is nothing that a filter knows: it must have op and args, or property, date, timestamp, interval, bbox, or be a GeoJSON geometry")
}

// operation makes an Op out of {"op": …, "args": […]}.
func (t *tree) operation(v value) (part, error) {
	if err := v.only("op", "args"); err != nil {
		return part{}, err
	}
	name, _ := v.find("op")
	if name.is != '"' {
		return part{}, fail(name.at, "«op» dev'essere un testo, per esempio \"=\"", `"op" must be a text, for example "="`)
	}
	o, known := named(name.text)
	if !known {
		return part{}, unknownOp(name)
	}
	list, is := v.find("args")
	if !is || list.is != '[' {
		return part{}, fail(v.at, "all'operazione «%s» mancano gli argomenti: aggiungi \"args\": […]", `the operation %q lacks its arguments: add "args": […]`, o.Name)
	}
	if t.level++; t.level > MaxDepth {
		return part{}, tooDeep(v.at)
	}
	defer func() { t.level-- }()
	items := list.items
	if o.Name == "in" {
		if len(items) != 2 || items[1].is != '[' {
			return part{}, fail(list.at, "«in» vuole due argomenti: un valore e l'elenco fra cui cercarlo, per esempio [{\"property\": \"kind\"}, [\"a\", \"b\"]]",
				`"in" takes two arguments: a value and the list to look for it in, for example [{"property": "kind"}, ["a", "b"]]`)
		}
		items = append([]value{items[0]}, items[1].items...)
	}
	var args []part
	for _, item := range items {
		a, err := t.node(item)
		if err != nil {
			return part{}, err
		}
		args = append(args, a)
	}
	return t.op(v.at, o, args)
}

// unknownOp is the error of an operation that is not there.
func unknownOp(name value) error {
	for _, o := range operators {
		if strings.EqualFold(o.Name, name.text) {
			return fail(name.at, "l'operazione si scrive «%s», con queste maiuscole", "the operation is written %q, with these capitals", o.Name)
		}
	}
	return fail(name.at, "l'operazione «%s» non c'è: vedi l'elenco nella documentazione dei filtri",
		"there is no operation %q: see the list in the documentation of filters", excerpt(name.text))
}

// property reads {"property": "name"}.
func property(v value) (Node, error) {
	if err := v.only("property"); err != nil {
		return nil, err
	}
	name, _ := v.find("property")
	if name.is != '"' {
		return nil, fail(name.at, "il nome di una proprietà è un testo", "the name of a property is a text")
	}
	if err := proper(name.at, name.text); err != nil {
		return nil, err
	}
	return Property(name.text), nil
}

// temporal reads {"date": …}, {"timestamp": …} and {"interval": [… , …]}.
func temporal(v value, m member) (Node, error) {
	if err := v.only(m.name); err != nil {
		return nil, err
	}
	switch {
	case m.name == "interval":
		return intervalOf(v, m.value)
	case m.is != '"':
		return nil, fail(m.value.at, "«%s» vuole un testo", "%q takes a text", m.name)
	case m.name == "date":
		return day(m.value.at, m.text)
	}
	return moment(m.value.at, m.text)
}

// intervalOf reads the two ends of an interval.
func intervalOf(v, ends value) (Node, error) {
	if ends.is != '[' || len(ends.items) != 2 {
		return nil, fail(ends.at, "un intervallo vuole due estremi, per esempio [\"2026-05-31\", \"..\"]", `an interval takes two ends, for example ["2026-05-31", ".."]`)
	}
	var both [2]Node
	for i, e := range ends.items {
		var err error
		switch {
		case e.is == '"':
			both[i], err = edge(e.at, e.text)
		case e.is == '{' && len(e.members) == 1 && e.members[0].name == "property":
			both[i], err = property(e)
		default:
			err = fail(e.at, "l'estremo di un intervallo è una data o un istante fra virgolette, \"..\" o una proprietà",
				`the end of an interval is a date or a timestamp in quotes, ".." or a property`)
		}
		if err != nil {
			return nil, err
		}
	}
	return span(v.at, both[0], both[1])
}

// bbox reads {"bbox": [west, south, east, north]}.
func bbox(v, list value) (Node, error) {
	if err := v.only("bbox"); err != nil {
		return nil, err
	}
	n, err := list.numbers()
	if err != nil {
		return nil, err
	}
	return box(list.at, n)
}

// number of a JSON number.
func (v value) number() (float64, error) {
	if v.is != '0' {
		return 0, fail(v.at, "qui ci vuole un numero senza virgolette, per esempio 7.3", "here goes a number without quotes, for example 7.3")
	}
	f, _ := strconv.ParseFloat(v.text, 64)
	if notFinite(f) {
		return 0, huge(v.at, v.text)
	}
	return f + 0, nil
}

// numbers of a JSON array.
func (v value) numbers() ([]float64, error) {
	if v.is != '[' {
		return nil, fail(v.at, "qui ci vuole un elenco di numeri, per esempio [7.3, 44.9]", "here goes an array of numbers, for example [7.3, 44.9]")
	}
	out := make([]float64, len(v.items))
	for i, item := range v.items {
		var err error
		if out[i], err = item.number(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
