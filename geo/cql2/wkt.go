package cql2

import "github.com/paulmach/orb"

// isShape tells whether a word begins a geometry in well-known text.
func isShape(w string) bool {
	switch w {
	case "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION":
		return true
	}
	return false
}

// geometry reads a geometry in well-known text; it is one node.
func (p *parser) geometry() (part, error) {
	at := p.peek().at
	g, err := p.shape(false)
	if err != nil {
		return part{}, err
	}
	return p.leaf(at, Geometry{g})
}

// shape reads the name of a shape and its coordinates. What it calls nests as
// deep as a multipolygon in a collection and no deeper.
func (p *parser) shape(inCollection bool) (orb.Geometry, error) {
	name := p.take()
	if !isShape(name.word) || inCollection && name.word == "GEOMETRYCOLLECTION" {
		return nil, p.unexpected(name, "POINT, LINESTRING, POLYGON o il loro MULTI…", "POINT, LINESTRING, POLYGON or their MULTI…")
	}
	elevated := p.accept("Z")
	if t := p.peek(); t.is("M") || t.is("ZM") {
		return nil, fail(t.at, "le misure (M) qui non ci sono: scrivi due o tre coordinate", "measures (M) are not known here: write two or three coordinates")
	}
	w := &wkt{parser: p, elevated: elevated}
	switch name.word {
	case "POINT":
		return w.point()
	case "LINESTRING":
		return w.line()
	case "POLYGON":
		return w.polygon()
	case "MULTIPOINT":
		return w.points()
	case "MULTILINESTRING":
		out, err := many(w, w.line)
		return orb.MultiLineString(out), err
	case "MULTIPOLYGON":
		out, err := many(w, w.polygon)
		return orb.MultiPolygon(out), err
	}
	out, err := many(w, func() (orb.Geometry, error) { return p.shape(true) })
	return orb.Collection(out), err
}

// wkt reads coordinates; elevated: each has an elevation.
type wkt struct {
	*parser
	elevated bool
}

// open takes the parenthesis before coordinates.
func (w *wkt) open() (at int, err error) {
	t := w.peek()
	if t.is("EMPTY") {
		return t.at, empty(t.at)
	}
	return t.at, w.expect("(", "prima delle coordinate", "before the coordinates")
}

// more tells whether another item follows; else it takes the closing parenthesis.
func (w *wkt) more() (bool, error) {
	if w.accept(",") {
		return true, nil
	}
	return false, w.expect(")", "o una virgola dopo le coordinate", "or a comma after the coordinates")
}

// many reads items in parentheses.
func many[T any](w *wkt, item func() (T, error)) ([]T, error) {
	if _, err := w.open(); err != nil {
		return nil, err
	}
	var out []T
	for {
		one, err := item()
		if err != nil {
			return nil, err
		}
		out = append(out, one)
		if again, err := w.more(); err != nil || !again {
			return out, err
		}
	}
}

// positions reads positions in parentheses.
func (w *wkt) positions() (positions, error) {
	var out positions
	_, err := many(w, func() (struct{}, error) { return struct{}{}, w.position(&out) })
	return out, err
}

// position reads two numbers, or three of which the last is an elevation.
func (w *wkt) position(to *positions) error {
	at := w.peek().at
	var n []float64
	for len(n) < 3 {
		t := w.peek()
		if len(n) == 2 && !w.elevated && t.kind != digits && !t.is("-") && !t.is("+") {
			break
		}
		f, err := w.coordinate()
		if err != nil {
			return err
		}
		n = append(n, f)
	}
	to.add(at, n[0], n[1])
	return nil
}

// coordinate reads a number with or without a sign.
func (p *parser) coordinate() (float64, error) {
	negative := p.accept("-")
	if !negative {
		p.accept("+")
	}
	t := p.peek()
	if t.kind != digits {
		if t.is("EMPTY") {
			return 0, empty(t.at)
		}
		if t.is(",") {
			return 0, fail(t.at, "fra longitudine e latitudine c'è uno spazio, non una virgola: POINT(7.3 44.9)",
				"between longitude and latitude stands a space, no comma: POINT(7.3 44.9)")
		}
		return 0, p.unexpected(t, "una coordinata, cioè un numero", "a coordinate, which is a number")
	}
	p.take()
	if negative {
		return -t.num, nil
	}
	return t.num, nil
}

