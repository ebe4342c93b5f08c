package schema

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// field makes a field of a property. Whether it is required stands in the object that holds it.
func (r *Reader) field(p Property, way Way) (api.Field, error) {
	s, err := r.Read(p.Schema, way)
	if err != nil {
		return api.Field{}, err
	}
	f := api.Field{
		Name:        p.Name,
		Type:        s.Kind(p.Name),
		ReadOnly:    s.readOnly,
		Enum:        s.Enum,
		Description: s.Description,
		Either:      s.extensions["x-aimsio-either"],
		Collects:    s.extensions["x-aimsio-collects"],
		Sample:      s.extensions["x-aimsio-sample"],
	}
	if f.Type == api.String {
		f.Format = stringFormat(s.Format)
	}
	if f.Certainty, err = Certainty(s.extensions["x-aimsio-certainty"]); err != nil {
		return api.Field{}, err
	}
	if f.RefersTo, err = reference(s.extensions); err != nil {
		return api.Field{}, err
	}
	holder := s
	if f.Type == api.Array {
		if holder, err = r.Read(s.Items, s.Within); err != nil {
			return api.Field{}, fmt.Errorf("elements: %w", err)
		}
		f.Items = holder.Kind("")
	}
	if f.Type == api.Object || f.Items == api.Object {
		if f.Fields, err = r.Members(holder); err != nil {
			return api.Field{}, err
		}
	}
	return f, nil
}

// Kind is the type of the schema's values. The name helps where the description does not mark times.
func (s *Shape) Kind(name string) api.Type {
	types := slices.DeleteFunc(slices.Clone(s.types), func(t string) bool { return t == "null" })
	switch {
	case len(types) > 1:
		return api.Any
	case len(types) == 0 && len(s.Properties) > 0:
		return api.Object
	case len(types) == 0 && s.Items != nil:
		return api.Array
	case len(types) == 0 && len(s.Enum) > 0:
		return api.String
	case len(types) == 0:
		return api.Any
	}
	switch t := api.Type(types[0]); t {
	case api.Integer:
		return integerKind(s.Format, name)
	case api.String, api.Number, api.Boolean, api.Object, api.Array:
		return t
	default:
		return api.Any
	}
}

// integerKind tells times and days from other integers, by the format or else by the name: Aimsio writes
// both as epoch milliseconds, in fields that end in At and in Date. A Date that tells when a record was
// made or changed is a time. A name may mislead, and then nothing is lost: of a field of days, what does
// not begin a day is shown as a time.
func integerKind(format, name string) api.Type {
	switch {
	case format == "epoch-day-ms" || format == "date":
		return api.Day
	case format == "epoch-ms" || strings.HasSuffix(name, "At"):
		return api.Time
	case !strings.HasSuffix(name, "Date"):
		return api.Integer
	}
	for _, word := range api.Words(name) {
		if slices.Contains([]string{"created", "creation", "updated", "update", "modified", "modification", "changed", "change"}, word) {
			return api.Time
		}
	}
	return api.Day
}

func stringFormat(format string) string {
	if format == "byte" { // OpenAPI's word for it
		return "base64"
	}
	return format
}

// Certainty reads a mark. A description without marks is the vendor's own, and so documents all it says.
func Certainty(mark string) (api.Certainty, error) {
	switch c := api.Certainty(mark); c {
	case "":
		return api.Documented, nil
	case api.Documented, api.Assumed:
		return c, nil
	default:
		return "", fmt.Errorf("x-aimsio-certainty is %q; it must be %q or %q", mark, api.Documented, api.Assumed)
	}
}

func reference(extensions map[string]string) (*api.Reference, error) {
	target := extensions["x-aimsio-refers-to"]
	if target == "" {
		return nil, nil //nolint:nilnil // most fields refer to nothing, and that is no error
	}
	resource, field, ok := strings.Cut(target, ".")
	if !ok || resource == "" || field == "" {
		return nil, fmt.Errorf("x-aimsio-refers-to is %q; it must be Resource.field", target)
	}
	return &api.Reference{
		Resource: resource, Field: field,
		Role: extensions["x-aimsio-role"], Where: extensions["x-aimsio-where"],
	}, nil
}

// Members turns the properties of an object into fields, in the description's order.
func (r *Reader) Members(s *Shape) ([]api.Field, error) {
	required := map[string]bool{}
	for _, name := range s.Required {
		required[name] = true
	}
	var fields []api.Field
	for _, p := range s.Properties {
		f, err := r.field(p, s.Within)
		if err != nil {
			if errors.Is(err, ErrTooMuch) {
				return nil, err
			}
			return nil, fmt.Errorf("field %s: %w", p.Name, err)
		}
		f.Required = required[p.Name]
		fields = append(fields, f)
	}
	return fields, nil
}
