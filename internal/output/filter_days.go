package output

import (
	"errors"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// holdsDays tells whether the field, or each element of it, is a day.
func (f Filter) holdsDays() bool {
	return f.field != nil && (f.field.IsDay() || f.field.Items == api.Day)
}

// readDay reads the right-hand side as a day. For days that are texts an age is one too, and what can be
// read in more than one way is refused; those that are numbers are compared with any time.
func (f Filter) readDay(value string, now time.Time) (day operand, ok bool, err error) {
	if day, ok := timetext.ParseDay(value); ok {
		return dayOperand(day), true, nil
	}
	if f.typ != api.String {
		return operand{}, false, nil
	}
	_, err = timetext.Parse(value, time.UTC)
	if _, doubt := errors.AsType[*timetext.DoubtError](err); err == nil || doubt {
		return operand{}, false, err
	}
	if at, err := timetext.ParseOrAge(value, now, f.zones.Time); err == nil {
		return dayOperand(timetext.DayOf(at, f.zones.OfTimes())), true, nil
	}
	return operand{}, false, nil
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
	millis := []byte(v)
	if at, ok := timeOperand(v); ok && f.typ != api.String {
		millis = []byte(at.text)
	}
	if day, _, ok := f.zones.DayOf(millis); ok && (f.typ != api.String || v.Kind() == jsontext.KindNumber) {
		return dayOperand(day)
	}
	text := record.Text(v)
	if day, ok := timetext.ParseDay(text); ok && v.Kind() == jsontext.KindString {
		return dayOperand(day)
	}
	if v.Kind() == jsontext.KindString && f.typ == api.String {
		return textOperand(text) // which may be a day with more behind it
	}
	return operand{rank: rankBoolean, text: text}
}
