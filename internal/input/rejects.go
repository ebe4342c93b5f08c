package input

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Rejects collects records in the form in which they came, ready to be fed back.
type Rejects interface {
	// Add writes a record through at once, so that a program that is killed leaves it behind. The reason goes
	// into a column of CSV; the other formats have no place for it.
	Add(item Item, reason string) error
	// Close ends the output. It does not close the writer behind it.
	Close() error
}

// Rejects prepares to write records of this input in its own format: CSV with the same header and ReasonColumn
// behind it, separator and line ends, JSON as an array, YAML as documents, all in UTF-8. Where w can seek, as
// a file can, a JSON array is valid after every record.
func (f *File) Rejects(w io.Writer) (Rejects, error) {
	switch f.format {
	case JSON:
		return newRejectedArray(w)
	case CSV:
		return f.layout.rejects(w)
	case XLSX:
		return f.table.rejects(w)
	case YAML:
		return &rejectedTexts{w: w, before: "---\n", after: "\n"}, nil
	case NDJSON:
		return &rejectedTexts{w: w, after: "\n", flat: true}, nil
	default:
		return nil, errors.New("the format of the input is not known")
	}
}

// rejectedTexts writes records one after the other.
type rejectedTexts struct {
	w             io.Writer
	before, after string
	// flat is set where a record must stand in one line.
	flat bool
}

func (r *rejectedTexts) Add(item Item, _ string) error {
	text := item.Raw
	if r.flat && bytes.IndexByte(text, '\n') >= 0 {
		text = record.AppendCompact(nil, text)
	}
	if _, err := fmt.Fprintf(r.w, "%s%s%s", r.before, text, r.after); err != nil {
		return fmt.Errorf("writing rejected records: %w", err)
	}
	return nil
}

func (r *rejectedTexts) Close() error { return nil }
