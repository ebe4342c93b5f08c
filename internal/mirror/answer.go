package mirror

import (
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Rows are the rows of an answer as records, one member a column.
type Rows struct {
	// Columns are the names of the columns, each only once.
	Columns []string

	querier *Querier
	rows    *sql.Rows
	types   []string
	members [][]byte
}

// Records gives the rows of the answer. A column whose name another one has gets a number.
func (a *Answer) Records() (*Rows, error) {
	names, err := a.Columns()
	if err != nil {
		return nil, a.querier.Fault(err)
	}
	types, err := a.ColumnTypes()
	if err != nil {
		return nil, a.querier.Fault(err)
	}
	r := &Rows{querier: a.querier, rows: a.Rows}
	taken := map[string]bool{}
	for i, name := range names {
		unique := name
		for n := 2; taken[unique]; n++ {
			unique = fmt.Sprintf("%s_%d", name, n)
		}
		taken[unique] = true
		r.Columns = append(r.Columns, unique)
		r.types = append(r.types, strings.ToUpper(types[i].DatabaseTypeName()))
		quoted, err := jsontext.AppendQuote(nil, unique)
		if err != nil {
			return nil, fmt.Errorf("naming column %d: %w", i+1, err)
		}
		r.members = append(r.members, append(quoted, ':'))
	}
	return r, nil
}

// All walks the rows.
func (r *Rows) All() iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		values := make([]any, len(r.Columns))
		places := make([]any, len(r.Columns))
		for i := range values {
			places[i] = &values[i]
		}
		for r.rows.Next() {
			err := r.rows.Scan(places...)
			var row record.Record
			if err == nil && rowSize(values) > r.querier.limits.Size {
				err = r.querier.errTooLarge()
			}
			if err == nil {
				row, err = r.record(values)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := r.rows.Err(); err != nil {
			yield(record.Record{}, r.querier.Fault(err))
		}
	}
}

func rowSize(values []any) int {
	size := 0
	for _, value := range values {
		switch v := value.(type) {
		case string:
			size += len(v)
		case []byte:
			size += len(v)
		}
	}
	return size
}

func (r *Rows) record(values []any) (record.Record, error) {
	out := []byte{'{'}
	for i, value := range values {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, r.members[i]...)
		var err error
		if out, err = appendValue(out, value, r.types[i]); err != nil {
			return record.Record{}, fmt.Errorf("reading column %s: %w", r.Columns[i], err)
		}
	}
	return record.New(append(out, '}'))
}

// appendValue writes a value of the database as JSON: numbers digit for digit, times in RFC 3339,
// JSON as it is, and bytes that are no text in base64.
func appendValue(dst []byte, value any, kind string) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(dst, "null"...), nil
	case time.Time:
		if kind == "DATE" {
			return jsontext.AppendQuote(dst, v.Format(time.DateOnly))
		}
		return jsontext.AppendQuote(dst, v.UTC().Format("2006-01-02T15:04:05.999Z07:00"))
	case []byte:
		return appendText(dst, string(v), kind)
	case string:
		return appendText(dst, v, kind)
	case float64:
		return appendFloat(dst, v)
	default:
		text, err := json.Marshal(v)
		return append(dst, text...), err
	}
}

// appendFloat writes what is no number in JSON as a text.
func appendFloat(dst []byte, v float64) ([]byte, error) {
	switch {
	case math.IsNaN(v):
		return jsontext.AppendQuote(dst, "NaN")
	case math.IsInf(v, 1):
		return jsontext.AppendQuote(dst, "Infinity")
	case math.IsInf(v, -1):
		return jsontext.AppendQuote(dst, "-Infinity")
	default:
		text, err := json.Marshal(v)
		return append(dst, text...), err
	}
}

func appendText(dst []byte, text, kind string) ([]byte, error) {
	raw := jsontext.Value(text)
	switch {
	case (kind == "JSON" || kind == "JSONB") && raw.IsValid():
		return append(dst, raw...), nil
	case kind == "NUMERIC" && raw.IsValid() && raw.Kind() == jsontext.KindNumber:
		return append(dst, raw...), nil
	case !utf8.ValidString(text):
		text = base64.StdEncoding.EncodeToString([]byte(text))
	}
	return jsontext.AppendQuote(dst, text)
}
