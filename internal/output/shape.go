package output

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// shaper gives a record the shape that JSON, NDJSON, YAML and jq programs show: all of it as the
// server sent it, or the asked columns as flat members; times as text if asked for.
type shaper struct {
	// columns is nil if no columns are asked for.
	columns *columns
	names   [][]byte
	times   timeWriter
	fields  []api.Field
	// escape is set for a terminal.
	escape  bool
	shaped  []byte
	escaped []byte
}

func newShaper(o Options) *shaper {
	s := &shaper{
		times:  timeWriter{times: o.Time, rewrite: o.Time.rewrites(JSON)},
		fields: o.Fields,
		escape: o.Terminal,
	}
	if o.Columns == nil {
		return s
	}
	o.Format = JSON
	names := once(o.Columns)
	s.columns = newColumns(names, o)
	for _, name := range names {
		// The error tells of invalid UTF-8, which has been replaced by then.
		quoted, _ := jsontext.AppendQuote(nil, name)
		s.names = append(s.names, quoted)
	}
	return s
}

// shape gives the record as compact JSON, valid until the next call.
func (s *shaper) shape(r record.Record) []byte {
	switch {
	case s.columns != nil:
		s.shaped = s.appendColumns(s.shaped[:0], r)
	case s.times.rewrite:
		s.shaped = s.times.appendObject(s.shaped[:0], r.Raw(), s.fields)
	default:
		s.shaped = record.AppendCompact(s.shaped[:0], r.Raw())
	}
	if !s.escape {
		return s.shaped
	}
	s.escaped = text.EscapeJSON(s.escaped[:0], s.shaped)
	return s.escaped
}

// appendColumns writes the columns that the record has; one that it lacks is left out, since
// null would be an invention.
func (s *shaper) appendColumns(dst []byte, r record.Record) []byte {
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

// once drops repetitions, since an object with two members of one name is read in different ways.
func once(names []string) []string {
	var unique []string
	for _, name := range names {
		if !slices.Contains(unique, name) {
			unique = append(unique, name)
		}
	}
	return unique
}

func (s *shaper) check() error {
	if s.columns == nil {
		return nil
	}
	return s.columns.check()
}

func (s *shaper) settled() bool { return s.columns == nil || s.columns.settled() }
