package output

import (
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// momentOperand brings a text in a field of times or days to the epoch milliseconds that it stands for, so
// that it is compared with those that are numbers. It is false for what is no such text.
func momentOperand(v record.Value) (operand, bool) {
	if v.Kind() != jsontext.KindString {
		return operand{}, false
	}
	at, ok := timetext.FromJSON(v)
	if !ok {
		return operand{}, false
	}
	millis := strconv.FormatInt(at.UnixMilli(), 10)
	number, ok := parseDecimal(millis)
	return operand{rank: rankNumber, number: number, text: millis}, ok
}

// strange keeps a value that is of another kind than the filter's, where it may be meant for the same: what
// is no time among times, and what has no place in an order of numbers.
func (f Filter) strange(have operand) {
	if f.field == nil || f.tally.strange != "" {
		return
	}
	kind := f.typ
	if kind == api.Array {
		kind = f.field.Items
	}
	if kind.Epoch() || f.op.orders() && (kind == api.Number || kind == api.Integer) {
		f.tally.strange = have.text
	}
}

// Incomparable says that records have a value that the filter cannot compare with its own, so that they were
// left out (or kept, by !=) without its being known. It is empty where none of those looked at so far does.
func (f Filter) Incomparable() string {
	if f.tally.strange == "" {
		return ""
	}
	const longestShown = 40
	wanted := "number"
	switch {
	case f.holdsDays():
		wanted = "day"
	case f.typ.Epoch() || f.typ == api.Array && f.field.Items.Epoch():
		wanted = "time"
	}
	return fmt.Sprintf("%s %s %s: some records have no %s there, such as %q, and cannot be compared",
		f.name, f.op, f.written, wanted, text.Shorten(f.tally.strange, longestShown))
}
