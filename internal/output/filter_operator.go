package output

import (
	"fmt"
	"strings"
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
