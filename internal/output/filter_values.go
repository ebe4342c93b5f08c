package output

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// readValues reads the right-hand side of a filter. A text that commas take apart is kept whole too: a
// record may hold that very text, as in "Smith, J".
func (f *Filter) readValues(text string, now time.Time) error {
	f.rawValue = text
	parts, err := f.split(text)
	if err != nil {
		return err
	}
	for _, part := range parts {
		members, isGroup, err := f.members(part)
		if err != nil {
			return err
		}
		if !isGroup {
			members = []string{part.text}
		}
		for _, text := range members {
			value, err := f.readValue(text, part.quoted || isGroup, now)
			if err != nil {
				return err
			}
			value = f.label(value)
			value.typed = f.comparesLabels() && !isGroup
			f.values = append(f.values, value)
		}
	}
	if len(parts) > 1 && (f.typ == api.String || f.typ == api.Any) {
		f.whole = f.label(textOperand(text))
	}
	return nil
}

// split takes a value apart where several may stand.
func (f *Filter) split(text string) ([]literal, error) {
	one := func() ([]literal, error) {
		bare, quoted := unquote(text)
		return []literal{{bare, quoted}}, nil
	}
	if f.op != equal && f.op != notEqual || f.isChoice(text) {
		return one()
	}
	if f.typ == api.Object || f.typ == api.Array || strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{") {
		if jsontext.Value(text).IsValid() { // the commas are those of JSON
			return one()
		}
	}
	parts := splitValues(text)
	for _, part := range parts {
		if part.text == "" && !part.quoted && len(parts) > 1 {
			return nil, errors.New("one of the values between the commas is empty: write \"\" for it, or put a value that has commas in quotes")
		}
	}
	return parts, nil
}

// readValue reads the right-hand side as the field's type wants it.
func (f Filter) readValue(text string, quoted bool, now time.Time) (operand, error) {
	if text == "" {
		if f.op != equal && f.op != notEqual {
			return operand{}, fmt.Errorf("%s needs a value; only = and != can do without", f.op)
		}
		return operand{}, nil
	}
	if f.op == contains {
		return textOperand(text), nil
	}
	if f.op.orders() && (f.typ == api.Boolean || f.typ == api.Object || f.typ == api.Array) {
		return operand{}, fmt.Errorf("%s has no order, it is of type %s: use = != or ~", f.name, f.typ)
	}
	if f.holdsDays() {
		if day, ok, err := f.readDay(text, now); ok || err != nil {
			return day, err
		}
	}
	switch f.typ {
	case api.Time, api.Day:
		at, err := f.zones.ReadOrAge(text, now, f.typ == api.Day)
		if err != nil {
			return operand{}, err
		}
		return f.numberValue(strconv.FormatInt(at.UnixMilli(), 10))
	case api.Integer, api.Number:
		return f.numberValue(text)
	case api.Boolean:
		return f.booleanValue(text)
	case api.Any:
		return freeValue(text, quoted), nil
	default:
		return textOperand(text), nil
	}
}

func (f Filter) numberValue(text string) (operand, error) {
	d, ok := record.ParseDecimal(text)
	if !ok {
		return operand{}, fmt.Errorf("%s is a number and %q is not", f.name, text)
	}
	return operand{rank: rankNumber, number: d, text: text}, nil
}

func (f Filter) booleanValue(text string) (operand, error) {
	lower := strings.ToLower(text)
	if lower != "true" && lower != "false" {
		return operand{}, fmt.Errorf("%s is true or false, not %q", f.name, text)
	}
	return operand{rank: rankBoolean, text: lower}, nil
}

// freeValue takes a value for a field of unknown type.
func freeValue(text string, quoted bool) operand {
	if d, ok := record.ParseDecimal(text); ok && !quoted {
		return operand{rank: rankNumber, number: d, text: text}
	}
	return textOperand(text)
}
