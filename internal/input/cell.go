package input

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// nullCell is how a cell says null, since an empty one says nothing.
const nullCell = `\null`

// isEmptyCell tells whether a cell has no value. Blanks count only in texts.
func isEmptyCell(f *api.Field, cell string) bool {
	if f.Type != api.String && f.Type != api.Any {
		cell = strings.TrimSpace(cell)
	}
	return cell == ""
}

// Typed makes JSON of a text as a CSV cell has it, or the user after an equals sign, by the type of
// its field: digits stay as they are, "yes" is true, a date becomes epoch milliseconds, an object or
// list is read as JSON, and \null is null. A field of an unknown type is text. What is not of the
// type is text too, for api.Check to find. zones are those of times that name none, and of days.
func Typed(f *api.Field, text string, zones timetext.Zones) record.Value {
	if f == nil { // a field that nobody knows
		f = &api.Field{}
	}
	return newTyper(Options{Zones: zones}).appendTyped(nil, f, text)
}

// appendTyped appends a text as JSON of the field's type, as Typed describes it.
func (t *typer) appendTyped(dst []byte, f *api.Field, text string) []byte {
	if text == nullCell {
		return append(dst, "null"...)
	}
	trimmed := strings.TrimSpace(text)
	switch f.Type {
	case api.Boolean:
		if b, ok := boolean(trimmed); ok {
			return append(dst, b...)
		}
	case api.Integer, api.Number:
		if n, ok := number(trimmed); ok {
			return append(dst, n...)
		}
	case api.Time, api.Day:
		if at, err := t.zones.Read(trimmed, f.Type == api.Day); err == nil {
			return appendMillis(dst, at)
		}
	case api.Object, api.Array:
		if v := jsontext.Value(trimmed); v.IsValid(jsontext.AllowDuplicateNames(true)) {
			if typed, err := t.typeNested(v, f); err == nil {
				return append(dst, typed...)
			}
		}
	default:
	}
	return appendText(dst, text)
}

// appendText appends a text as a JSON string; what is not UTF-8 is replaced, and has been refused
// before where it came from a file.
func appendText(dst []byte, text string) []byte {
	dst, _ = jsontext.AppendQuote(dst, text)
	return dst
}

func boolean(text string) (string, bool) {
	switch strings.ToLower(text) {
	case "true", "yes":
		return "true", true
	case "false", "no":
		return "false", true
	}
	return "", false
}

// number gives a number as JSON writes it, with the digits that it has. A plus sign, zeros at the
// front and a point without a digit before it are put right; separators of thousands are not
// guessed at.
func number(text string) (string, bool) {
	sign := ""
	if text != "" && (text[0] == '-' || text[0] == '+') {
		sign = strings.TrimPrefix(text[:1], "+")
		text = text[1:]
	}
	if text == "" || !strings.ContainsAny(text[:1], "0123456789.") {
		return "", false
	}
	text = strings.TrimLeft(text, "0")
	if text == "" || text[0] < '0' || text[0] > '9' {
		text = "0" + text
	}
	text = sign + text
	v := jsontext.Value(text)
	return text, v.IsValid() && v.Kind() == jsontext.KindNumber
}
