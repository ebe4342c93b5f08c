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

// holds tells whether two values in this order meet the operator, of != whether they are equal.
func (op operator) holds(order int) bool {
	switch op {
	case equal, notEqual:
		return order == 0
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

// ParseFilter reads 'field OP value'. OP is = (or ==) != (or <>) ~ (contains, whatever the letter case)
// < <= > >=, with or without blanks around it. The value may stand in single or double quotes, and then
// is a text wherever the description does not say otherwise. Behind = and != commas that do not stand in
// quotes separate several values, any of which will do. Times are read as timetext.ParseOrAge
// reads them, with now and zones; a day is compared with the days that a field of days has. The value must
// fit the type of a described field; on any other field
// numbers are compared with numbers and everything else as text. Texts are equal only letter by
// letter (unless IgnoringCase), and ordered as Sorter does; how Unicode writes a letter does not count.
// It returns the error of CheckFields for a name that must be a typing error.
func ParseFilter(expr string, fields []api.Field, now time.Time, zones timetext.Zones) (Filter, error) {
	name, op, text, err := splitFilter(expr)
	if err != nil {
		return Filter{}, err
	}
	if err := CheckFields([]string{name}, fields); err != nil {
		return Filter{}, fmt.Errorf("filter %q: %w", expr, err)
	}
	f := Filter{name: name, path: record.ParsePath(name), op: op, zones: zones, fields: fields, tally: &tally{}}
	f.typ = api.Any
	if field, _, ok := lookup(fields, f.path); ok {
		f.field, f.typ = field, field.Type
	}
	if err := f.readValues(text, now); err != nil {
		return Filter{}, fmt.Errorf("filter %q: %w", expr, err)
	}
	return f, nil
}

// spelling is an operator as it may be written.
type spelling struct {
	text string
	op   operator
}

// spellings gives the operators, those that begin with another one before it.
func spellings() []spelling {
	return []spelling{
		{"!=", notEqual}, {"<>", notEqual}, {"<=", lessOrEqual}, {">=", greaterOrEqual}, {"==", equal},
		{"=", equal}, {"~", contains}, {"<", less}, {">", greater},
	}
}

func splitFilter(expr string) (name string, op operator, value string, err error) {
	const signs = "=!~<>"
	at := strings.IndexAny(expr, signs)
	if at < 0 || strings.TrimSpace(expr[:at]) == "" {
		return "", "", "", badFilter(expr)
	}
	rest := expr[at:]
	for _, spelled := range spellings() {
		after, ok := strings.CutPrefix(rest, spelled.text)
		if !ok {
			continue
		}
		value = strings.TrimSpace(after)
		if value != "" && strings.ContainsRune(signs, rune(value[0])) {
			return "", "", "", fmt.Errorf("%w; a value that begins with %q stands in quotes", badFilter(expr), value[:1])
		}
		return strings.TrimSpace(expr[:at]), spelled.op, value, nil
	}
	return "", "", "", badFilter(expr)
}

func badFilter(expr string) error {
	return fmt.Errorf("filter %q is not of the form 'field OP value', where OP is = != ~ < <= > >=", expr)
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
