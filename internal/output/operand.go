package output

import (
	"cmp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/unicode/norm"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// operand is a value made ready for being compared.
type operand struct {
	rank   rank
	number decimal
	text   string
	folded string
	// day tells that the text is a day of the calendar, and that whatever it is compared with counts as the
	// day that it falls on.
	day bool
}

// rank says in which order kinds of values stand among one another.
type rank int

const (
	rankEmpty rank = iota
	rankBoolean
	rankNumber
	rankText
)

// newOperand takes a record's value; nil, null and the empty text are empty.
func newOperand(v record.Value) operand {
	switch v.Kind() {
	case jsontext.KindTrue, jsontext.KindFalse:
		return operand{rank: rankBoolean, text: record.Text(v)}
	case jsontext.KindNumber:
		text := record.Text(v)
		if d, ok := parseDecimal(text); ok {
			return operand{rank: rankNumber, number: d, text: text}
		}
		return textOperand(text)
	default:
		return textOperand(record.Text(v))
	}
}

func textOperand(text string) operand {
	if text == "" {
		return operand{}
	}
	text = norm.NFC.String(text)
	return operand{rank: rankText, text: text, folded: strings.ToLower(text)}
}

func (o operand) empty() bool { return o.rank == rankEmpty }

// compare orders by kind, then by value. Booleans are texts of which "false" comes first.
func (o operand) compare(other operand) int {
	switch {
	case o.rank != other.rank:
		return cmp.Compare(o.rank, other.rank)
	case o.rank == rankNumber:
		return o.number.compare(other.number)
	}
	return cmp.Or(strings.Compare(o.folded, other.folded), strings.Compare(o.text, other.text))
}
