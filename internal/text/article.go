package text

import (
	"strings"
	"unicode"
)

// WithArticle puts "a" or "an" before a noun, by how its beginning is spoken: "a record", "an employee", "a user",
// "an NRB".
func WithArticle(noun string) string {
	if vowelSound(noun) {
		return "an " + noun
	}
	return "a " + noun
}

func vowelSound(noun string) bool {
	if noun == "" {
		return false
	}
	word, _, _ := strings.Cut(noun, " ")
	if spelled(word) {
		return strings.ContainsRune("AEFHILMNORSX", rune(word[0])) // letters whose names begin with a vowel
	}
	word = strings.ToLower(word)
	for _, start := range []string{"eu", "one", "uni", "use", "usa", "usu", "uti"} { // spoken "you" and "won"
		if strings.HasPrefix(word, start) {
			return false
		}
	}
	for _, start := range []string{"heir", "honest", "honor", "honour", "hour"} { // whose h is silent
		if strings.HasPrefix(word, start) {
			return true
		}
	}
	return strings.ContainsRune("aeiou", rune(word[0]))
}

// spelled tells whether a word is an abbreviation that is spoken letter by letter: capitals without a vowel, or few.
func spelled(word string) bool {
	const most = 3
	if strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsLower(r) }) {
		return false
	}
	return len(word) <= most || !strings.ContainsAny(word, "AEIOU")
}
