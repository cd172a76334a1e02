package cql2

import "strings"

// operand reads what stands before, between and after operations.
func (p *parser) operand(least int) (part, error) {
	t := p.peek()
	switch t.kind {
	case quote:
		p.take()
		return p.leaf(t.at, String(t.text))
	case digits:
		p.take()
		return p.leaf(t.at, Number(t.num))
	case quoted:
		p.take()
		return p.leaf(t.at, Property(t.text))
	case word:
		return p.word(t, least)
	case mark:
		switch t.text {
		case "(":
			return p.parentheses()
		case "-", "+":
			return p.signed()
		}
	}
	return part{}, p.unexpected(t, "una proprietà, un valore o una condizione", "a property, a value or a condition")
}

// parentheses reads an expression in parentheses.
func (p *parser) parentheses() (part, error) {
	open := p.take()
	if err := p.enter(open.at); err != nil {
		return part{}, err
	}
	defer p.leave()
	out, err := p.expression(bindsOr)
	if err != nil {
		return part{}, err
	}
	return out, p.expect(")", "per chiudere la parentesi", "to close the parenthesis")
}

// signed reads a number with a sign, or the opposite of a property: -a is -1 * a.
func (p *parser) signed() (part, error) {
	sign := p.take()
	t := p.peek()
	minus := sign.text == "-"
	if t.kind == digits {
		p.take()
		if minus {
			t.num = 0 - t.num
		}
		return p.leaf(sign.at, Number(t.num))
	}
	isName := t.kind == quoted || t.kind == word && !reserved(t.word) && !p.calls()
	if !minus || !isName {
		return part{}, p.unexpected(t, "un numero dopo il segno", "a number after the sign")
	}
	name, err := p.operand(bindsAtom)
	if err != nil {
		return part{}, err
	}
	one, err := p.leaf(sign.at, Number(-1))
	if err != nil {
		return part{}, err
	}
	times, _ := named("*")
	return p.op(sign.at, times, []part{one, name})
}

// calls tells whether a parenthesis stands behind the word at hand.
func (p *parser) calls() bool { return p.all[p.i+1].is("(") }

// word reads what begins with a word: a keyword, a literal, a function or a
// property.
func (p *parser) word(t token, least int) (part, error) {
	switch t.word {
	case "NOT":
		return p.negation(t, least)
	case "TRUE", "FALSE":
		p.take()
		return p.leaf(t.at, Bool(t.word == "TRUE"))
	case "NULL":
		return part{}, fail(t.at, "NULL non si confronta: scrivi IS NULL oppure IS NOT NULL", "NULL cannot be compared: write IS NULL or IS NOT NULL")
	}
	if reserved(t.word) {
		return part{}, p.unexpected(t, "una proprietà, un valore o una condizione", "a property, a value or a condition")
	}
	if isShape(t.word) {
		// POINT (…), POINT Z (…), POINT EMPTY: a shape; else the name of a property.
		next := p.all[p.i+1]
		if next.is("(") || next.is("Z") || next.is("M") || next.is("ZM") || next.is("EMPTY") {
			return p.geometry()
		}
	}
	if !p.calls() {
		p.take()
		return p.leaf(t.at, Property(t.text))
	}
	switch t.word {
	case "DATE", "TIMESTAMP":
		return p.instant()
	case "INTERVAL":
		return p.interval()
	case "BBOX":
		return p.box()
	}
	return p.call()
}

// negation reads NOT and the condition behind it.
func (p *parser) negation(t token, least int) (part, error) {
	if least > bindsNot {
		return part{}, fail(t.at, "NOT sta davanti a una condizione intera: scrivi per esempio NOT (a = 1)",
			"NOT stands before a whole condition: write for example NOT (a = 1)")
	}
	p.take()
	if err := p.enter(t.at); err != nil {
		return part{}, err
	}
	defer p.leave()
	inner, err := p.expression(bindsNot)
	if err != nil {
		return part{}, err
	}
	o, _ := named("not")
	return p.op(t.at, o, []part{inner})
}

