// Package output turns records into tables, JSON, NDJSON, YAML, CSV, Markdown, HTML and Excel workbooks, and holds what narrows
// or changes the records on that way: columns, filters, sorting, times and jq programs. It knows
// no server, no command and no environment; what it needs to know of fields comes as api.Field.
package output

import (
	"fmt"
	"io"
)

// New makes the writer for a format. It writes nothing before the first record or Close.
func New(w io.Writer, o Options) (Writer, error) {
	if err := CheckFields(o.Columns, o.Fields); err != nil {
		return nil, err
	}
	switch o.Format {
	case JSON:
		return newJSON(w, o), nil
	case NDJSON:
		return newNDJSON(w, o), nil
	case YAML:
		return newYAML(w, o), nil
	case CSV:
		return newCSV(w, o), nil
	case Markdown:
		return newFlat(w, o, newMarkdownForm), nil
	case HTML:
		return newFlat(w, o, newHTMLForm), nil
	case XLSX:
		return newXLSX(w, o)
	case Table, Wide, "":
		return newTable(w, o), nil
	default:
		return nil, fmt.Errorf("unknown output format %q", o.Format)
	}
}
