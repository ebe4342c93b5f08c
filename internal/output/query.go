package output

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/itchyny/gojq"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Query is a compiled jq program.
type Query struct {
	code *gojq.Code
}

// CompileQuery reads a jq program. Its error says where the program is wrong. The program sees
// no environment variables, files or modules.
func CompileQuery(expr string) (*Query, error) {
	parsed, err := gojq.Parse(expr)
	if err != nil {
		if syntax, ok := errors.AsType[*gojq.ParseError](err); ok {
			return nil, fmt.Errorf("jq program %q is wrong at byte %d: %w", expr, syntax.Offset, err)
		}
		return nil, fmt.Errorf("jq program %q: %w", expr, err)
	}
	code, err := gojq.Compile(parsed)
	if err != nil {
		return nil, fmt.Errorf("jq program %q: %w", expr, err)
	}
	return &Query{code: code}, nil
}

// Writer gives a writer that shows the program what JSON output would carry, with the options'
// Columns and Time, and writes the program's results: texts as they are, everything else as
// compact JSON, one a line. Numbers that the program only hands on keep their digits; members
// of objects come in alphabetical order, as gojq keeps no other.
//
// With the format NDJSON the program runs for each record as it comes. Otherwise it runs once,
// at Close: on the one record with Single, else on the array of all, which are then held in
// memory. `halt` ends the output without an error.
func (q *Query) Writer(ctx context.Context, w io.Writer, o Options) (Writer, error) {
	if err := CheckFields(o.Columns, o.Fields); err != nil {
		return nil, err
	}
	terminal := o.Terminal
	o.Terminal = false // results are made harmless instead of the input
	return &queryWriter{
		ctx: ctx, code: q.code, out: newBuffer(w), records: newRecordEncoder(o),
		each: o.Format == NDJSON, single: o.Single, terminal: terminal, array: []any{},
	}, nil
}

type queryWriter struct {
	// ctx is kept because Write and Close take none; a writer lives no longer than its command.
	ctx      context.Context
	code     *gojq.Code
	out      *buffer
	records  *recordEncoder
	each     bool
	single   bool
	terminal bool
	halted   bool
	array    []any
}

func (q *queryWriter) Write(r record.Record) error {
	if q.single && !q.each && len(q.array) > 0 {
		return errMoreThanOne()
	}
	value := jqValue(q.records.encode(r))
	if !q.each {
		q.array = append(q.array, value)
		return nil
	}
	if err := q.run(value); err != nil {
		return err
	}
	return q.out.recordDone()
}

func (q *queryWriter) Close() error {
	err := q.finish()
	if flushErr := q.out.flush(); err == nil {
		err = flushErr
	}
	if err == nil {
		err = q.records.check()
	}
	return err
}

func (q *queryWriter) Settled() bool { return q.records.settled() }

func (q *queryWriter) finish() error {
	switch {
	case q.each:
		return nil
	case !q.single:
		return q.run(q.array)
	case len(q.array) == 1:
		return q.run(q.array[0])
	}
	return nil
}

// run gives one input to the program and writes its results.
func (q *queryWriter) run(input any) error {
	if q.halted {
		return nil
	}
	results := q.code.RunWithContext(q.ctx, input)
	for {
		result, more := results.Next()
		if !more {
			return nil
		}
		if err, failed := result.(error); failed {
			return q.stopped(err)
		}
		if err := q.write(result); err != nil {
			return err
		}
	}
}

func (q *queryWriter) stopped(err error) error {
	if halt, ok := errors.AsType[*gojq.HaltError](err); ok {
		q.halted = true
		if halt.Value() == nil {
			return nil
		}
	}
	return fmt.Errorf("running the jq program: %w", err)
}

func (q *queryWriter) write(result any) error {
	line, isText := result.(string)
	if !isText {
		encoded, err := gojq.Marshal(result)
		if err != nil {
			return fmt.Errorf("writing a result of the jq program: %w", err)
		}
		if q.terminal {
			encoded = text.EscapeJSON(nil, encoded)
		}
		return q.out.write(append(encoded, '\n'))
	}
	if q.terminal {
		line = text.SafeLines(line)
	}
	return q.out.write(append([]byte(line), '\n'))
}

// jqValue makes a value as gojq takes it. Of two members with one name the last counts.
func jqValue(v record.Value) any {
	switch v.Kind() {
	case jsontext.KindNull:
		return nil
	case jsontext.KindTrue, jsontext.KindFalse:
		return v.Kind() == jsontext.KindTrue
	case jsontext.KindNumber:
		return json.Number(record.Text(v))
	case jsontext.KindBeginObject:
		object := map[string]any{}
		for name, value := range record.Members(v) {
			object[name] = jqValue(value)
		}
		return object
	case jsontext.KindBeginArray:
		array := []any{}
		for value := range record.Elements(v) {
			array = append(array, jqValue(value))
		}
		return array
	default:
		return record.Text(v)
	}
}
