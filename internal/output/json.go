package output

import (
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// jsonWriter writes an array of indented objects, each as soon as it comes, or one object.
type jsonWriter struct {
	out     *buffer
	records *recordEncoder
	format  []jsontext.Options
	single  bool
	count   int
	line    []byte
}

func newJSON(w io.Writer, o Options) *jsonWriter {
	j := &jsonWriter{out: newBuffer(w), records: newRecordEncoder(o), single: o.Single}
	j.format = []jsontext.Options{
		record.Lenient(), jsontext.PreserveRawStrings(true),
		jsontext.Multiline(true), jsontext.WithIndent("  "),
	}
	if !o.Single {
		j.format = append(j.format, jsontext.WithIndentPrefix("  "))
	}
	return j
}

func (j *jsonWriter) Write(r record.Record) error {
	if j.single && j.count > 0 {
		return errMoreThanOne()
	}
	j.line = j.line[:0]
	switch {
	case j.single:
	case j.count == 0:
		j.line = append(j.line, "[\n  "...)
	default:
		j.line = append(j.line, ",\n  "...)
	}
	j.count++
	var err error
	if j.line, err = jsontext.AppendFormat(j.line, j.records.encode(r), j.format...); err != nil {
		return fmt.Errorf("writing record %d as JSON: %w", j.count, err)
	}
	if err := j.out.write(j.line); err != nil {
		return err
	}
	return j.out.recordDone()
}

func (j *jsonWriter) Close() error {
	end := "\n]\n"
	switch {
	case j.single && j.count == 0:
		end = ""
	case j.single:
		end = "\n"
	case j.count == 0:
		end = "[]\n"
	}
	if err := j.out.write([]byte(end)); err != nil {
		return err
	}
	if err := j.out.flush(); err != nil {
		return err
	}
	return j.records.check()
}

func (j *jsonWriter) Settled() bool { return j.records.settled() }
