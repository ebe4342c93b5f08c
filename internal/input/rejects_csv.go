package input

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aimsio-cli/aimsio/internal/excel"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// rejectedRows writes rows of CSV, each with the reason behind it.
type rejectedRows struct {
	w         io.Writer
	separator rune
	end       string
	// earlier is the column with the reasons of an earlier run, from 0 on; -1 for none.
	earlier int
	// width is how many cells the header has without that.
	width int
}

// rejects begins with what stands above the first row.
func (l *layout) rejects(w io.Writer) (Rejects, error) {
	r := &rejectedRows{w: w, separator: l.separator, end: "\n", earlier: slices.Index(l.names, ReasonColumn)}
	if l.crlf {
		r.end = "\r\n"
	}
	names := r.without([]byte(l.header))
	r.width = len(r.ends(names))
	head := l.declaration + string(names) + string(l.separator) + ReasonColumn + r.end
	if l.marked {
		head = "\ufeff" + head
	}
	return r, r.put(head)
}

// Add writes the row as it came, but for the reason of an earlier run.
func (r *rejectedRows) Add(item Item, reason string) error {
	cell, err := r.encoded(excel.Guard(text.OneLine(reason)))
	if err != nil {
		return err
	}
	return r.put(r.fit(r.without(item.Raw)) + string(r.separator) + cell + r.end)
}

// without gives the text of a row without the cell of an earlier reason.
func (r *rejectedRows) without(row []byte) []byte {
	ends := r.ends(row)
	switch {
	case r.earlier < 0 || r.earlier >= len(ends):
		return row
	case r.earlier > 0:
		return append(bytes.Clone(row[:ends[r.earlier-1]]), row[ends[r.earlier]:]...)
	case len(ends) > 1:
		return row[ends[0]+utf8.RuneLen(r.separator):]
	default:
		return nil
	}
}

// fit gives a row as many cells as the header has, so that the reason behind them stands below its name. What is cut
// off are empty cells: others are refused as they are read.
func (r *rejectedRows) fit(row []byte) string {
	ends := r.ends(row)
	if len(ends) > r.width {
		return string(row[:ends[r.width-1]])
	}
	return string(row) + strings.Repeat(string(r.separator), r.width-len(ends))
}

// ends gives where each cell of a row ends.
func (r *rejectedRows) ends(row []byte) []int {
	var ends []int
	quoted := false
	for at, sign := range string(row) {
		switch {
		case sign == '"':
			quoted = !quoted
		case sign == r.separator && !quoted:
			ends = append(ends, at)
		}
	}
	return append(ends, len(row))
}

// encoded writes a cell.
func (r *rejectedRows) encoded(cell string) (string, error) {
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.Comma = r.separator
	err := w.Write([]string{cell})
	if w.Flush(); err == nil {
		err = w.Error()
	}
	if err != nil {
		return "", fmt.Errorf("writing rejected records: %w", err)
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

func (r *rejectedRows) put(text string) error {
	if _, err := io.WriteString(r.w, text); err != nil {
		return fmt.Errorf("writing rejected records: %w", err)
	}
	return nil
}

func (r *rejectedRows) Close() error { return nil }
