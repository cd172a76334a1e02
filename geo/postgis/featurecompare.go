package postgis

import (
	"strings"

	"atlante/geo"
	"atlante/geo/cql2"
	"atlante/geo/feature"
)

// alike writes terms that must be of one type.
func (b *featureBuilder) alike(args ...cql2.Node) ([]term, error) {
	out := make([]term, len(args))
	for i, a := range args {
		t, err := b.term(a)
		if err != nil {
			return nil, err
		}
		if out[i] = t; t.kind != out[0].kind {
			return nil, unlike(args[0], out[0].kind, a, t.kind)
		}
	}
	return out, nil
}

// unlike says that two things are of different types, and which fields they are.
func unlike(first cql2.Node, one feature.Type, second cql2.Node, other feature.Type) error {
	hint, hintEN := "", ""
	if (one == feature.Text) != (other == feature.Text) {
		switch dated := one + other; {
		case strings.Contains(string(dated), string(feature.Instant)):
			hint, hintEN = "; scrivi TIMESTAMP('2026-07-01T12:00:00Z')", "; write TIMESTAMP('2026-07-01T12:00:00Z')"
		case strings.Contains(string(dated), string(feature.Day)):
			hint, hintEN = "; scrivi DATE('2026-07-01')", "; write DATE('2026-07-01')"
		default:
			hint, hintEN = "; i testi stanno tra apici, i numeri e true e false no", "; texts stand in quotes, numbers and true and false do not"
		}
	}
	return geo.Invalid("filter: %s non si confronta con %s%s / %s cannot be compared with %s%s",
		field(first, typeIT(one)), field(second, typeIT(other)), hint, field(first, typeEN(one)), field(second, typeEN(other)), hintEN)
}

// field puts the name of a field before its type; what is no field is its type.
func field(n cql2.Node, kind string) string {
	if p, is := n.(cql2.Property); is {
		return string(p) + " (" + kind + ")"
	}
	return kind
}

// comparison writes = <> < > <= >=. Texts stand in Italian order, as the pages
// sort them; they are equal when they are the same.
func (b *featureBuilder) comparison(op string, args []cql2.Node) (term, error) {
	t, err := b.alike(args...)
	if err != nil {
		return term{}, err
	}
	if err := ordered(op, t[0].kind); err != nil {
		return term{}, err
	}
	left := t[0].text
	if t[0].kind == feature.Text && op != "=" && op != "<>" {
		left = "(" + left + ")" + italian
	}
	return term{"(" + left + " " + op + " " + t[1].text + ")", feature.Boolean}, nil
}

// ordered refuses to put true before false.
func ordered(op string, kind feature.Type) error {
	if kind == feature.Boolean && op != "=" && op != "<>" {
		return geo.Invalid("filter: true e false si confrontano solo con = e <> / true and false are compared by = and <> only")
	}
	return nil
}

func (b *featureBuilder) between(args []cql2.Node) (term, error) {
	t, err := b.alike(args...)
	if err != nil {
		return term{}, err
	}
	if err := ordered("between", t[0].kind); err != nil {
		return term{}, err
	}
	value := "(" + t[0].text + ")"
	if t[0].kind == feature.Text {
		value += italian
	}
	return term{"(" + value + " BETWEEN " + t[1].text + " AND " + t[2].text + ")", feature.Boolean}, nil
}

// in writes a value among others. When they are all literals they are one
// parameter, so that longer lists are no other query.
func (b *featureBuilder) in(args []cql2.Node) (term, error) {
	list, is := args[1].(cql2.List)
	if !is || len(list) == 0 {
		return term{}, geo.Invalid("filter: IN vuole una lista tra parentesi / takes a list in parentheses")
	}
	value, err := b.term(args[0])
	if err != nil {
		return term{}, err
	}
	if texts, names, ok := literals(list); ok {
		if value.kind != feature.Text {
			return term{}, unlike(args[0], value.kind, list[0], feature.Text)
		}
		item := "x"
		for _, name := range names {
			item = "atlante." + name + "(" + item + ")"
		}
		return term{"(" + value.text + " = ANY (ARRAY(SELECT " + item + " FROM unnest(" + b.arg(texts, "text[]") + ") AS x)))", feature.Boolean}, nil
	}
	var numbers []float64
	for _, n := range list {
		if x, is := n.(cql2.Number); is {
			numbers = append(numbers, float64(x))
		}
	}
	if len(numbers) == len(list) {
		if value.kind != feature.Real {
			return term{}, unlike(args[0], value.kind, list[0], feature.Real)
		}
		return term{"(" + value.text + " = ANY (" + b.arg(numbers, "float8[]") + "))", feature.Boolean}, nil
	}
	items := make([]string, len(list))
	for i, n := range list {
		t, err := b.term(n)
		if err != nil {
			return term{}, err
		}
		if t.kind != value.kind {
			return term{}, unlike(args[0], value.kind, n, t.kind)
		}
		items[i] = t.text
	}
	return term{"(" + value.text + " IN (" + strings.Join(items, ", ") + "))", feature.Boolean}, nil
}

