package api

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pb33f/libopenapi/datamodel/high/base"
)

const (
	// maxDepth is how many schemas deep fields are followed; what lies deeper counts as unknown.
	maxDepth = 16
	// maxSchemas bounds a description, because a few lines of references can stand for millions of fields.
	maxSchemas = 100_000
)

var errTooMuch = fmt.Errorf("with all its references it holds more than %d schemas", maxSchemas)

// schemaReader turns schemas into fields.
type schemaReader struct {
	schemas int // read so far
}

// trail is the way from an operation to a schema: the references followed, against cycles, and the depth.
type trail struct {
	references []string
	depth      int
}

// shape is a schema with its reference followed and its allOf, anyOf and oneOf put together.
type shape struct {
	types       []string
	format      string
	description string
	readOnly    bool
	enum        []string
	properties  []property
	required    []string
	items       *base.SchemaProxy
	extensions  map[string]string
	// within is the trail for the schemas of its members.
	within trail
}

type property struct {
	name   string
	schema *base.SchemaProxy
}

// read follows a schema. What the schema says itself wins over what its parts say.
func (r *schemaReader) read(schema *base.SchemaProxy, way trail) (*shape, error) {
	s := &shape{extensions: map[string]string{}, within: way}
	if err := r.add(s, schema, way); err != nil {
		return nil, err
	}
	s.within.depth++
	return s, nil
}

func (r *schemaReader) add(s *shape, proxy *base.SchemaProxy, way trail) error {
	if proxy == nil || way.depth >= maxDepth {
		return nil
	}
	if r.schemas++; r.schemas > maxSchemas {
		return errTooMuch
	}
	if reference := proxy.GetReference(); reference != "" {
		if slices.Contains(way.references, reference) {
			s.types = []string{"object"}
			return nil
		}
		way.references = append(slices.Clone(way.references), reference)
		s.within.references = append(slices.Clone(s.within.references), reference)
	}
	schema, err := build(proxy)
	if err != nil {
		return err
	}
	way.depth++
	for _, part := range slices.Concat(schema.AllOf, schema.AnyOf, schema.OneOf) {
		if err := r.add(s, part, way); err != nil {
			return err
		}
	}
	if len(schema.AnyOf)+len(schema.OneOf) > 0 {
		s.required = nil // a field of one alternative need not be one of the others
	}
	s.own(schema)
	return nil
}

func build(proxy *base.SchemaProxy) (*base.Schema, error) {
	schema, err := proxy.BuildSchema()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at(proxy), err)
	}
	if schema == nil {
		return nil, fmt.Errorf("%s: the schema %s cannot be found", at(proxy), proxy.GetReference())
	}
	return schema, nil
}

// own takes over what a schema says itself.
func (s *shape) own(schema *base.Schema) {
	if len(schema.Type) > 0 {
		s.types = schema.Type
	}
	if schema.Format != "" {
		s.format = schema.Format
	}
	if schema.Description != "" {
		s.description = oneLine(schema.Description)
	}
	if schema.ReadOnly != nil {
		s.readOnly = *schema.ReadOnly
	}
	if len(schema.Enum) > 0 {
		s.enum = nil
	}
	for _, value := range schema.Enum {
		if value != nil && value.Tag != "!!null" {
			s.enum = append(s.enum, value.Value)
		}
	}
	if schema.Items != nil && schema.Items.IsA() {
		s.items = schema.Items.A
	}
	for name, value := range schema.Extensions.FromOldest() {
		if value != nil && strings.HasPrefix(name, "x-aimsio-") {
			s.extensions[name] = value.Value
		}
	}
	for name, member := range schema.Properties.FromOldest() {
		s.set(property{name, member})
	}
	s.required = append(s.required, schema.Required...)
}

// set adds a property, or replaces one of the same name where it stands.
func (s *shape) set(p property) {
	for i := range s.properties {
		if s.properties[i].name == p.name {
			s.properties[i] = p
			return
		}
	}
	s.properties = append(s.properties, p)
}

// members turns the properties of an object into fields, in the description's order.
func (r *schemaReader) members(s *shape) ([]Field, error) {
	var fields []Field
	for _, p := range s.properties {
		f, err := r.field(p, s.within)
		if err != nil {
			if errors.Is(err, errTooMuch) {
				return nil, err
			}
			return nil, fmt.Errorf("field %s: %w", p.name, err)
		}
		f.Required = slices.Contains(s.required, p.name)
		fields = append(fields, f)
	}
	return fields, nil
}
