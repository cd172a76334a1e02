package cql2

// part is a node with the place where it begins, counted from 0, and how many
// operations nest in it.
type part struct {
	Node
	at    int
	depth int
}

// builder makes the nodes of one filter, whatever the language, and holds the
// limits and the sorts.
type builder struct{ nodes int }

// leaf makes a property or a literal.
func (b *builder) leaf(at int, n Node) (part, error) {
	if err := b.one(at); err != nil {
		return part{}, err
	}
	return part{n, at, 0}, nil
}

// one more node.
func (b *builder) one(at int) error {
	if b.nodes++; b.nodes > MaxNodes {
		return fail(at, "il filtro ha più di %d parti (operazioni, proprietà e valori): dividilo in più richieste",
			"the filter has more than %d parts (operations, properties and values): split it over several requests", MaxNodes)
	}
	return nil
}

// tooDeep is the error of a filter that nests too much.
func tooDeep(at int) error {
	return fail(at, "qui il filtro si annida oltre %d livelli: togli parentesi o dividilo in più richieste",
		"here the filter nests beyond %d levels: take out parentheses or split it over several requests", MaxDepth)
}

// op makes an operation over its arguments; of "in" the values follow the first.
func (b *builder) op(at int, o operator, args []part) (part, error) {
	if err := count(at, o, len(args)); err != nil {
		return part{}, err
	}
	if o.form == junction {
		args = b.flat(o, args)
	}
	out := part{at: at}
	var nodes []Node
	for _, a := range args {
		out.depth = max(out.depth, a.depth)
		nodes = append(nodes, a.Node)
	}
	if out.depth++; out.depth > MaxDepth {
		return part{}, tooDeep(at)
	}
	if err := fits(o, args); err != nil {
		return part{}, err
	}
	if o.Name == "in" {
		nodes = []Node{nodes[0], List(nodes[1:])}
	}
	out.Node = &Op{Name: o.Name, Args: nodes}
	return out, b.one(at)
}

// flat takes the arguments of a nested AND into the AND around it, and so for OR:
// a chain is one node, however it was put in parentheses.
func (b *builder) flat(o operator, args []part) []part {
	var out []part
	for _, a := range args {
		inner, is := a.Node.(*Op)
		if !is || inner.Name != o.Name {
			out = append(out, a)
			continue
		}
		b.nodes--
		for _, n := range inner.Args {
			// The depth is that of the deepest among them, which is all that counts.
			out = append(out, part{n, a.at, a.depth - 1})
		}
	}
	return out
}

// count holds the number of arguments.
func count(at int, o operator, n int) error {
	if o.Name == "in" {
		if n < 2 {
			return fail(at, "dopo IN serve almeno un valore, per esempio IN ('a', 'b')",
				"at least one value must follow IN, for example IN ('a', 'b')")
		}
		return nil
	}
	if n < o.Least {
		return fail(at, "argomenti di %s: ne servono almeno %d, qui il loro numero è %d", "arguments of %s: at least %d are needed, here their number is %d", o.Text, o.Least, n)
	}
	if o.Most > 0 && n > o.Most {
		return fail(at, "argomenti di %s: al più %d, qui il loro numero è %d", "arguments of %s: at most %d, here their number is %d", o.Text, o.Most, n)
	}
	return nil
}

// fits holds the sorts of the arguments.
func fits(o operator, args []part) error {
	common := anything
	for i, a := range args {
		if err := suits(o, a); err != nil {
			return err
		}
		if !alike(o) {
			continue
		}
		if common &= sortOf(a.Node); common == 0 {
			first, here := words(args[0].Node), words(a.Node)
			if i > 1 && sortOf(args[0].Node)&sortOf(a.Node) != 0 {
				first = words(args[i-1].Node)
			}
			return fail(a.at, "%[1]s mette a confronto %[2]s con %[3]s: servono valori dello stesso tipo (i testi stanno fra apici, i numeri no)",
				"%[1]s compares %[4]s with %[5]s: both must be of one type (texts stand in quotes, numbers do not)",
				o.Text, first[0], here[0], first[1], here[1])
		}
	}
	if o.Name == "like" {
		return pattern(args[1])
	}
	return nil
}

// alike tells whether the arguments must be of one sort.
func alike(o operator) bool {
	return o.Name == "in" || o.Name == "between" || o.form == infix && o.gives == predicate
}

// suits tells whether an argument is of the sorts that the operation takes.
func suits(o operator, a part) error {
	p, isProperty := a.Node.(Property)
	switch {
	case isProperty && o.takes == condition:
		return fail(a.at, "%[1]s da sola non è una condizione: confrontala, per esempio %[1]s = TRUE",
			"%[1]s alone is no condition: compare it, for example %[1]s = TRUE", Text(p))
	case sortOf(a.Node)&o.takes != 0:
		return nil
	}
	it, en := o.takes.called()
	here := words(a.Node)
	if sortOf(a.Node) == text && o.takes&(instant|geometry) != 0 {
		return fail(a.at, "%[1]s vuole %[2]s, qui c'è un testo: le date si scrivono DATE('2026-05-31'), le geometrie senza apici, POINT(7.3 44.9)",
			"%[1]s takes %[3]s, here stands a text: dates are written DATE('2026-05-31'), geometries without quotes, POINT(7.3 44.9)", o.Text, it, en)
	}
	return fail(a.at, "%[1]s vuole %[2]s, qui c'è %[3]s", "%[1]s takes %[4]s, here stands %[5]s", o.Text, it, here[0], en, here[1])
}

// words for a part, Italian and English.
func words(n Node) [2]string {
	it, en := sortOf(n).called()
	return [2]string{it, en}
}

// pattern holds that behind LIKE stands a text, maybe in CASEI and ACCENTI.
func pattern(a part) error {
	found := false
	Walk(a.Node, func(n Node) bool {
		_, is := n.(Property)
		found = found || is
		return true
	})
	if found {
		return fail(a.at, "dopo LIKE serve un testo fra apici, per esempio LIKE 'via%%', non una proprietà",
			"a text in quotes must follow LIKE, for example LIKE 'via%%', not a property")
	}
	return nil
}

// whole holds that a filter is a condition, and gives its tree.
func whole(p part) (Node, error) {
	if _, is := p.Node.(Property); is {
		return nil, suits(operator{takes: condition}, p)
	}
	if sortOf(p.Node)&condition != 0 {
		return p.Node, nil
	}
	here := words(p.Node)
	return nil, fail(p.at, "il filtro dev'essere una condizione, per esempio kind = 'portineria': qui c'è solo %[1]s",
		"the filter must be a condition, for example kind = 'portineria': here stands only %[2]s", here[0], here[1])
}
