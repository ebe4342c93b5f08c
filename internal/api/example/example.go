package example

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// exampleMoment is the first of January 2026, midnight UTC, in epoch milliseconds.
const exampleMoment = "1767225600000"

// exampleValue makes a value of a field that is neither object nor array: a valid one of the enum,
// a placeholder for a reference, or what the sample suggests.
func exampleValue(f api.Field) jsontext.Value {
	var text string
	switch {
	case len(f.Enum) > 0:
		text = f.Enum[0]
	case f.RefersTo != nil:
		text = "<existing " + f.RefersTo.Field + ">"
	case f.Sample == "":
		text = exampleOfFormat(f)
	default:
		text = sampleText(f.Sample)
	}
	switch f.Type {
	case api.Time, api.Day:
		return jsontext.Value(exampleMoment)
	case api.Integer, api.Number, api.Boolean:
		if v := jsontext.Value(text); v.IsValid() && v.Kind() != '"' {
			return v
		}
		return zero(f.Type)
	default:
		return quoted(text)
	}
}

// exampleOfFormat is an example for a text of which only the format is known, if that.
func exampleOfFormat(f api.Field) string {
	switch {
	case f.Format == "uuid":
		return "00000000-0000-4000-8000-000000000001"
	case f.Format == "date-time":
		return "2026-01-01T00:00:00Z"
	case f.Format == "date":
		return "2026-01-01"
	case f.Format == "email":
		return "jo.smith@example.com"
	case f.Format == "base64":
		return ""
	case f.Format == "uri" || f.Format == "url":
		return "https://example.com/"
	case f.Required:
		return "text"
	default:
		return ""
	}
}

func zero(t api.Type) jsontext.Value {
	switch t {
	case api.Boolean:
		return jsontext.Value("false")
	case api.Integer:
		return jsontext.Value("1")
	default:
		return jsontext.Value("0")
	}
}

// sampleText is the example that a sample stands for. The grammar of samples is in openapi.yaml.
func sampleText(sample string) string {
	kind, rest, _ := strings.Cut(sample, " ")
	switch kind {
	case "maybe":
		_, rest, _ = strings.Cut(rest, " ")
		return sampleText(rest)
	case "sequence":
		return fmt.Sprintf(rest, 1)
	case "ordinal":
		return "1"
	case "guid":
		return "00000000-0000-4000-8000-000000000001"
	case "const":
		return rest
	case "pick":
		first, _, _ := strings.Cut(rest, "|")
		return first
	case "money", "number":
		low, _, _ := strings.Cut(rest, " ")
		return low
	case "follow":
		return firstFollower(rest)
	case "yes":
		return "true"
	default:
		return exampleWord(kind)
	}
}

// firstFollower gives the text that goes with the first value of the other field, which is also
// the value that an example of that field has: "FIELD VALUE=TEXT|…".
func firstFollower(arguments string) string {
	_, pairs, _ := strings.Cut(arguments, " ")
	first, _, _ := strings.Cut(pairs, "|")
	_, text, _ := strings.Cut(first, "=")
	return text
}

// exampleWord is an example for the kinds of sample that make up a text.
func exampleWord(kind string) string {
	switch kind {
	case "first-name":
		return "Jo"
	case "last-name":
		return "Smith"
	case "nick-name":
		return "Smitty"
	case "company":
		return "Northern Energy Ltd."
	case "trade":
		return "Welder"
	case "equipment":
		return "Vacuum truck"
	case "item":
		return "Welder, per hour"
	case "job-name":
		return "Pipeline repair"
	case "well-site":
		return "04-12-045-07W5"
	case "street":
		return "100 Main Street"
	case "email":
		return "jo.smith@example.com"
	case "phone":
		return "+1 780 555 0100"
	case "note":
		return "Call before arrival."
	case "city":
		return "Red Deer"
	case "category":
		return "Field"
	case "file-name":
		return "receipt.pdf"
	default:
		return ""
	}
}
