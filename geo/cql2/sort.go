package cql2

// sort is what a part of a filter can be: one bit each.
type sort uint8

const (
	predicate sort = 1 << iota // an operation that is true or false
	truth                      // TRUE or FALSE
	text
	number
	instant
	interval
	geometry

	condition = predicate | truth
	scalar    = truth | text | number | instant
	ordered   = text | number | instant
	anything  = predicate | scalar | interval | geometry
)

// sortOf a part. A property can be everything but a predicate: what it is, only
// its collection knows.
func sortOf(n Node) sort {
	switch n := n.(type) {
	case Property:
		return anything &^ predicate
	case String:
		return text
	case Number:
		return number
	case Bool:
		return truth
	case Date, Timestamp:
		return instant
	case Interval:
		return interval
	case Geometry, Box:
		return geometry
	case *Op:
		o, _ := named(n.Name)
		return o.gives
	}
	return 0
}

// called is a sort in words, both languages.
func (s sort) called() (it, en string) {
	switch s {
	case predicate, condition:
		return "una condizione", "a condition"
	case truth:
		return "TRUE o FALSE", "TRUE or FALSE"
	case text:
		return "un testo", "a text"
	case number:
		return "un numero", "a number"
	case instant:
		return "una data o un istante", "a date or a timestamp"
	case interval:
		return "un intervallo", "an interval"
	case geometry:
		return "una geometria", "a geometry"
	case instant | interval:
		return "una data, un istante o un intervallo", "a date, a timestamp or an interval"
	case ordered:
		return "un numero, una data o un testo", "a number, a date or a text"
	case scalar:
		return "un valore semplice (testo, numero, data, TRUE o FALSE)", "a plain value (text, number, date, TRUE or FALSE)"
	}
	return "una proprietà", "a property"
}
