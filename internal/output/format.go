package output

import (
	"fmt"
	"strings"
)

// Format is a form in which records are written.
type Format string

// The formats of --output.
const (
	Table  Format = "table"
	JSON   Format = "json"
	NDJSON Format = "ndjson"
	CSV    Format = "csv"
	YAML   Format = "yaml"
	// Wide is a table of more columns, in which nothing gives way.
	Wide     Format = "wide"
	Markdown Format = "markdown"
	HTML     Format = "html"
	XLSX     Format = "xlsx"
)

// Flat tells that each field stands in one cell of a row, for a person or a sheet.
func (f Format) Flat() bool {
	switch f {
	case Table, Wide, CSV, Markdown, HTML, XLSX, "":
		return true
	default:
		return false
	}
}

// formats lists the formats in the order in which help shows them.
func formats() []Format { return []Format{Table, Wide, JSON, NDJSON, CSV, YAML, Markdown, HTML, XLSX} }

// ParseFormat reads the name of a format, in any letter case. Nothing means Table.
func ParseFormat(name string) (Format, error) {
	if name == "" {
		return Table, nil
	}
	for _, f := range formats() {
		if strings.EqualFold(name, string(f)) {
			return f, nil
		}
	}
	return "", fmt.Errorf("unknown output format %q: use table, wide, json, ndjson, csv, yaml, markdown, html or xlsx", name)
}
