package cql2

import "strings"

// Operator is one operation that a filter may use.
type Operator struct {
	Name  string // of the Op, as CQL2 JSON spells it
	Text  string // as CQL2 text writes it: "S_INTERSECTS", "IS NULL", "<="
	Class string // the conformance class that brings it: "basic-cql2", "arithmetic" and so on
	Least int    // arguments
	Most  int    // arguments; 0: as many as the limits allow
}

// Operators are all operations that a filter may use, by conformance class.
func Operators() []Operator {
	out := make([]Operator, len(operators))
	for i, o := range operators {
		out[i] = o.Operator
	}
	return out
}

// form is how an operation stands in text.
type form int

const (
	infix    form = iota // between its arguments
	call                 // before its arguments, in parentheses
	special              // NOT, IS NULL, LIKE, BETWEEN, IN
	junction             // AND and OR, between any number of arguments
)

// operator is an Operator with what the parser must know of it.
type operator struct {
	Operator
	form  form
	binds int  // how strongly, among those that stand between their arguments
	takes sort // what each argument may be
	gives sort
}

// How strongly operations bind, the weakest first (the grammar of OGC 21-065r2,
// annex B).
const (
	bindsOr = iota + 1
	bindsAnd
	bindsNot
	bindsComparison
	bindsSum
	bindsProduct
	bindsPower
	bindsAtom
)

var operators = table()

func table() []operator {
	const (
		basic    = "basic-cql2"
		advanced = "advanced-comparison-operators"
	)
	t := []operator{
		{Operator{"and", "AND", basic, 2, 0}, junction, bindsAnd, condition, predicate},
		{Operator{"or", "OR", basic, 2, 0}, junction, bindsOr, condition, predicate},
		{Operator{"not", "NOT", basic, 1, 1}, special, bindsNot, condition, predicate},
	}
	for _, n := range strings.Fields("= <> < > <= >=") {
		t = append(t, operator{Operator{n, n, basic, 2, 2}, infix, bindsComparison, scalar, predicate})
	}
	t = append(t,
		operator{Operator{"isNull", "IS NULL", basic, 1, 1}, special, bindsComparison, anything, predicate},
		operator{Operator{"like", "LIKE", advanced, 2, 2}, special, bindsComparison, text, predicate},
		operator{Operator{"between", "BETWEEN", advanced, 3, 3}, special, bindsComparison, ordered, predicate},
		operator{Operator{"in", "IN", advanced, 2, 2}, special, bindsComparison, scalar, predicate},
		operator{Operator{"casei", "CASEI", "case-insensitive-comparison", 1, 1}, call, bindsAtom, text, text},
		operator{Operator{"accenti", "ACCENTI", "accent-insensitive-comparison", 1, 1}, call, bindsAtom, text, text})
	t = append(t, functions("basic-spatial-functions", geometry, "s_intersects")...)
	t = append(t, functions("spatial-functions", geometry,
		"s_equals", "s_disjoint", "s_touches", "s_within", "s_overlaps", "s_crosses", "s_contains")...)
	t = append(t, functions("temporal-functions", instant|interval,
		"t_after", "t_before", "t_contains", "t_disjoint", "t_during", "t_equals", "t_finishedBy",
		"t_finishes", "t_intersects", "t_meets", "t_metBy", "t_overlappedBy", "t_overlaps",
		"t_startedBy", "t_starts")...)
	for _, n := range strings.Fields("+ - * / % div ^") {
		binds := bindsProduct
		switch n {
		case "+", "-":
			binds = bindsSum
		case "^":
			binds = bindsPower
		}
		t = append(t, operator{Operator{n, strings.ToUpper(n), "arithmetic", 2, 2}, infix, binds, number, number})
	}
	return t
}

// functions of two arguments of one sort that are true or false.
func functions(class string, takes sort, names ...string) []operator {
	var t []operator
	for _, n := range names {
		t = append(t, operator{Operator{n, strings.ToUpper(n), class, 2, 2}, call, bindsAtom, takes, predicate})
	}
	return t
}

// named gives the operation of a name as CQL2 JSON spells it.
func named(name string) (operator, bool) {
	for _, o := range operators {
		if o.Name == name {
			return o, true
		}
	}
	return operator{}, false
}

// written gives the operation that a text writes so, in capitals.
func written(text string) (operator, bool) {
	for _, o := range operators {
		if o.Text == text {
			return o, true
		}
	}
	return operator{}, false
}
