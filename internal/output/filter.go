package output

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Filter is a condition on one field: 'jobStatus = Active'. It is made by ParseFilter.
type Filter struct {
	name string
	path record.Path
	op   operator
	// field is what the description says of the field, nil where that is nothing.
	field *api.Field
	typ   api.Type
	// values are what to compare with: any of them for = and !=, else there is one.
	values []operand
	// whole is the text of several values as it was written, empty where there is but one.
	whole operand
	// written is the value as it was given.
	written  string
	caseless bool
	zones    timetext.Zones
	fields   []api.Field
	tally    *tally
}

// tally counts the records that a filter looked at, those that had its field, and those that had the
// text of several values as it was written.
type tally struct {
	records, found, whole int
	// strange is one of the values that could not be compared, as they are of another kind.
	strange string
}

// Field is the dotted path of the field that the filter looks at.
func (f Filter) Field() string { return f.name }

// IgnoringCase gives the same filter without regard to letter case.
func (f Filter) IgnoringCase() Filter {
	f.caseless = true
	return f
}

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
		return f.one(v)
	}
	if !listed && !f.op.orders() && f.one(v) {
		return true
	}
	empty := true
	for element := range record.Elements(v) {
		if f.holds(element, false) {
			return true
		}
		empty = false
	}
	return empty && f.one(nil)
}

// one tells whether a single value meets the condition, of '!=' whether it is equal.
func (f Filter) one(v record.Value) bool {
	if f.op == contains {
		return f.contains(v)
	}
	for _, want := range f.values {
		if f.meets(v, want) {
			return true
		}
	}
	if !f.whole.empty() && f.meets(v, f.whole) {
		f.tally.whole++
		return true
	}
	return false
}

// meets compares a value with one of the filter's.
func (f Filter) meets(v record.Value, want operand) bool {
	have := f.operand(v, want)
	if have.empty() || want.empty() {
		return !f.op.orders() && have.empty() == want.empty()
	}
	if f.typ == api.Any && have.rank != want.rank {
		have, want = textOperand(have.text), textOperand(want.text)
	}
	if have.rank != want.rank {
		f.strange(have)
		return false
	}
	return f.op.holds(f.order(have, want))
}

// order compares two values of one kind.
func (f Filter) order(a, b operand) int {
	if f.caseless && a.rank == rankText {
		return strings.Compare(a.folded, b.folded)
	}
	return a.compare(b)
}

// same tells whether two texts are equal for the filter.
func (f Filter) same(a, b operand) bool { return f.order(a, b) == 0 }

// Ambiguity says that records hold, as one value, the text that the filter takes for several. It is empty
// where none of those looked at so far does.
func (f Filter) Ambiguity() string {
	if f.tally.whole == 0 {
		return ""
	}
	return fmt.Sprintf("%[1]s %[2]s %[3]s: commas separate values, and some records have the whole text as one, which is taken for a match too; "+
		"write %[1]s %[2]s \"%[3]s\" to mean only that", f.name, f.op, f.whole.text)
}

// Settled tells that Check has nothing to say whatever records come.
func (f Filter) Settled() bool { return f.tally.found > 0 || Described(f.name, f.fields) }

// Check returns an *UnknownFieldError if neither the description nor any record looked at
// so far has the field. Where there were no records, there is no telling.
func (f Filter) Check() error {
	if f.tally.found > 0 || f.tally.records == 0 || Described(f.name, f.fields) {
		return nil
	}
	return unknownField(f.name, f.fields)
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
		if moment, ok := momentOperand(v); ok && f.typ.Epoch() {
			return moment
		}
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
