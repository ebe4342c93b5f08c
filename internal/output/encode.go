package output

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// recordEncoder writes a record in the form that JSON, NDJSON, YAML and jq programs show: all of it as the
// server sent it, or the asked columns as flat members; times as text if asked for.
type recordEncoder struct {
	// columns is nil if no columns are asked for.
	columns *columns
	names   [][]byte
	times   timeWriter
	fields  []api.Field
	// escape is set for a terminal.
	escape  bool
	compact []byte
	escaped []byte
}

func newRecordEncoder(o Options) *recordEncoder {
	s := &recordEncoder{
		times:  o.Time.writer(JSON),
		fields: o.Fields,
		escape: o.Terminal,
	}
	if o.Columns == nil {
		return s
	}
	o.Format = JSON
	names := uniqueNames(o.Columns)
	s.columns = newColumns(names, o)
	for _, name := range names {
		// The error tells of invalid UTF-8, which has been replaced by then.
		quoted, _ := jsontext.AppendQuote(nil, name)
		s.names = append(s.names, quoted)
	}
	return s
}

// encode gives the record as compact JSON, valid until the next call.
func (s *recordEncoder) encode(r record.Record) []byte {
	switch {
	case s.columns != nil:
		s.compact = s.appendColumns(s.compact[:0], r)
	case s.times.rewrite:
		s.compact = s.times.appendObject(s.compact[:0], r.Raw(), s.fields)
	default:
		s.compact = record.AppendCompact(s.compact[:0], r.Raw())
	}
	if !s.escape {
		return s.compact
	}
	s.escaped = text.EscapeJSON(s.escaped[:0], s.compact)
	return s.escaped
}

// appendColumns writes the columns that the record has; one that it lacks is left out, since
// null would be an invention.
func (s *recordEncoder) appendColumns(dst []byte, r record.Record) []byte {
	s.columns.read(r)
	dst = append(dst, '{')
	for i, v := range s.columns.values {
		if v == nil {
			continue
		}
		if dst[len(dst)-1] != '{' {
			dst = append(dst, ',')
		}
		dst = append(append(dst, s.names[i]...), ':')
		dst = s.columns.appendJSON(dst, i)
	}
	return append(dst, '}')
}

// uniqueNames drops repetitions, since an object with two members of one name is read in different ways.
func uniqueNames(names []string) []string {
	var unique []string
	for _, name := range names {
		if !slices.Contains(unique, name) {
			unique = append(unique, name)
		}
	}
	return unique
}

func (s *recordEncoder) check() error {
	if s.columns == nil {
		return nil
	}
	return s.columns.check()
}

func (s *recordEncoder) settled() bool { return s.columns == nil || s.columns.settled() }
