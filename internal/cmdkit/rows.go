package cmdkit

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Timed marks a field as a time.
func Timed(fields []api.Field, name string) []api.Field {
	for i := range fields {
		if fields[i].Name == name {
			fields[i].Type = api.Time
		}
	}
	return fields
}

// What the program says of itself (fields, environments, versions) is printed as records too, so
// that every format and output flag works on it. A row is a struct with JSON names.

// RowLayout describes rows of the type of example, with the columns of a table.
func RowLayout(example any, columns ...string) Layout {
	return RowsWith(RowFields(example), columns...)
}

// RowsWith describes rows by their fields, with the columns of a table.
func RowsWith(fields []api.Field, columns ...string) Layout {
	return Layout{Fields: fields, Closed: true, Columns: columns}
}

// Keeping names columns that tell rows apart: a table neither cuts them nor leaves them out.
func (s Layout) Keeping(columns ...string) Layout {
	s.Keys = columns
	return s
}

// Wrapping names columns of reasons: a table wraps them where it would cut others.
func (s Layout) Wrapping(columns ...string) Layout {
	s.Reasons = columns
	return s
}

// RowFields describes the members of a row.
func RowFields(example any) []api.Field {
	kind := reflect.TypeOf(example)
	fields := make([]api.Field, 0, kind.NumField())
	for field := range kind.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		fields = append(fields, api.Field{Name: name, Type: rowType(field.Type.Kind()), Certainty: api.Documented})
	}
	return fields
}

func rowType(kind reflect.Kind) api.Type {
	switch kind {
	case reflect.Bool:
		return api.Boolean
	case reflect.Int, reflect.Int64:
		return api.Integer
	case reflect.Float64:
		return api.Number
	case reflect.Slice:
		return api.Array
	default:
		return api.String
	}
}

// PrintRows prints rows, with what the flags say of their form.
func (o *Output) PrintRows(ctx context.Context, flags OutputFlags, s Layout, rows iter.Seq[any]) error {
	return o.PrintRowsOr(ctx, flags, s, rows, func() error { return nil })
}

// PrintRowsOr is PrintRows for rows of which it is only known at their end what was wrong with them.
func (o *Output) PrintRowsOr(ctx context.Context, flags OutputFlags, s Layout, rows iter.Seq[any], wrong func() error) error {
	p, err := o.Printer(flags, s)
	if err != nil {
		return err
	}
	out, err := p.Open(ctx)
	if err != nil {
		return err
	}
	for row := range rows {
		if err := out.WriteRow(row); err != nil {
			return out.Finish(err)
		}
	}
	err = wrong()
	if err != nil && out.Count == 0 {
		out.held.Drop()
	}
	return out.Finish(err)
}

// PrintRow prints one row on its own.
func (o *Output) PrintRow(ctx context.Context, flags OutputFlags, s Layout, row any) error {
	s.Single = true
	return o.PrintRows(ctx, flags, s, slices.Values([]any{row}))
}

// WriteRow writes a row, a struct with JSON names, as a record.
func (s *RecordWriter) WriteRow(row any) error {
	raw, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	r, err := record.New(jsontext.Value(raw))
	if err != nil {
		return err
	}
	return s.Write(r)
}

// RowsOf walks a slice as rows.
func RowsOf[T any](rows []T) iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, row := range rows {
			if !yield(row) {
				return
			}
		}
	}
}
