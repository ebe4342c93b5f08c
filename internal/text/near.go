package text

import "strings"

// DidYouMean offers names in brackets, to stand behind the word that they are near to; nothing where there
// are none.
func DidYouMean(near []string) string {
	if len(near) == 0 {
		return ""
	}
	return " (did you mean " + strings.Join(near, ", ") + "?)"
}
