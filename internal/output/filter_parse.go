package output

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// operator is how a filter compares.
type operator string

const (
	equal          operator = "="
	notEqual       operator = "!="
	contains       operator = "~"
	less           operator = "<"
	lessOrEqual    operator = "<="
	greater        operator = ">"
	greaterOrEqual operator = ">="
)

// orders tells whether the operator asks which of two values comes first.
func (op operator) orders() bool {
	return op == less || op == lessOrEqual || op == greater || op == greaterOrEqual
}

func (op operator) holds(order int) bool {
	switch op {
	case equal:
		return order == 0
	case notEqual:
		return order != 0
	case less:
		return order < 0
	case lessOrEqual:
		return order <= 0
	case greater:
		return order > 0
	case greaterOrEqual:
		return order >= 0
	default:
		return false
	}
}

// holdsForEmpty answers where at least one side is empty; same tells that both are.
func (op operator) holdsForEmpty(same bool) bool {
	return (op == equal && same) || (op == notEqual && !same)
}

// ParseFilter reads 'field OP value'. OP is = != ~ (contains, whatever the letter case) < <= >
// >=, with or without blanks around it; the value may stand in single or double quotes, and then
// is a text wherever the description does not say otherwise. Times are read as timetext.ParseOrAge
// reads them, with now and zone. The value must fit the type of a described field; on any other field
// numbers are compared with numbers and everything else as text. Texts are equal only letter by
// letter, and ordered as Sorter does. It returns the error of CheckFields for a name that must
// be a typing error.
func ParseFilter(expr string, fields []api.Field, now time.Time, zone *time.Location) (Filter, error) {
	name, op, text, quoted, err := splitFilter(expr)
	if err != nil {
		return Filter{}, err
	}
	if err := CheckFields([]string{name}, fields); err != nil {
		return Filter{}, fmt.Errorf("filter %q: %w", expr, err)
	}
	f := Filter{name: name, path: record.ParsePath(name), op: op, zone: zone, fields: fields, tally: &tally{}}
	f.typ = api.Any
	if field, ok := api.Find(fields, name); ok {
		f.typ = field.Type
	}
	if f.value, err = f.readValue(text, quoted, now); err != nil {
		return Filter{}, fmt.Errorf("filter %q: %w", expr, err)
	}
	return f, nil
}

func splitFilter(expr string) (name string, op operator, value string, quoted bool, err error) {
	at := strings.IndexAny(expr, "=!~<>")
	if at < 0 || strings.TrimSpace(expr[:at]) == "" {
		return "", "", "", false, badFilter(expr)
	}
	rest := expr[at:]
	for _, op = range []operator{notEqual, lessOrEqual, greaterOrEqual, equal, contains, less, greater} {
		if after, ok := strings.CutPrefix(rest, string(op)); ok {
			value, quoted = unquote(strings.TrimSpace(after))
			return strings.TrimSpace(expr[:at]), op, value, quoted, nil
		}
	}
	return "", "", "", false, badFilter(expr)
}

func badFilter(expr string) error {
	return fmt.Errorf("filter %q is not of the form 'field OP value', where OP is = != ~ < <= > >=", expr)
}

func unquote(s string) (string, bool) {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1], true
	}
	return s, false
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
	switch f.typ {
	case api.Time:
		at, err := timetext.ParseOrAge(text, now, f.zone)
		if err != nil {
			return operand{}, err //nolint:wrapcheck // it names the text, and the caller the filter
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
	d, ok := parseDecimal(text)
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
	if d, ok := parseDecimal(text); ok && !quoted {
		return operand{rank: rankNumber, number: d, text: text}
	}
	return textOperand(text)
}
