package compile

import (
	"slices"
	"strings"

	"github.com/gertd/go-pluralize"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// inflection gives singulars and plurals. Abbreviations and mass nouns of the trade have none.
type inflection struct{ client *pluralize.Client }

func newInflection() inflection {
	client := pluralize.NewClient()
	for _, word := range []string{"data", "metadata", "analytics", "dns", "iops", "kubernetes", "gps", "os", "sms", "cms", "tls"} {
		client.AddUncountableRule(word)
	}
	client.AddIrregularRule("me", "me")
	return inflection{client}
}

func (i inflection) singular(word string) string {
	if strings.HasSuffix(word, "aas") { // software as a service
		return word
	}
	return i.client.Singular(word)
}

func (i inflection) plural(word string) string {
	if strings.HasSuffix(word, "aas") {
		return word
	}
	return i.client.Plural(word)
}

// plainSingular is a name as it is compared: without letter case, signs between words and the ending of a
// plural.
func plainSingular(name string) string { return api.PlainName(api.Singular(name)) }

// singularWords are words without the endings of plurals.
func singularWords(parts []string) []string {
	out := make([]string, 0, len(parts))
	for _, part := range parts {
		out = append(out, api.Singular(part))
	}
	return out
}

// endsInWords tells whether words end in others.
func endsInWords(all, end []string) bool {
	return len(end) > 0 && len(end) <= len(all) && slices.Equal(all[len(all)-len(end):], end)
}

// escaped is a name as a step of a path, in which a dot stands behind a backslash.
func escaped(name string) string { return strings.NewReplacer(`\`, `\\`, ".", `\.`).Replace(name) }
