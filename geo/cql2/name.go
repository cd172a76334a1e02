package cql2

import "unicode"

// startsName are the characters that begin an identifier, continuesName those that
// stand in one (rules identifierStart and identifierPart of OGC 21-065r2, annex B).
func startsName(r rune) bool { return unicode.Is(starts, r) && !unicode.IsSpace(r) }

func continuesName(r rune) bool { return startsName(r) || unicode.Is(continues, r) }

var starts = &unicode.RangeTable{
	R16: []unicode.Range16{
		{':', ':', 1}, {'A', 'Z', 1}, {'_', '_', 1}, {'a', 'z', 1},
		{0xC0, 0xD6, 1}, {0xD8, 0xF6, 1}, {0xF8, 0x2FF, 1}, {0x370, 0x37D, 1}, {0x37F, 0x1FFE, 1},
		{0x200C, 0x200D, 1}, {0x2070, 0x218F, 1}, {0x2C00, 0x2FEF, 1}, {0x3001, 0xD7FF, 1},
		{0xF900, 0xFDCF, 1}, {0xFDF0, 0xFFFC, 1},
	},
	R32:         []unicode.Range32{{0x10000, 0xEFFFF, 1}},
	LatinOffset: 6,
}

var continues = &unicode.RangeTable{
	R16:         []unicode.Range16{{'.', '.', 1}, {'0', '9', 1}, {0x300, 0x36F, 1}, {0x203F, 0x2040, 1}},
	LatinOffset: 2,
}

// reserved words are never the name of a property unless it stands in double
// quotes; other words of the language are only before a parenthesis.
func reserved(word string) bool {
	switch word {
	case "AND", "OR", "NOT", "IS", "NULL", "LIKE", "BETWEEN", "IN", "TRUE", "FALSE", "DIV":
		return true
	}
	return false
}
