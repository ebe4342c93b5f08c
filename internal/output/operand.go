package output

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/unicode/norm"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// operand is a value made ready for being compared.
type operand struct {
	rank   rank
	number record.Decimal
	text   string
	folded string
	// day tells that the text is a day of the calendar, and that whatever it is compared with counts as the
	// day that it falls on.
	day bool
	// typed tells of a label that the user wrote it, and did not name a group that has it.
	typed bool
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
		if d, ok := record.ParseDecimal(text); ok {
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
		return o.number.Compare(other.number)
	}
	return cmp.Or(strings.Compare(o.folded, other.folded), strings.Compare(o.text, other.text))
}

// numberOperand takes the text of a number for that number, as a field that is described as one means it.
func numberOperand(have operand) (operand, bool) {
	d, ok := record.ParseDecimal(strings.TrimSpace(have.text))
	return operand{rank: rankNumber, number: d, text: have.text}, ok
}

// timeOperand brings a text in a field of times or days to the epoch milliseconds that it stands for, so
// that it is compared with those that are numbers. It is false for what is no such text.
func timeOperand(v record.Value) (operand, bool) {
	if v.Kind() != jsontext.KindString {
		return operand{}, false
	}
	at, ok := timetext.FromJSON(v)
	if !ok {
		return operand{}, false
	}
	millis := strconv.FormatInt(at.UnixMilli(), 10)
	number, ok := record.ParseDecimal(millis)
	return operand{rank: rankNumber, number: number, text: millis}, ok
}
