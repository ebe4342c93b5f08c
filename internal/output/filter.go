package output

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Filter is a condition on one field: 'jobStatus = Active'. It is made by ParseFilter.
type Filter struct {
	name   string
	path   record.Path
	op     operator
	typ    api.Type
	value  operand
	zone   *time.Location
	fields []api.Field
	tally  *tally
}

// tally counts the records that a filter looked at and those that had its field.
type tally struct{ records, found int }

// Field is the dotted path of the field that the filter looks at.
func (f Filter) Field() string { return f.name }

// Match tells whether a record meets the condition. A missing field and null are as an empty
// text: they meet '=' with an empty value and '!=' with any other, and no other condition.
func (f Filter) Match(r record.Record) (bool, error) {
	v, ok := r.Get(f.path)
	f.tally.records++
	if ok {
		f.tally.found++
	}
	if f.op == contains {
		return f.contains(v), nil
	}
	have := f.operand(v)
	if have.empty() || f.value.empty() {
		return f.op.holdsForEmpty(have.empty() == f.value.empty()), nil
	}
	want := f.value
	if f.typ == api.Any && have.rank != want.rank {
		have, want = textOperand(have.text), textOperand(want.text)
	}
	if have.rank != want.rank {
		return f.op == notEqual, nil
	}
	return f.op.holds(have.compare(want)), nil
}

// Doubt says why the condition may never hold: a value that the description does not list among
// those of the field. It is empty where there is no doubt.
func (f Filter) Doubt() string {
	field, ok := api.Find(f.fields, f.name)
	if !ok || f.op != equal || len(field.Enum) == 0 || f.value.empty() || slices.Contains(field.Enum, f.value.text) {
		return ""
	}
	return fmt.Sprintf("%s is one of %s, as far as is known, and not %q", f.name, strings.Join(field.Enum, ", "), f.value.text)
}

// Settled tells that Check has nothing to say whatever records come.
func (f Filter) Settled() bool { return f.tally.found > 0 || described(f.name, f.fields) }

// Check returns an *UnknownFieldError if neither the description nor any record looked at
// so far has the field. Where there were no records, there is no telling.
func (f Filter) Check() error {
	if f.tally.found > 0 || f.tally.records == 0 || described(f.name, f.fields) {
		return nil
	}
	return unknownField(f.name, f.fields)
}

// operand brings a value to the kind of the filter's own where it can be read so: a number
// that the server sent as text is a number where the description says so.
func (f Filter) operand(v record.Value) operand {
	have := newOperand(v)
	if f.typ == api.Any || have.empty() || f.value.empty() || have.rank == f.value.rank {
		return have
	}
	switch f.value.rank {
	case rankText:
		return textOperand(have.text)
	case rankNumber:
		if d, ok := parseDecimal(strings.TrimSpace(have.text)); ok {
			return operand{rank: rankNumber, number: d}
		}
	case rankBoolean:
		if text := strings.ToLower(have.text); text == "true" || text == "false" {
			return operand{rank: rankBoolean, text: text}
		}
	case rankEmpty:
	}
	return have
}

// contains looks for the value in the field's text, whatever the letter case; in lists and
// objects in their compact JSON; in times in their RFC 3339 form.
func (f Filter) contains(v record.Value) bool {
	if v == nil || v.Kind() == jsontext.KindNull {
		return false
	}
	text := record.Text(v)
	if f.typ == api.Time {
		if shown, ok := (Times{zone: f.zone}).append(nil, v); ok {
			text = string(shown)
		}
	}
	return strings.Contains(strings.ToLower(text), f.value.folded)
}
