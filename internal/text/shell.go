package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ShellWord tells whether a shell takes a text, put on its command line as it is, for one word that
// stands for itself: in bash, zsh, fish and PowerShell, wherever in a line and however often it is read
// again, as completion does. Only letters and digits of any script and -_.:/@+,=% are such.
func ShellWord(s string) bool {
	return s != "" && !strings.Contains(s, " ") && ShellWords(s)
}

// ShellWords is ShellWord for a text that may have blanks, which a shell then has to quote: without
// quotes it falls into words of which none is a flag.
func ShellWords(s string) bool {
	if strings.HasPrefix(s, " ") || strings.HasSuffix(s, " ") || !utf8.ValidString(s) {
		return false
	}
	previous := ' '
	for i, r := range s {
		var allowed bool
		switch {
		case r == ' ':
			allowed = previous != ' '
		case r == '-': // at the start of a word it makes a flag; alone it is a dash between words
			allowed = previous != ' ' || strings.HasPrefix(s[i+1:], " ") && i > 0
		case strings.ContainsRune("_./", r):
			allowed = true
		case strings.ContainsRune(":@+,=%", r):
			allowed = previous != ' ' // =ls in zsh, @args in PowerShell, %1 in job control
		case r == '!': // "!=" is no history: a filter
			allowed = previous != ' ' && strings.HasPrefix(s[i+1:], "=")
		default:
			allowed = unicode.In(r, unicode.L, unicode.M, unicode.Nd) && r != '\u034f' && !invisible(r)
		}
		if !allowed {
			return false
		}
		previous = r
	}
	return true
}

// invisible tells letters and marks that show nothing: a word with one looks like another word.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
