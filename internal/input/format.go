package input

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Format is a form in which records are written down.
type Format string

// The formats. CSV also stands for values separated by semicolons or tabs.
const (
	JSON   Format = "json"
	NDJSON Format = "ndjson"
	CSV    Format = "csv"
	YAML   Format = "yaml"
	XLSX   Format = "xlsx"
)

// ParseFormat reads the name of a format in any letter case; nothing means that the input tells.
func ParseFormat(s string) (Format, error) {
	if s == "" {
		return "", nil
	}
	if f, ok := formatByName(s); ok {
		return f, nil
	}
	return "", fmt.Errorf("unknown input format %q: use json, ndjson, csv, yaml or xlsx", s)
}

func formatByName(word string) (Format, bool) {
	switch strings.ToLower(word) {
	case "json":
		return JSON, true
	case "ndjson", "jsonl":
		return NDJSON, true
	case "csv", "tsv":
		return CSV, true
	case "yaml", "yml":
		return YAML, true
	case "xlsx", "xlsm":
		return XLSX, true
	}
	return "", false
}

func formatByEnding(path string) (Format, bool) {
	return formatByName(strings.TrimPrefix(filepath.Ext(path), "."))
}

// formatByContent tells the format by how the text begins; whole says that this is all of it.
func formatByContent(head []byte, whole bool) Format {
	head = bytes.TrimLeft(head, " \t\r\n")
	if len(head) == 0 {
		return ""
	}
	switch head[0] {
	case '[':
		return JSON
	case '{':
		return objectsFormat(head, whole)
	case '#', '%':
		return YAML
	}
	line := string(firstLine(head))
	if line == "---" || line == "-" || strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "--- ") || isYAMLMember(line) {
		return YAML
	}
	return CSV
}

// objectsFormat tells one object, maybe over several lines, from one object a line.
func objectsFormat(head []byte, whole bool) Format {
	line := firstLine(head)
	rest := bytes.TrimSpace(head[len(line):])
	if (len(rest) > 0 || !whole) && jsontext.Value(line).IsValid(jsontext.AllowDuplicateNames(true)) {
		return NDJSON
	}
	return JSON
}

// isYAMLMember tells whether a line is "name: value" or "name:".
func isYAMLMember(line string) bool {
	name, value, ok := strings.Cut(line, ":")
	return ok && name != "" && !strings.ContainsAny(name, ",;\t\" ") && (value == "" || value[0] == ' ')
}

func firstLine(text []byte) []byte {
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	return bytes.TrimRight(line, "\r")
}
