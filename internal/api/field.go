package api

import (
	"fmt"
	"slices"
	"strings"
)

// field makes a field of a property. Whether it is required stands in the object that holds it.
func (r *schemaReader) field(p property, way trail) (Field, error) {
	s, err := r.read(p.schema, way)
	if err != nil {
		return Field{}, err
	}
	f := Field{
		Name:        p.name,
		Type:        s.kind(p.name),
		ReadOnly:    s.readOnly,
		Enum:        s.enum,
		Description: s.description,
		Either:      s.extensions["x-aimsio-either"],
		Collects:    s.extensions["x-aimsio-collects"],
		Sample:      s.extensions["x-aimsio-sample"],
	}
	if f.Type == String {
		f.Format = stringFormat(s.format)
	}
	if f.Certainty, err = certainty(s.extensions["x-aimsio-certainty"]); err != nil {
		return Field{}, err
	}
	if f.RefersTo, err = reference(s.extensions); err != nil {
		return Field{}, err
	}
	holder := s
	if f.Type == Array {
		if holder, err = r.read(s.items, s.within); err != nil {
			return Field{}, fmt.Errorf("elements: %w", err)
		}
		f.Items = holder.kind("")
	}
	if f.Type == Object || f.Items == Object {
		if f.Fields, err = r.members(holder); err != nil {
			return Field{}, err
		}
	}
	return f, nil
}

// kind is the type of the schema's values. The name helps where the description does not mark times.
func (s *shape) kind(name string) Type {
	types := slices.DeleteFunc(slices.Clone(s.types), func(t string) bool { return t == "null" })
	switch {
	case len(types) > 1:
		return Any
	case len(types) == 0 && len(s.properties) > 0:
		return Object
	case len(types) == 0 && s.items.value != nil:
		return Array
	case len(types) == 0 && len(s.enum) > 0:
		return String
	case len(types) == 0:
		return Any
	}
	switch t := Type(types[0]); t {
	case Integer:
		return integerKind(s.format, name)
	case String, Number, Boolean, Object, Array:
		return t
	default:
		return Any
	}
}

// integerKind tells times and days from other integers, by the format or else by the name: Aimsio writes
// both as epoch milliseconds, in fields that end in At and in Date. A Date that tells when a record was
// made or changed is a time. A name may mislead, and then nothing is lost: of a field of days, what does
// not begin a day is shown as a time.
func integerKind(format, name string) Type {
	switch {
	case format == "epoch-day-ms" || format == "date":
		return Day
	case format == "epoch-ms" || strings.HasSuffix(name, "At"):
		return Time
	case !strings.HasSuffix(name, "Date"):
		return Integer
	}
	for _, word := range words(name) {
		if slices.Contains([]string{"created", "creation", "updated", "update", "modified", "modification", "changed", "change"}, word) {
			return Time
		}
	}
	return Day
}

func stringFormat(format string) string {
	if format == "byte" { // OpenAPI's word for it
		return "base64"
	}
	return format
}

// certainty reads a mark. A description without marks is the vendor's own, and so documents all it says.
func certainty(mark string) (Certainty, error) {
	switch c := Certainty(mark); c {
	case "":
		return Documented, nil
	case Documented, Assumed:
		return c, nil
	default:
		return "", fmt.Errorf("x-aimsio-certainty is %q; it must be %q or %q", mark, Documented, Assumed)
	}
}

func reference(extensions map[string]string) (*Reference, error) {
	target := extensions["x-aimsio-refers-to"]
	if target == "" {
		return nil, nil //nolint:nilnil // most fields refer to nothing, and that is no error
	}
	resource, field, ok := strings.Cut(target, ".")
	if !ok || resource == "" || field == "" {
		return nil, fmt.Errorf("x-aimsio-refers-to is %q; it must be Resource.field", target)
	}
	return &Reference{
		Resource: resource, Field: field,
		Role: extensions["x-aimsio-role"], Where: extensions["x-aimsio-where"],
	}, nil
}

// oneLine folds a text into one line, because it is shown in tables and help.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
