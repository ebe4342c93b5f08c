package undo

import (
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// difference is how two values of a field differ.
type difference int

const (
	same difference = iota
	value
	// order: they are lists whose elements stand in another order, and nothing else.
	order
)

// changed tells what the run made of a field.
func (m *Maker) changed(path record.Path, of record.Difference) difference {
	if nothing(of.Old) && nothing(of.New) {
		return same
	}
	found := same
	for d := range m.compare.Values(path.String(), of.Old, of.New) {
		if d.Kind != change.Order {
			return value
		}
		found = order
	}
	return found
}

// keeps tells whether a field still holds a value. What the server added to the elements of a list does not count, nor
// does the order in which it keeps them, unless that is all that was changed.
func (m *Maker) keeps(path record.Path, left, now record.Value, by difference) bool {
	if nothing(left) && nothing(now) {
		return true
	}
	field := path.String()
	for d := range m.compare.Values(field, now, left) {
		inside := d.Field != field
		switch {
		case d.Kind == change.Order && by != order:
		case inside && d.New == nil:
		case inside && d.Old == nil && nothing(d.New):
		default:
			return false
		}
	}
	return true
}

// nothing tells whether a field is absent, null or an empty text, which servers take for each other.
func nothing(v record.Value) bool { return record.Text(v) == "" }
