package output

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Match tells whether a record meets the condition. A missing field, null and an empty list are as an
// empty text: they meet '=' with an empty value and '!=' with any other, and no other condition. Of a
// list, or of a field in a list, one element is enough; '!=' is the opposite of '=' and holds where none
// is equal.
func (f Filter) Match(r record.Record) (bool, error) {
	v, listed, ok := r.Find(f.path)
	f.tally.records++
	if ok {
		f.tally.found++
	}
	holds := f.holds(v, listed)
	if f.op == notEqual {
		return !holds, nil
	}
	return holds, nil
}

// holds tells whether a value, or an element of a list, meets the condition, of '!=' whether it is equal.
// listed tells of a list that it is none of the record.
func (f Filter) holds(v record.Value, listed bool) bool {
	if v.Kind() != jsontext.KindBeginArray {
		return f.matchesValue(v)
	}
	if !listed && !f.op.orders() && f.matchesValue(v) {
		return true
	}
	empty := true
	for element := range record.Elements(v) {
		if f.holds(element, false) {
			return true
		}
		empty = false
	}
	return empty && f.matchesValue(nil)
}

// matchesValue tells whether a single value meets the condition, of '!=' whether it is equal.
func (f Filter) matchesValue(v record.Value) bool {
	if f.op == contains {
		return f.contains(v)
	}
	for i, want := range f.values {
		if f.matchesOperand(v, want) {
			f.tally.matched[i] = true
			return true
		}
	}
	if !f.whole.empty() && f.matchesOperand(v, f.whole) {
		f.tally.whole++
		return true
	}
	return false
}

// matchesOperand compares a value with one of the filter's.
func (f Filter) matchesOperand(v record.Value, want operand) bool {
	have := f.label(f.operand(v, want))
	if have.empty() || want.empty() {
		return !f.op.orders() && have.empty() == want.empty()
	}
	if f.typ == api.Any && have.rank != want.rank {
		have, want = textOperand(have.text), textOperand(want.text)
	}
	if have.rank != want.rank {
		f.noteIncomparable(have)
		return false
	}
	return f.op.holds(f.order(have, want))
}

// operand brings a value to the kind of the filter's own where it can be read so: a number
// that the server sent as text is a number where the description says so.
func (f Filter) operand(v record.Value, want operand) operand {
	have := newOperand(v)
	if want.day && !have.empty() {
		return f.dayOperand(v)
	}
	if f.typ == api.Any || have.empty() || want.empty() || have.rank == want.rank {
		return have
	}
	switch want.rank {
	case rankText:
		return textOperand(have.text)
	case rankNumber:
		if at, ok := timeOperand(v); ok && f.typ.Epoch() {
			return at
		}
		if number, ok := numberOperand(have); ok {
			return number
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
// objects in their compact JSON; in times and days as tables show them.
func (f Filter) contains(v record.Value) bool {
	if v == nil || v.Kind() == jsontext.KindNull {
		return false
	}
	text := record.Text(v)
	if f.typ.Epoch() {
		if shown, ok := (Times{zones: f.zones}).append(nil, v, f.typ); ok {
			text = string(shown)
		}
	}
	return strings.Contains(textOperand(text).folded, f.values[0].folded)
}

// noteIncomparable keeps a value that is of another kind than the filter's, where it may be meant for the same: what
// is no time among times, and what has no place in an order of numbers.
func (f Filter) noteIncomparable(have operand) {
	if f.field == nil || f.tally.incomparable != "" {
		return
	}
	kind := f.typ
	if kind == api.Array {
		kind = f.field.Items
	}
	if kind.Epoch() || f.op.orders() && (kind == api.Number || kind == api.Integer) {
		f.tally.incomparable = have.text
	}
}
