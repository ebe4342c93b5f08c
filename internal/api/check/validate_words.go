package check

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

const (
	// nearMost is how many near words a fault names.
	nearMost = 3
	// shownMost is how many characters of a value a fault shows.
	shownMost = 60
	// enumMost is how many values of an enum a fault names.
	enumMost = 12
)

// wanted says in words what a value of a field looks like: "true or false".
func wanted(f *api.Field) string {
	if len(f.Enum) > 0 {
		if len(f.Enum) > enumMost {
			return fmt.Sprintf("one of %s and %d more", strings.Join(f.Enum[:enumMost], ", "), len(f.Enum)-enumMost)
		}
		return "one of " + strings.Join(f.Enum, ", ")
	}
	switch f.Type {
	case api.String:
		if f.Format == "base64" {
			return "a file's content in base64"
		}
		return "a text"
	case api.Number:
		return "a number such as 1234.50"
	case api.Integer:
		return "a whole number"
	case api.Boolean:
		return "true or false"
	case api.Day:
		return "a day such as 2026-03-01, a time such as 2026-03-01T08:00:00Z, or epoch milliseconds"
	case api.Time:
		return "a time such as 2026-03-01, 2026-03-01T08:00:00Z or epoch milliseconds"
	case api.Object:
		return "an object, {…} in JSON"
	case api.Array:
		return "a list, […] in JSON"
	default:
		return "any value"
	}
}

// wantedInstead says what a value of the wrong type should look like. Where only quotes are at
// fault, the value as people read it would look right.
func wantedInstead(f *api.Field, v jsontext.Value) string {
	words := wanted(f)
	if v.Kind() == jsontext.KindString {
		if inner := jsontext.Value(record.Text(v)); inner.IsValid() && fits(f.Type, inner) {
			return words + ", without quotes"
		}
		return words
	}
	if f.Type == api.String && len(f.Enum) == 0 && v.Kind() == jsontext.KindNumber {
		return words + `, in quotes: "` + string(v) + `"`
	}
	return words
}

// shown gives a value as people read it, cut short.
func shown(v jsontext.Value) string { return text.Shorten(record.Text(v), shownMost) }
