package change

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/shopspring/decimal"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Assignment sets a part of a field to a value: what an object or a list of the record holds.
type Assignment struct {
	// Text is how it was written, for messages.
	Text string
	// Path leads to the field. Of elements that Choices choose it has "0".
	Path    record.Path
	Choices []Choice
	// Shown is the path in a record, with the keys of elements.
	Shown string
	// Value takes the place of what is there, or it is made of that by the Operator and the Number.
	Value    record.Value
	Operator Operator
	Number   decimal.Decimal
	// Exact is what the operator makes of the record's number before it is rounded, and Coarse tells that this
	// took something away of a number with fewer than two decimals: whoever wrote it may have left zeros out.
	Exact  string
	Coarse bool
	// Untyped says that nobody describes the field, so that Value is but the text Word.
	Untyped bool
	Word    string
}

// Apply carries assignments out. An element that is not there is an error that wraps
// record.ErrNoElement; with grow, the one after the last is made, and a list where there is none. Nothing but
// another list, or null, takes the place of a list.
func Apply(r record.Record, assignments []Assignment, grow bool) (record.Record, error) {
	for _, one := range assignments {
		if has, _ := r.Get(one.Path); has.Kind() == jsontext.KindBeginArray && !mayBeList(one.Value) {
			return r, fmt.Errorf("%s: %w", one.Text, replaced(one.Path.String()))
		}
		changed, err := record.Assign(r, one.Path, one.Value, grow)
		if err != nil {
			return r, fmt.Errorf("%s: %w", one.Text, err)
		}
		r = changed
	}
	return r, nil
}

// Alone gives a record that holds nothing but the value, in the first element of each list, so that the
// value can be checked.
func (a Assignment) Alone() (record.Record, error) {
	path := make(record.Path, 0, len(a.Path))
	for _, step := range a.Path {
		if _, isNumber := record.Position(step); isNumber {
			step = "0"
		}
		path = append(path, step)
	}
	empty, err := record.New(record.Value("{}"))
	if err != nil {
		return empty, err
	}
	return record.Assign(empty, path, a.Value, true)
}

// CheckLists fails where a step of a path into a list that is described is no number.
func CheckLists(fields []api.Field, path record.Path) error {
	for at := 1; at < len(path); at++ {
		_, isNumber := record.Position(path[at])
		if holder, known := api.Find(fields, path[:at].String()); known && holder.Type == api.Array && !isNumber {
			return fmt.Errorf("%[1]s is a list: name one of its elements by its number, counted from 0, as in %[1]s.0, or by its key, as in "+
				"%[1]s[KEY], or all of them, as in %[1]s[]", path[:at])
		}
	}
	return nil
}

// MayFail tells whether an assignment can be wrong for a record that is there: where what it leads into may
// be a list, which is all but what is described as an object, or what it replaces.
func (a Assignment) MayFail(fields []api.Field) bool {
	if a.Operator != "" || len(a.Choices) > 0 {
		return true
	}
	for at := 1; at < len(a.Path); at++ {
		if holder, known := api.Find(fields, a.Path[:at].String()); !known || holder.Type != api.Object {
			return true
		}
	}
	field, known := FieldAt(fields, a.Path)
	return !mayBeList(a.Value) && (!known || field.Type == api.Array)
}

// Members gives the fields that the elements of the last list on a path have, by its description, and what
// is left of the path in them. The fields are nil where no such list is on the path.
func Members(fields []api.Field, path record.Path) (members []api.Field, rest record.Path) {
	for at := len(path) - 2; at > 0; at-- {
		if holder, known := api.Find(fields, path[:at].String()); known && holder.Type == api.Array {
			return holder.Fields, path[at+1:]
		}
	}
	return nil, path
}

// FieldAt finds the field that a path leads to, also where that is an element of a list.
func FieldAt(fields []api.Field, path record.Path) (*api.Field, bool) {
	if found, known := api.Find(fields, path.String()); known || len(path) == 0 {
		return found, known
	}
	last := len(path) - 1
	list, known := api.Find(fields, path[:last].String())
	if _, isNumber := record.Position(path[last]); !known || !isNumber || list.Type != api.Array {
		return nil, false
	}
	return &api.Field{Name: list.Name, Type: itemType(list), ReadOnly: list.ReadOnly, Certainty: list.Certainty, Fields: list.Fields}, true
}

func itemType(list *api.Field) api.Type {
	if list.Items == "" && len(list.Fields) > 0 {
		return api.Object
	}
	return list.Items
}

// ReadOnly tells whether a path leads to a field that only the server sets, or into one.
func ReadOnly(fields []api.Field, path record.Path) bool {
	for at := 1; at <= len(path); at++ {
		if field, known := FieldAt(fields, path[:at]); known && field.ReadOnly {
			return true
		}
	}
	return false
}

func replaced(path string) error {
	return fmt.Errorf("%s is a list there: give a list, […] in JSON, or name one of its elements by its number, as in %s.0", path, path)
}

func mayBeList(v record.Value) bool {
	return v.Kind() == jsontext.KindBeginArray || v.Kind() == jsontext.KindNull
}
