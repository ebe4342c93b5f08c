package api

import (
	"strings"
	"unicode"
)

// Words splits a name such as JobWBSSchedule into its words in lower case: job wbs schedule.
func Words(name string) []string {
	var out []string
	runes := []rune(name)
	start := 0
	for i, r := range runes {
		if i == start {
			continue
		}
		before := runes[i-1]
		newWord := unicode.IsUpper(r) && (!unicode.IsUpper(before) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if newWord || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			out = appendWord(out, runes[start:i])
			start = i
		}
	}
	return appendWord(out, runes[start:])
}

func appendWord(out []string, runes []rune) []string {
	word := strings.TrimFunc(string(runes), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if word == "" {
		return out
	}
	return append(out, strings.ToLower(word))
}
