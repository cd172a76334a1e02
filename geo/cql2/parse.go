package cql2

import "strings"

// parser reads CQL2 text by precedence climbing: operand, then every operation
// between operands that binds at least as strongly as asked.
type parser struct {
	builder
	all   []token
	i     int
	level int // how deep the calls nest
}

// parse reads a filter whose bytes are held already.
func parse(filter string) (Node, error) {
	all, err := tokens(filter)
	if err != nil {
		return nil, err
	}
	if err := brackets(all); err != nil {
		return nil, err
	}
	p := &parser{all: all}
	out, err := p.expression(bindsOr)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != end {
		return nil, p.unexpected(t, "AND, OR o la fine del filtro", "AND, OR or the end of the filter")
	}
	return whole(out)
}

// brackets refuses filters that nest too deep before anything recurses. A
// geometry in the innermost operation may open four more.
func brackets(all []token) error {
	const ofGeometry = 4
	open := 0
	for _, t := range all {
		switch {
		case t.is("("):
			if open++; open > MaxDepth+ofGeometry {
				return tooDeep(t.at)
			}
		case t.is(")"):
			open--
		}
	}
	return nil
}

func (p *parser) peek() token { return p.all[p.i] }

// take the next token; the end stays.
func (p *parser) take() token {
	t := p.all[p.i]
	if t.kind != end {
		p.i++
	}
	return t
}

// accept takes the next token if it is this one.
func (p *parser) accept(s string) bool {
	if p.peek().is(s) {
		p.i++
		return true
	}
	return false
}

// expect takes the next token, which must be this one.
func (p *parser) expect(s, it, en string) error {
	if p.accept(s) {
		return nil
	}
	return p.unexpected(p.peek(), "«"+s+"» "+it, `"`+s+`" `+en)
}

// enter holds the depth before anything recurses.
func (p *parser) enter(at int) error {
	if p.level++; p.level > MaxDepth {
		return tooDeep(at)
	}
	return nil
}

func (p *parser) leave() { p.level-- }

// expression reads operands joined by operations that bind at least so strongly.
func (p *parser) expression(least int) (part, error) {
	left, err := p.operand(least)
	for err == nil {
		o, isOne := p.between()
		if !isOne || o.binds < least {
			return left, nil
		}
		before := p.peek()
		if left, err = p.join(left, o); err != nil {
			return part{}, err
		}
		if next, isOne := p.between(); isOne && next.binds == o.binds && (o.binds == bindsComparison || o.binds == bindsPower) {
			return part{}, p.chained(before, next)
		}
	}
	return part{}, err
}

// between looks for an operation that stands behind an operand.
func (p *parser) between() (operator, bool) {
	t := p.peek()
	switch {
	case t.is("IS"):
		return named("isNull")
	case t.is("NOT") && p.i+1 < len(p.all):
		if o, isOne := written(p.all[p.i+1].word); isOne && o.form == special && o.Name != "not" && o.Name != "isNull" {
			return o, true
		}
		return operator{}, false
	case t.kind != word && t.kind != mark:
		return operator{}, false
	}
	o, isOne := written(strings.ToUpper(t.text))
	return o, isOne && o.form != call && o.Name != "not" && o.Name != "isNull"
}

// join reads an operation and what follows it.
func (p *parser) join(left part, o operator) (part, error) {
	switch o.form {
	case junction:
		return p.chain(left, o)
	case special:
		return p.special(left, o)
	}
	p.take()
	right, err := p.expression(o.binds + 1)
	if err != nil {
		return part{}, err
	}
	return p.op(left.at, o, []part{left, right})
}

// chain reads "a AND b AND c" as one operation.
func (p *parser) chain(left part, o operator) (part, error) {
	args := []part{left}
	for p.accept(o.Text) {
		next, err := p.expression(o.binds + 1)
		if err != nil {
			return part{}, err
		}
		args = append(args, next)
	}
	return p.op(left.at, o, args)
}

// special reads IS [NOT] NULL, [NOT] LIKE, [NOT] BETWEEN and [NOT] IN.
func (p *parser) special(left part, o operator) (part, error) {
	args := []part{left}
	not := p.accept("NOT")
	p.take()
	var err error
	switch o.Name {
	case "isNull":
		not = p.accept("NOT")
		err = p.expect("NULL", "(IS NULL o IS NOT NULL)", "(IS NULL or IS NOT NULL)")
	case "like":
		err = p.append(&args)
	case "between":
		if err = p.append(&args); err == nil {
			if err = p.expect("AND", "fra i due estremi di BETWEEN", "between the two bounds of BETWEEN"); err == nil {
				err = p.append(&args)
			}
		}
	case "in":
		err = p.list(&args)
	}
	if err != nil {
		return part{}, err
	}
	out, err := p.op(left.at, o, args)
	if err != nil || !not {
		return out, err
	}
	negation, _ := named("not")
	return p.op(left.at, negation, []part{out})
}

// append reads one more value.
func (p *parser) append(args *[]part) error {
	a, err := p.expression(bindsSum)
	*args = append(*args, a)
	return err
}

// list reads the values behind IN.
func (p *parser) list(args *[]part) error {
	open := p.peek()
	if err := p.expect("(", "con i valori, per esempio IN ('a', 'b')", "with the values, for example IN ('a', 'b')"); err != nil {
		return err
	}
	if p.peek().is(")") {
		o, _ := named("in")
		return count(open.at, o, 1)
	}
	if err := p.enter(open.at); err != nil {
		return err
	}
	defer p.leave()
	for {
		if err := p.append(args); err != nil {
			return err
		}
		if !p.accept(",") {
			return p.expect(")", "o una virgola dopo un valore di IN", "or a comma after a value of IN")
		}
	}
}
