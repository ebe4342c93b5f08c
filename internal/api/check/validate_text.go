package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// text looks for what a spreadsheet or a copy from a web page leaves in a text and nobody sees. In
// what says which record is meant it is refused: no other record would be found by it. In the rest
// it warns.
func (c *checker) text(f *api.Field, v jsontext.Value) {
	text := record.Text(v)
	names := f.RefersTo != nil || c.isIdentity(f)
	if text == "" || (c.isIdentity(f) && strings.TrimSpace(text) == "") { // which counts as no key
		return
	}
	expected := spoiled(text, names)
	if expected == "" {
		return
	}
	c.faults = append(c.faults, Fault{Path: c.at(), Value: shown(v), Expected: expected, Warning: !names})
}

// isIdentity tells whether the value being read is the record's own key or GUID.
func (c *checker) isIdentity(f *api.Field) bool {
	return len(c.path) == 1 && slices.Contains(c.identity, f.Name)
}

// spoiled says what should stand in the place of a text that is damaged, and nothing where none is.
// In a name, what cannot be seen is damage wherever it stands.
func spoiled(text string, name bool) string {
	switch {
	case isSheetError(text):
		return "a value; a spreadsheet left this error in the cell"
	case text == hiddenText:
		return "a value; the log of writes puts this in the place of a secret"
	case strings.TrimSpace(text) != text:
		return "no blank before or behind it"
	}
	for _, r := range text {
		if isNoBreakSpace(r) || (name && (isUnseen(r) || unicode.IsControl(r))) {
			return fmt.Sprintf("plain blanks and letters; it has the invisible character %U", r)
		}
	}
	return ""
}

// hiddenText is what the log of writes, and messages, have in the place of a secret.
const hiddenText = "***"

// isSheetError tells of the errors that Excel and LibreOffice write into cells, in every language:
// #REF!, #WERT!, #DIV/0!, #NAME?, and the few that end otherwise.
func isSheetError(text string) bool {
	inner, marked := strings.CutPrefix(text, "#")
	if !marked {
		return false
	}
	switch inner {
	case "N/A", "NV", "GETTING_DATA":
		return true
	}
	inner, marked = strings.CutSuffix(strings.ReplaceAll(inner, "?", "!"), "!")
	return marked && inner != "" && !strings.ContainsFunc(inner, func(r rune) bool {
		return !unicode.IsUpper(r) && !strings.ContainsRune("/0_", r)
	})
}

// isNoBreakSpace tells of the blanks that word processors and web pages put in the place of plain ones.
func isNoBreakSpace(r rune) bool {
	switch r {
	case '\u00a0', '\u2007', '\u202f':
		return true
	}
	return false
}

// isUnseen tells of characters without width that no name needs.
func isUnseen(r rune) bool {
	switch r {
	case '\u00ad', '\u200b', '\u2060', '\ufeff':
		return true
	}
	return false
}
