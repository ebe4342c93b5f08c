package cli

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

// What the program says of itself (fields, environments, versions) is printed as records too, so
// that every format and output flag works on it. A row is a struct with JSON names.

// rowShape describes rows of the type of example, with the columns of a table.
func rowShape(example any, columns ...string) shape {
	return rowsWith(rowFields(example), columns...)
}

// rowsWith describes rows by their fields, with the columns of a table.
func rowsWith(fields []api.Field, columns ...string) shape {
	return shape{fields: fields, closed: true, columns: columns}
}

// rowFields describes the members of a row.
func rowFields(example any) []api.Field {
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

// printRows prints rows in the format asked for.
func (a *app) printRows(ctx context.Context, flags outputFlags, s shape, rows iter.Seq[any]) error {
	return a.printRowsOr(ctx, flags, s, rows, func() error { return nil })
}

// printRowsOr is printRows for rows of which it is only known at their end what was wrong with them.
func (a *app) printRowsOr(ctx context.Context, flags outputFlags, s shape, rows iter.Seq[any], wrong func() error) error {
	p, err := a.printer(flags, s)
	if err != nil {
		return err
	}
	out, err := p.open(ctx)
	if err != nil {
		return err
	}
	for row := range rows {
		if err := out.writeRow(row); err != nil {
			return out.finish(err)
		}
	}
	err = wrong()
	if err != nil && out.count == 0 {
		out.held.Drop()
	}
	return out.finish(err)
}

// printRow prints one row on its own.
func (a *app) printRow(ctx context.Context, flags outputFlags, s shape, row any) error {
	s.single = true
	return a.printRows(ctx, flags, s, slices.Values([]any{row}))
}

func (s *sink) writeRow(row any) error {
	raw, err := json.Marshal(row)
	if err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	r, err := record.New(jsontext.Value(raw))
	if err != nil {
		return err
	}
	return s.write(r)
}

// rowsOf walks a slice as rows.
func rowsOf[T any](rows []T) iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, row := range rows {
			if !yield(row) {
				return
			}
		}
	}
}
