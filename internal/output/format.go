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
)

// Formats lists the formats in the order in which help shows them.
func Formats() []Format { return []Format{Table, JSON, NDJSON, CSV, YAML} }

// ParseFormat reads the name of a format, in any letter case. Nothing means Table.
func ParseFormat(name string) (Format, error) {
	if name == "" {
		return Table, nil
	}
	for _, f := range Formats() {
		if strings.EqualFold(name, string(f)) {
			return f, nil
		}
	}
	return "", fmt.Errorf("unknown output format %q: use table, json, ndjson, csv or yaml", name)
}
