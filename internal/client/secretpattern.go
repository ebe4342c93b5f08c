package client

import (
	"regexp"
	"strings"
)

// longestCredentials is how long a user name and its password may be together, in bytes, for a pattern to be
// made: a longer one takes seconds, and in the end fails.
const longestCredentials = 8 << 10

// pattern finds secrets in texts. Without an expression, which secrets of absurd length do not have, it takes
// every text for one: to show less than there is does no harm.
type pattern struct{ expression *regexp.Regexp }

func patternOf(forms []string) pattern {
	if len(forms) == 0 {
		forms = []string{`[^\x00-\x{10FFFF}]`} // which nothing is: no form would be found everywhere
	}
	expression, err := regexp.Compile(strings.Join(forms, "|"))
	if err != nil {
		return pattern{} // and the error holds the secret
	}
	return pattern{expression}
}

func (p pattern) replace(text, by string) string {
	if p.expression == nil {
		return by
	}
	return p.expression.ReplaceAllLiteralString(text, by)
}

// places gives the beginnings and ends of the secrets in a text.
func (p pattern) places(text string) [][]int {
	if p.expression == nil {
		return [][]int{{0, len(text)}}
	}
	return p.expression.FindAllStringIndex(text, -1)
}
