package postgis

import (
	"math"
	"strings"
	"time"

	"atlante/geo"
	"atlante/geo/cql2"
	"atlante/geo/feature"
)

// term is a part of a filter as SQL, with the type that it has there. Unknown
// takes part as NULL does: three-valued, as CQL2 has it.
type term struct {
	text string
	kind feature.Type // Integer counts as Real; a predicate is Boolean
}

// filter writes a whole filter.
func (b *featureBuilder) filter(n cql2.Node) (string, error) {
	t, err := b.predicate(n)
	if err != nil {
		return "", err
	}
	return "(" + t + ")", nil
}

// predicate writes what is true, false or unknown.
func (b *featureBuilder) predicate(n cql2.Node) (string, error) {
	t, err := b.term(n)
	if err != nil {
		return "", err
	}
	if t.kind != feature.Boolean {
		return "", geo.Invalid("filter: dove serve una condizione c'è %s / where a condition is needed there is %s", typeIT(t.kind), typeEN(t.kind))
	}
	return t.text, nil
}

// term writes a part that has a value.
func (b *featureBuilder) term(n cql2.Node) (term, error) {
	switch n := n.(type) {
	case cql2.Property:
		return b.property(string(n))
	case cql2.String:
		if !feature.Storable(string(n)) {
			return term{}, geo.Invalid("filter: un testo contiene il carattere NUL; toglilo / a text holds the character NUL: leave it out")
		}
		return term{b.arg(string(n), "text"), feature.Text}, nil
	case cql2.Number:
		if x := float64(n); math.IsNaN(x) || math.IsInf(x, 0) {
			return term{}, geo.Invalid("filter: un numero non è finito / a number is not finite")
		}
		return term{b.arg(float64(n), "float8"), feature.Real}, nil
	case cql2.Bool:
		return term{b.arg(bool(n), "boolean"), feature.Boolean}, nil
	case cql2.Date:
		return term{b.arg(time.Time(n).UTC(), "date"), feature.Day}, nil
	case cql2.Timestamp:
		return term{b.arg(time.Time(n).UTC(), "timestamptz"), feature.Instant}, nil
	case *cql2.Op:
		return b.operation(n)
	case cql2.Geometry, cql2.Box:
		return term{}, geo.Invalid("filter: una geometria sta solo dentro S_INTERSECTS e le altre funzioni spaziali / a geometry stands inside spatial functions only")
	case cql2.Interval:
		return term{}, geo.Invalid("filter: un INTERVAL sta solo dentro T_AFTER e le altre funzioni temporali / an INTERVAL stands inside temporal functions only")
	}
	return term{}, geo.Invalid("filter: qui una lista non va / a list cannot stand here")
}

func (b *featureBuilder) property(name string) (term, error) {
	f, _, ok := b.collection.Field(name)
	if !ok && name == feature.GeometryName {
		return term{}, geo.Invalid("filter: %s sta solo dentro S_INTERSECTS e le altre funzioni spaziali, o davanti a IS NULL / stands inside spatial functions only, or before IS NULL", name)
	}
	if !ok {
		return term{}, b.noField("filter", name)
	}
	t := term{b.field(f), f.Type}
	if f.Type == feature.Integer {
		t = term{"(" + t.text + ")::float8", feature.Real}
	}
	return t, nil
}

// operation writes an operator over its arguments.
func (b *featureBuilder) operation(o *cql2.Op) (term, error) {
	name := strings.ToLower(o.Name)
	switch {
	case name == "and" || name == "or":
		return b.junction(o, " "+strings.ToUpper(name)+" ")
	case strings.HasPrefix(name, "s_"):
		text, err := b.spatial(name, o.Args)
		return term{text, feature.Boolean}, err
	case strings.HasPrefix(name, "t_"):
		text, err := b.temporal(name, o.Args)
		return term{text, feature.Boolean}, err
	}
	write, arity := b.operators(name)
	if write == nil {
		return term{}, geo.Invalid("filter: l'operatore %q non c'è / no such operator", o.Name)
	}
	if len(o.Args) != arity {
		return term{}, geo.Invalid("filter: %s vuole %d argomenti, e ne ha %d / takes %d arguments and has %d", o.Name, arity, len(o.Args), arity, len(o.Args))
	}
	return write(o.Args)
}

// operators gives what writes an operator, and how many arguments it takes.
func (b *featureBuilder) operators(name string) (func([]cql2.Node) (term, error), int) {
	switch name {
	case "not":
		return func(a []cql2.Node) (term, error) {
			t, err := b.predicate(a[0])
			return term{"(NOT " + t + ")", feature.Boolean}, err
		}, 1
	case "isnull":
		return b.isNull, 1
	case "=", "<>", "<", ">", "<=", ">=":
		return func(a []cql2.Node) (term, error) { return b.comparison(name, a) }, 2
	case "like":
		return b.like, 2
	case "between":
		return b.between, 3
	case "in":
		return b.in, 2
	case "casei", "accenti":
		return func(a []cql2.Node) (term, error) { return b.folded(name, a[0]) }, 1
	case "+", "-", "*", "/", "%", "div", "^":
		return func(a []cql2.Node) (term, error) { return b.arithmetic(name, a) }, 2
	}
	return nil, 0
}

func (b *featureBuilder) junction(o *cql2.Op, with string) (term, error) {
	if len(o.Args) == 0 {
		return term{}, geo.Invalid("filter: %s senza argomenti / without arguments", o.Name)
	}
	parts := make([]string, len(o.Args))
	for i, a := range o.Args {
		var err error
		if parts[i], err = b.predicate(a); err != nil {
			return term{}, err
		}
	}
	return term{"(" + strings.Join(parts, with) + ")", feature.Boolean}, nil
}

func (b *featureBuilder) isNull(args []cql2.Node) (term, error) {
	if p, is := args[0].(cql2.Property); is && string(p) == feature.GeometryName {
		return term{"(v.geom IS NULL)", feature.Boolean}, nil
	}
	t, err := b.term(args[0])
	return term{"((" + t.text + ") IS NULL)", feature.Boolean}, err
}
