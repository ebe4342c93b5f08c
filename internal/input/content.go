package input

import (
	"errors"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// content is what the readers of all formats know of an input.
type content struct {
	// name is how errors name it.
	name string
	// sheet tells that it is one of a workbook.
	sheet   bool
	options Options
}

// failed says where and why the input cannot be read. Failures of disk or pipe are no *Error.
func (c content) failed(line int, err error) error {
	if _, reading := errors.AsType[*readError](err); reading {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	return &Error{Name: c.name, Line: line, Row: c.sheet, Err: err}
}

// record makes a record of a valid JSON value that is within the limits.
func (c content) record(raw record.Value) (record.Record, error) {
	if err := c.options.Limits.Check(raw); err != nil {
		return record.Record{}, err
	}
	return record.New(raw)
}
