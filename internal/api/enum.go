package api

import (
	"slices"
	"strconv"
	"strings"
)

// InEnum tells whether a value is one of a fixed set. Blanks around it do not count, since descriptions
// have them by mistake, and numbers count by what they are worth: 1.50 is 1.5.
func InEnum(enum []string, kind Type, text string) bool {
	text = strings.TrimSpace(text)
	return slices.ContainsFunc(enum, func(one string) bool {
		one = strings.TrimSpace(one)
		return one == text || (kind == Integer || kind == Number) && sameNumber(one, text)
	})
}

func sameNumber(a, b string) bool {
	one, ok := numberIn(a)
	other, too := numberIn(b)
	return ok && too && one == other
}

// numberIn reads a number as JSON or YAML writes it.
func numberIn(text string) (float64, bool) {
	if strings.HasPrefix(text, "0x") || strings.HasPrefix(text, "0o") {
		n, err := strconv.ParseInt(text, 0, 64)
		return float64(n), err == nil
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}