// call reads a function and its arguments.
func (p *parser) call() (part, error) {
	name := p.take()
	o, known := written(name.word)
	if !known || o.form != call {
		return part{}, unknown(name)
	}
	if err := p.enter(name.at); err != nil {
		return part{}, err
	}
	defer p.leave()
	p.take()
	var args []part
	for !p.peek().is(")") {
		if len(args) > 0 {
			if err := p.expect(",", "o «)» dopo un argomento di "+o.Text, `or ")" after an argument of `+o.Text); err != nil {
				return part{}, err
			}
		}
		a, err := p.expression(bindsOr)
		if err != nil {
			return part{}, err
		}
		args = append(args, a)
	}
	p.take()
	return p.op(name.at, o, args)
}

// unknown is the error of a function that is not there, with the one that was
// perhaps meant.
func unknown(name token) error {
	for _, prefix := range []string{"S_", "T_"} {
		if o, is := written(prefix + strings.TrimPrefix(name.word, "ST_")); is {
			return fail(name.at, "la funzione %[1]s non c'è: forse intendevi %[2]s", "there is no function %[1]s: perhaps %[2]s was meant",
				excerpt(name.text), o.Text)
		}
	}
	if strings.HasPrefix(name.word, "A_") {
		return fail(name.at, "le funzioni sulle liste, come %s, qui non ci sono", "functions over arrays, like %s, are not offered here", excerpt(name.text))
	}
	return fail(name.at, "la funzione %s non c'è: ci sono CASEI, ACCENTI, quelle spaziali (S_…) e quelle temporali (T_…)",
		"there is no function %s: there are CASEI, ACCENTI, the spatial (S_…) and the temporal ones (T_…)", excerpt(name.text))
}

// chained is the error of "a < b < c" and "a ^ b ^ c".
func (p *parser) chained(first token, next operator) error {
	at := p.peek().at
	if next.binds == bindsPower {
		return fail(at, "due ^ di seguito: metti le parentesi, per esempio (a ^ b) ^ c", "two ^ in a row: put parentheses, for example (a ^ b) ^ c")
	}
	return fail(at, "dopo un confronto (%[1]s) non se ne può cominciare un altro: uniscili con AND, per esempio a < b AND b < c",
		"another comparison cannot follow one (%[1]s): join them with AND, for example a < b AND b < c", strings.ToUpper(first.text))
}

// unexpected is the error of a token that does not belong where it stands.
func (p *parser) unexpected(t token, it, en string) error {
	switch {
	case t.kind == end:
		return fail(t.at, "il filtro finisce troppo presto: qui ci vuole %[1]s", "the filter ends too early: here goes %[2]s", it, en)
	case t.is("ILIKE"):
		return fail(t.at, "ILIKE non c'è: scrivi CASEI(nome) LIKE CASEI('via%%')", "there is no ILIKE: write CASEI(name) LIKE CASEI('via%%')")
	case t.is("=") && p.i > 0 && p.all[p.i-1].is("="):
		return fail(t.at, "«==» non esiste: scrivi un solo =", `"==" does not exist: write a single =`)
	case t.is(",") && p.i > 0 && p.all[p.i-1].kind == digits && p.all[p.i+1].kind == digits && p.all[p.i+1].at == t.at+1:
		return fail(t.at, "qui ci vuole %[1]s, non una virgola: i decimali si scrivono con il punto, per esempio 1.5",
			"here goes %[2]s, not a comma: decimals are written with a point, for example 1.5", it, en)
	}
	found := t.text
	if t.kind == quote {
		found = "'" + t.text + "'"
	}
	return fail(t.at, "qui ci vuole %[2]s, non «%[1]s»", "here goes %[3]s, not %[1]q", excerpt(found), it, en)
}
