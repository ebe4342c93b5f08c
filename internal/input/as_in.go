package input

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/excel"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// AsIn gives a change that was read from CSV as it is meant for a record: a cell that says what the
// record has already becomes the record's own value, so that an export that nobody edited changes
// nothing; and in a field whose type nobody knows, a cell takes the kind that the record's value has.
// cells are those of the change's Item; without them the change is given back as it is.
func AsIn(own, change, cells record.Record, fields []api.Field) (record.Record, error) {
	if len(cells.Raw()) == 0 {
		return change, nil
	}
	meant := change
	var err error
	for name, value := range change.Leaves() {
		path := record.ParsePath(name)
		has, found := own.Get(path)
		cell, given := cells.Get(path)
		if !found || !given {
			continue
		}
		better := value
		if text := record.Text(cell); sameAsExported(text, has) {
			better = has
		} else if field, known := api.Find(fields, name); !known || field.Type == api.Any {
			better = Like(has, excel.Unguard(text), value)
		}
		if meant, err = record.Set(meant, path, better); err != nil {
			return record.Record{}, err
		}
	}
	return meant, nil
}

// AsTimesIn gives a change with the record's own value where both are the same time or day, and the record has
// it as a text of milliseconds: how it is written is the server's.
func AsTimesIn(own, change record.Record, fields []api.Field) (record.Record, error) {
	meant := change
	var err error
	for name, value := range change.Leaves() {
		field, known := api.Find(fields, name)
		if !known || !field.Type.Epoch() {
			continue
		}
		path := record.ParsePath(name)
		has, _ := own.Get(path)
		at, before := timetext.FromMillis(has)
		to, after := timetext.FromMillis(value)
		if !before || !after || !at.Equal(to) {
			continue
		}
		if meant, err = record.Set(meant, path, has); err != nil {
			return record.Record{}, err
		}
	}
	return meant, nil
}

// sameAsExported tells whether a cell is how an export writes a value, with --excel or without. Line ends do
// not count: programs that edit CSV change them in the whole file.
func sameAsExported(cell string, value record.Value) bool {
	text := withPlainLineEnds(record.Text(value))
	return text == withPlainLineEnds(cell) || text == withPlainLineEnds(excel.Unguard(cell))
}

func withPlainLineEnds(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// Like gives a text as a value of the kind that another one has, or else as it was read.
func Like(has record.Value, text string, otherwise record.Value) record.Value {
	field := &api.Field{Type: api.String}
	switch has.Kind() {
	case jsontext.KindNumber:
		field.Type = api.Number
	case jsontext.KindTrue, jsontext.KindFalse:
		field.Type = api.Boolean
	case jsontext.KindBeginObject:
		field.Type = api.Object
	case jsontext.KindBeginArray:
		field.Type = api.Array
	default:
		return otherwise
	}
	return Typed(field, text, timetext.Zones{})
}
