package gazetteer

import (
	"slices"
	"strings"
)

// streetName is a written street name taken apart.
type streetName struct {
	family string   // of the generic word: "via", "hamlet"; "" when there is none
	words  []string // canonical, without the generic word and the stop words; initials as "g."
	// article tells of an article before a common noun: "Via della Chiesa".
	article bool
}

// key is the same for all spellings of the words in any order.
func (n streetName) key() string {
	words := slices.Clone(n.words)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// parseStreet takes a street name apart, without house number: generic words
// and titles written out, numbers in digits, surname and name in any order.
func parseStreet(s string) streetName {
	words := splitNumbers(strings.Fields(Fold(dotInitials(s))))
	family, rest := cutGeneric(words)
	n := streetName{family: family}
	for i, w := range rest {
		n.article = n.article || articles[w]
		w = canonical(rest, i, w)
		if w != "" && !slices.Contains(n.words, w) {
			n.words = append(n.words, w)
		}
	}
	return n
}

// initialMark follows a single letter that stood before a dot, so that it
// survives Fold: "L. Einaudi" has an initial, "l'asilo" an article.
const initialMark = "0initial"

func dotInitials(s string) string {
	var b strings.Builder
	start := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '.' || i == 0 || !asciiLetter(s[i-1]) || i >= 2 && !boundary(s[i-2]) {
			continue
		}
		if s[i-1]|0x20 == 's' && saintBefore(s[i+1:]) {
			continue
		}
		b.WriteString(s[start:i])
		b.WriteString(initialMark + " ")
		start = i + 1
	}
	if start == 0 {
		return s
	}
	b.WriteString(s[start:])
	return b.String()
}

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func boundary(c byte) bool    { return c < 0x80 && !asciiLetter(c) && (c < '0' || c > '9') }

// splitNumbers parts letters from digits, "sp1" into "sp" and "1", and "lungo"
// from what it runs along, "lungodora" into "lungo" and "dora". Initials keep
// their mark as a final dot.
func splitNumbers(words []string) []string {
	out := make([]string, 0, len(words)+2)
	for _, w := range words {
		if letter, ok := strings.CutSuffix(w, initialMark); ok && len(letter) == 1 {
			out = append(out, letter+".")
			continue
		}
		if rest, ok := strings.CutPrefix(w, "lungo"); ok && rest != "" {
			out = append(out, "lungo", rest)
			continue
		}
		cut := strings.IndexAny(w, "0123456789")
		if cut > 0 && cut <= 2 && strings.Trim(w[cut:], "0123456789") == "" {
			out = append(out, w[:cut], w[cut:])
			continue
		}
		out = append(out, w)
	}
	return out
}

// cutGeneric takes the generic word off the front and gives its family.
func cutGeneric(words []string) (string, []string) {
	plain := func(i int) string { return strings.TrimSuffix(words[i], ".") }
	if len(words) > 2 {
		two := plain(0) + " " + plain(1)
		if owner, ok := shortRoads[two]; ok && digits(words[2]) {
			return "strada", append([]string{owner}, words[2:]...)
		}
	}
	if len(words) > 1 {
		if owner, ok := shortRoads[plain(0)]; ok && digits(words[1]) {
			return "strada", append([]string{owner}, words[1:]...)
		}
	}
	if len(words) > 2 {
		if long, ok := shortGenerics[plain(0)+" "+plain(1)]; ok {
			return generics[long], words[2:]
		}
	}
	if len(words) > 1 {
		first := plain(0)
		if long, ok := shortGenerics[first]; ok {
			first = long
		}
		if family, ok := generics[first]; ok {
			return family, dropSecondGeneric(family, words[1:])
		}
	}
	return "", words
}

// dropSecondGeneric forgets "sparse" of "case sparse".
func dropSecondGeneric(family string, words []string) []string {
	if family == "hamlet" && len(words) > 1 && words[0] == "sparse" {
		return words[1:]
	}
	return words
}

// canonical writes a word in its one form; "" for a word without meaning.
func canonical(words []string, i int, w string) string {
	last := i == len(words)-1
	if (w == "f" || w == "f.") && !last && words[i+1] == "lli" {
		return "fratelli"
	}
	if w == "lli" && i > 0 && strings.TrimSuffix(words[i-1], ".") == "f" {
		return ""
	}
	if strings.HasSuffix(w, ".") {
		return w
	}
	if len(w) == 1 && (w == "i" || w == "v" || w == "x") {
		if last && i > 0 || !last && months[words[i+1]] {
			return numbers[w]
		}
	}
	if stopWords[w] && len(words) > 1 {
		return ""
	}
	if long, ok := shortTitles[w]; ok {
		return long
	}
	if len(w) == 1 && !digits(w) {
		return w + "." // an initial without its dot
	}
	if n, ok := numbers[w]; ok && len(w) > 1 {
		return n
	}
	if !last {
		return saint(w)
	}
	return w
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
