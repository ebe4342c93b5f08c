package api

import (
	"fmt"
	"slices"
	"strings"
)

// TypeName names a field's type: "array of object", "string (base64)".
func TypeName(field Field) string {
	switch {
	case field.Type == Array && field.Items != "":
		return fmt.Sprintf("array of %s", field.Items)
	case field.Format != "":
		return fmt.Sprintf("%s (%s)", field.Type, field.Format)
	default:
		return string(field.Type)
	}
}

// FieldNames lists the names of fields in running text.
func FieldNames(fields []Field) string { return strings.Join(FieldPaths(fields), ", ") }

// FieldPaths lists the names of fields.
func FieldPaths(fields []Field) []string {
	names := make([]string, 0, len(fields))
	for _, field := range fields {
		names = append(names, field.Name)
	}
	return names
}

// Indexed tells whether a stub has the field.
func Indexed(entity *Entity, path string) bool {
	_, ok := Find(entity.Index, path)
	return ok
}

// ListFields are the fields that a list can show: the index's, then the whole record's.
func ListFields(entity *Entity) []Field {
	fields := slices.Clone(entity.Index)
	for _, field := range entity.Fields {
		if _, double := Find(fields, field.Name); !double {
			fields = append(fields, field)
		}
	}
	return fields
}