// literals gives the texts of a list when all are texts under the same functions,
// and the names of these, the innermost first.
func literals(list cql2.List) (texts, names []string, ok bool) {
	for i, n := range list {
		var mine []string
		for {
			o, is := n.(*cql2.Op)
			if !is || len(o.Args) != 1 || (strings.ToLower(o.Name) != "casei" && strings.ToLower(o.Name) != "accenti") {
				break
			}
			mine, n = append([]string{fold(o.Name)}, mine...), o.Args[0]
		}
		s, is := n.(cql2.String)
		if !is || !feature.Storable(string(s)) || (i > 0 && strings.Join(mine, " ") != strings.Join(names, " ")) {
			return nil, nil, false
		}
		texts, names = append(texts, string(s)), mine
	}
	return texts, names, true
}

// fold is the function of the database behind CASEI and ACCENTI.
func fold(name string) string {
	if strings.ToLower(name) == "casei" {
		return "casei"
	}
	return "accenti"
}

func (b *featureBuilder) folded(name string, arg cql2.Node) (term, error) {
	t, err := b.term(arg)
	if err != nil {
		return term{}, err
	}
	if t.kind != feature.Text {
		return term{}, geo.Invalid("filter: %s vuole un testo, non %s / takes a text, not %s", strings.ToUpper(name), field(arg, typeIT(t.kind)), field(arg, typeEN(t.kind)))
	}
	return term{"atlante." + fold(name) + "(" + t.text + ")", feature.Text}, nil
}

// like writes LIKE with % for any characters, _ for one and \ before those that
// stand for themselves.
func (b *featureBuilder) like(args []cql2.Node) (term, error) {
	t, err := b.alike(args...)
	if err != nil {
		return term{}, err
	}
	if t[0].kind != feature.Text {
		return term{}, geo.Invalid("filter: LIKE confronta testi, non %s / compares texts, not %s", field(args[0], typeIT(t[0].kind)), field(args[0], typeEN(t[0].kind)))
	}
	pattern := args[1]
	for {
		o, is := pattern.(*cql2.Op)
		if !is {
			break
		}
		pattern = o.Args[0]
	}
	s, is := pattern.(cql2.String)
	if !is {
		return term{}, geo.Invalid("filter: dopo LIKE va un testo tra apici / after LIKE there must be a text in quotes")
	}
	if escapes := len(s) - len(strings.TrimRight(string(s), `\`)); escapes%2 == 1 {
		return term{}, geo.Invalid(`filter: il modello dopo LIKE finisce con una \ sola; scrivi \\ / the pattern after LIKE ends in a single \: write \\`)
	}
	return term{"(" + t[0].text + " LIKE " + t[1].text + ` ESCAPE '\')`, feature.Boolean}, nil
}

// arithmetic writes a calculation in double precision; a division by zero is
// unknown.
func (b *featureBuilder) arithmetic(op string, args []cql2.Node) (term, error) {
	t, err := b.alike(args...)
	if err != nil {
		return term{}, err
	}
	if t[0].kind != feature.Real {
		return term{}, geo.Invalid("filter: con %s si calcolano numeri, non %s / calculates with numbers, not %s", op, typeIT(t[0].kind), typeEN(t[0].kind))
	}
	x, y := t[0].text, t[1].text
	text := "(" + x + " " + op + " " + y + ")"
	switch op {
	case "/":
		text = "(" + x + " / nullif(" + y + ", 0))"
	case "div":
		text = "trunc(" + x + " / nullif(" + y + ", 0))"
	case "%":
		text = "mod((" + x + ")::numeric, nullif((" + y + ")::numeric, 0))::float8"
	}
	return term{text, feature.Real}, nil
}
