package qgis

import (
	"strconv"
)

// rule draws the features that a filter chooses; the filter is an expression of
// QGIS. A feature that several rules choose is drawn by all, the first lowest.
type rule struct {
	label  string
	filter string
	symbol symbol
	off    bool // in the legend, and not drawn until somebody ticks it
}

// rules draws each feature by the rules that choose it.
func rules(list []rule) element {
	var tree, symbols []element
	for i, r := range list {
		attrs := []string{"key", "{" + strconv.Itoa(i) + "}", "symbol", strconv.Itoa(i), "label", r.label, "filter", r.filter}
		if r.filter == "" {
			attrs = attrs[:6]
		}
		if r.off {
			attrs = append(attrs, "checkstate", "0")
		}
		tree = append(tree, el("rule", attrs...))
		symbols = append(symbols, r.symbol.element(strconv.Itoa(i)))
	}
	return el("renderer-v2", "type", "RuleRenderer", "forceraster", "0", "symbollevels", "0", "enableorderby", "0").
		with(el("rules", "key", "{rules}").with(tree...), el("symbols").with(symbols...))
}

// category is one value of a field, and its symbol.
type category struct {
	value, label string
	symbol       symbol
}

// categories draws each feature by the value of a field.
func categories(field string, list []category) element {
	var cats, symbols []element
	for i, c := range list {
		cats = append(cats, el("category", "value", c.value, "label", c.label, "symbol", strconv.Itoa(i), "render", "true", "type", "string"))
		symbols = append(symbols, c.symbol.element(strconv.Itoa(i)))
	}
	return el("renderer-v2", "type", "categorizedSymbol", "attr", field, "forceraster", "0", "symbollevels", "0", "enableorderby", "0").
		with(el("categories").with(cats...), el("symbols").with(symbols...))
}

// single draws all features alike.
func single(s symbol) element {
	return el("renderer-v2", "type", "singleSymbol", "forceraster", "0", "symbollevels", "0", "enableorderby", "0").
		with(el("symbols").with(s.element("0")))
}

// tileRules draws the features of layers of vector tiles. geometry is 0 for points,
// 1 for lines, 2 for areas, as QGIS counts; zooms are inclusive, -1 for no limit.
type tileRule struct {
	rule
	layer    string
	geometry int
	from, to int
}

func tileRules(list []tileRule) element {
	styles := el("styles")
	for _, r := range list {
		styles.in = append(styles.in, el("style", "name", r.label, "layer", r.layer, "geometry", strconv.Itoa(r.geometry), "expression", r.filter,
			"enabled", flag(!r.off), "min-zoom", strconv.Itoa(r.from), "max-zoom", strconv.Itoa(r.to)).
			with(el("symbols").with(r.symbol.element("0"))))
	}
	return el("renderer", "type", "basic").with(styles)
}