func (w *wkt) point() (orb.Geometry, error) {
	at, err := w.open()
	if err != nil {
		return nil, err
	}
	var one positions
	if err := w.position(&one); err != nil {
		return nil, err
	}
	if again, err := w.more(); err != nil {
		return nil, err
	} else if again {
		return nil, fail(at, "un punto ha una sola posizione: per averne di più scrivi MULTIPOINT", "a point has a single position: for more write MULTIPOINT")
	}
	return one.points[0], nil
}

func (w *wkt) line() (orb.LineString, error) {
	at := w.peek().at
	all, err := w.positions()
	if err != nil {
		return nil, err
	}
	return all.line(at)
}

func (w *wkt) polygon() (orb.Polygon, error) {
	return many(w, func() (orb.Ring, error) {
		at := w.peek().at
		all, err := w.positions()
		if err != nil {
			return nil, err
		}
		return all.ring(at)
	})
}

// points of a MULTIPOINT, each in parentheses or not.
func (w *wkt) points() (orb.Geometry, error) {
	var out positions
	_, err := many(w, func() (struct{}, error) {
		inner := w.accept("(")
		err := w.position(&out)
		if err == nil && inner {
			err = w.expect(")", "dopo le coordinate", "after the coordinates")
		}
		return struct{}{}, err
	})
	return orb.MultiPoint(out.points), err
}

// box reads BBOX(west, south, east, north), with or without elevations.
func (p *parser) box() (part, error) {
	name := p.take()
	w := &wkt{parser: p}
	n, err := many(w, p.coordinate)
	if err != nil {
		return part{}, err
	}
	b, err := box(name.at, n)
	if err != nil {
		return part{}, err
	}
	return p.leaf(name.at, b)
}

// instant reads DATE('…') and TIMESTAMP('…').
func (p *parser) instant() (part, error) {
	name := p.take()
	p.take()
	t := p.peek()
	if t.kind != quote {
		return part{}, p.unexpected(t, "un testo fra apici, per esempio DATE('2026-05-31') o TIMESTAMP('2026-05-31T13:30:00Z')",
			"a text in quotes, for example DATE('2026-05-31') or TIMESTAMP('2026-05-31T13:30:00Z')")
	}
	p.take()
	var n Node
	var err error
	if name.word == "DATE" {
		n, err = day(t.at, t.text)
	} else {
		n, err = moment(t.at, t.text)
	}
	if err == nil {
		err = p.expect(")", "dopo "+name.word+"('…'", "after "+name.word+"('…'")
	}
	if err != nil {
		return part{}, err
	}
	return p.leaf(name.at, n)
}

// interval reads INTERVAL(start, end).
func (p *parser) interval() (part, error) {
	name := p.take()
	p.take()
	start, err := p.edge()
	if err == nil {
		err = p.expect(",", "fra i due estremi dell'intervallo", "between the two ends of the interval")
	}
	if err != nil {
		return part{}, err
	}
	end, err := p.edge()
	if err == nil {
		err = p.expect(")", "dopo i due estremi dell'intervallo", "after the two ends of the interval")
	}
	if err != nil {
		return part{}, err
	}
	n, err := span(name.at, start, end)
	if err != nil {
		return part{}, err
	}
	return p.leaf(name.at, n)
}

// edge reads one end of an interval.
func (p *parser) edge() (Node, error) {
	t := p.peek()
	switch {
	case t.kind == quote:
		p.take()
		return edge(t.at, t.text)
	case t.kind == quoted, t.kind == word && !reserved(t.word) && !p.calls():
		p.take()
		return Property(t.text), nil
	}
	return nil, p.unexpected(t, "una data o un istante fra apici, '..' o una proprietà", "a date or a timestamp in quotes, '..' or a property")
}
