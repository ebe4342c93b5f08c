package output

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// holdsDays tells whether the field, or each element of it, is a day.
func (f Filter) holdsDays() bool {
	return f.field != nil && (f.field.IsDay() || f.field.Items == api.Day)
}

// dayOperand makes an operand of a day: the text of it, by which days have their order.
func dayOperand(day timetext.Day) operand {
	o := textOperand(day.String())
	o.day = true
	return o
}

// dayOperand brings a value of a field of days to the day that it falls on. What falls on none is of
// another kind than any day.
func (f Filter) dayOperand(v record.Value) operand {
	if v.Kind() == jsontext.KindNumber {
		if day, _, ok := f.zones.DayOf(v); ok {
			return dayOperand(day)
		}
	}
	if text := record.Text(v); v.Kind() == jsontext.KindString {
		if day, ok := timetext.ParseDay(text); ok {
			return dayOperand(day)
		}
		return textOperand(text)
	}
	return operand{rank: rankBoolean, text: record.Text(v)}
}
