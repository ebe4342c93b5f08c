package answer

import (
	"slices"
	"strings"
	"unicode"
)

// wordsIn splits a name or a text into its words, in small letters: at all that is no letter or digit,
// and where a capital follows a small letter.
func wordsIn(text string) []string {
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
			word = word[:0]
		}
	}
	small := false
	for _, letter := range text {
		switch {
		case !unicode.IsLetter(letter) && !unicode.IsDigit(letter):
			if letter != '\'' && letter != '’' { // can't is one word, cant
				end()
			}
			small = false
			continue
		case unicode.IsUpper(letter) && small:
			end()
		}
		small = !unicode.IsUpper(letter)
		word = append(word, letter)
	}
	end()
	return words
}

// wordsBy turns lists of words around.
func wordsBy[P comparable](lists map[P]string) map[string]P {
	words := map[string]P{}
	for p, list := range lists {
		for word := range strings.FieldsSeq(list) {
			words[word] = p
		}
	}
	return words
}

func containsAny(words []string, some ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(some, word) })
}
