package compile

import (
	"strings"
	"unicode"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// oneLine folds a text into one line, because it is shown in tables and help.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// words splits a name such as JobWBSSchedule into its words in lower case: job wbs schedule.
func words(name string) []string {
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

func plural(word string) string {
	switch {
	case strings.HasSuffix(word, "y") && len(word) > 1 && !strings.ContainsRune("aeiou", rune(word[len(word)-2])):
		return word[:len(word)-1] + "ies"
	case strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "x"), strings.HasSuffix(word, "ch"), strings.HasSuffix(word, "sh"):
		return word + "es"
	case strings.HasSuffix(word, "s"):
		return word
	default:
		return word + "s"
	}
}

// escaped is a name as a step of a path, in which a dot stands behind a backslash.
func escaped(name string) string { return strings.NewReplacer(`\`, `\\`, ".", `\.`).Replace(name) }

// endsIn tells whether the plain form of a name ends in a word of small letters. It is asked of every
// field of a description, and so makes no text.
func endsIn(name, word string) bool {
	at := len(word)
	for i := len(name) - 1; i >= 0 && at > 0; i-- {
		letter := name[i]
		if letter >= 'A' && letter <= 'Z' {
			letter += 'a' - 'A'
		}
		if letter != word[at-1] {
			if letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9' || letter >= 0x80 {
				return false
			}
			continue // a sign between words
		}
		at--
	}
	return at == 0
}

// one gives the singular of a resource that is named in the plural, where that is plain.
func one(word string) string {
	for _, single := range []string{strings.TrimSuffix(word, "es"), api.Singular(word)} {
		if len(single) > 2 && single != word && plural(single) == word {
			return single
		}
	}
	return word
}

func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
