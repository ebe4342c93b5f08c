package schema

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

const (
	// maxDepth is how many schemas deep fields are followed; what lies deeper counts as unknown.
	maxDepth = 16
	// maxSchemas bounds an operation, because a few lines of references can stand for millions of
	// fields, and maxAll the whole description.
	maxSchemas = 100_000
	maxAll     = 3_000_000
)

// ErrTooMuch says that an operation stands for more schemas than are read.
var ErrTooMuch = fmt.Errorf("with all its references it holds more than %d schemas", maxSchemas)

// Reader turns schemas into fields.
type Reader struct {
	In *Document
	// MostReferences is how many references are followed one into the other, 0 for all. Schemas that
	// refer to one another in many ways make more than can be read.
	MostReferences int
	// Schemas counts those read for the operation at hand, All those of the description.
	Schemas, All int
	// Warnings tell of references that lead nowhere and of words of ours that are none, each once.
	Warnings []api.Note
}

// note remembers a reference that leads nowhere.
func (r *Reader) note(dangling *DanglingError, line int) {
	if !slices.ContainsFunc(r.Warnings, func(n api.Note) bool { return n.Value == dangling.Reference }) {
		r.Warnings = append(r.Warnings, api.Note{
			What: "reference", Value: dangling.Reference, From: fmt.Sprintf("line %d: it leads nowhere, so what stands for it may hold anything", line),
			Warning: true,
		})
	}
}

// Way is the way from an operation to a schema: the references followed, against cycles, and the depth.
type Way struct {
	references []string
	depth      int
}

// Shape is a schema with its reference followed and its allOf, anyOf and oneOf put together.
type Shape struct {
	types       []string
	Format      string
	Description string
	readOnly    bool
	Enum        []string
	Properties  []Property
	// places finds the properties by name.
	places     map[string]int
	Required   []string
	Items      *tree.Value
	extensions map[string]string
	// Reference is what the schema is known by, "" where it stands on the spot.
	Reference string
	// Within is the trail for the schemas of its members.
	Within Way
}

// Property is a member of an object, with its schema.
type Property struct {
	Name   string
	Schema *tree.Value
}

// Read follows a schema. What the schema says itself wins over what its parts say.
func (r *Reader) Read(schema *tree.Value, way Way) (*Shape, error) {
	s := &Shape{Within: way}
	if err := r.add(s, schema, way); err != nil {
		return nil, err
	}
	s.Within.depth++
	return s, nil
}

func (r *Reader) add(s *Shape, schema *tree.Value, way Way) error {
	if schema == nil || way.depth >= maxDepth {
		return nil
	}
	r.Schemas++
	r.All++
	if r.Schemas > maxSchemas || r.All > maxAll {
		return ErrTooMuch
	}
	if schema.Kind == tree.Boolean { // true: anything will do
		return nil
	}
	if schema.Kind != tree.Object {
		return fmt.Errorf("line %d: a schema is expected, not %s", schema.Line, schema.What())
	}
	if reference := schema.Str("$ref"); reference != "" {
		return r.follow(s, schema, reference, way)
	}
	way.depth++
	return r.merge(s, schema, way)
}

// follow goes on at what a reference leads to. A cycle ends in an object of which nothing is known, and
// so do more references than are to be followed.
func (r *Reader) follow(s *Shape, schema *tree.Value, reference string, way Way) error {
	target, name, err := r.In.Find(reference)
	if dangling, ok := errors.AsType[*DanglingError](err); ok {
		r.note(dangling, schema.Line)
		return nil // of which nothing is known
	}
	if err != nil {
		return fmt.Errorf("line %d: the schema %w", schema.Line, err)
	}
	if slices.Contains(way.references, name) || r.MostReferences > 0 && len(way.references) >= r.MostReferences {
		s.types = []string{"object"}
		return nil
	}
	if s.Reference == "" && len(s.Properties) == 0 {
		s.Reference = name
	}
	way.references = append(slices.Clone(way.references), name)
	s.Within.references = append(slices.Clone(s.Within.references), name)
	if err := r.add(s, target, way); err != nil {
		return err
	}
	// 3.1 lets these stand beside a reference.
	s.Description = cmp.Or(tree.OneLine(schema.Str("description")), s.Description)
	s.readOnly = s.readOnly || schema.Is("readOnly")
	return nil
}

// merge puts the parts of a schema together, then what it says itself.
func (r *Reader) merge(s *Shape, schema *tree.Value, way Way) error {
	for _, part := range schema.Get("allOf").Elements() {
		if err := r.add(s, part, way); err != nil {
			return err
		}
	}
	for _, word := range []string{"anyOf", "oneOf"} {
		if err := r.alternatives(s, schema.Get(word), way); err != nil {
			return err
		}
	}
	s.own(schema)
	r.Mistyped(schema, schemaWords())
	return nil
}

// alternatives puts together what a value may be: of any of the types, with any of the values, and
// with the members of all, none of which is required then.
func (r *Reader) alternatives(s *Shape, list *tree.Value, way Way) error {
	var types, enum []string
	open := false
	for _, part := range list.Elements() {
		s.types, s.Enum = nil, nil
		members := len(s.Properties)
		if err := r.add(s, part, way); err != nil {
			return err
		}
		if len(s.types) == 0 && len(s.Properties) > members {
			s.types = []string{"object"}
		}
		for _, one := range s.types {
			if one != "null" && !slices.Contains(types, one) {
				types = append(types, one)
			}
		}
		enum = append(enum, s.Enum...)
		open = open || len(s.Enum) == 0 && !slices.Equal(s.types, []string{"null"})
	}
	if len(list.Elements()) == 0 {
		return nil
	}
	s.types, s.Enum, s.Required = types, nil, nil
	if !open {
		s.Enum = enum
	}
	return nil
}

// own takes over what a schema says itself.
func (s *Shape) own(schema *tree.Value) {
	if types := schema.Get("type"); types != nil && types.Kind == tree.Text {
		s.types = []string{types.Text}
	} else if list := types.Elements(); len(list) > 0 {
		s.types = nil
		for _, one := range list {
			s.types = append(s.types, one.Text)
		}
	}
	s.Format = cmp.Or(schema.Str("format"), s.Format)
	s.Description = cmp.Or(tree.OneLine(schema.Str("description")), s.Description)
	if schema.Get("readOnly") != nil {
		s.readOnly = schema.Is("readOnly")
	}
	s.choices(schema)
	if items := schema.Get("items"); items != nil && items.Kind == tree.Object {
		s.Items = items
	}
	for i, name := range schema.Names {
		if strings.HasPrefix(name, "x-aimsio-") {
			if s.extensions == nil {
				s.extensions = map[string]string{}
			}
			s.extensions[name] = schema.Items[i].Text
		}
	}
	if members := schema.Get("properties"); members != nil && members.Kind == tree.Object {
		for i, name := range members.Names {
			s.set(Property{name, members.Items[i]})
		}
	}
	for _, name := range schema.Get("required").Elements() {
		s.Required = append(s.Required, name.Text)
	}
}

// choices takes over the values that are allowed.
func (s *Shape) choices(schema *tree.Value) {
	if only := schema.Get("const"); only != nil && only.Scalar() {
		s.Enum = []string{only.Text}
	}
	list := schema.Get("enum").Elements()
	if len(list) > 0 {
		s.Enum = nil
	}
	for _, one := range list {
		if one.Scalar() {
			s.Enum = append(s.Enum, one.Text)
		}
	}
}

// set adds a property, or replaces one of the same name where it stands.
func (s *Shape) set(p Property) {
	if i, has := s.places[p.Name]; has {
		s.Properties[i] = p
		return
	}
	if s.places == nil {
		s.places = map[string]int{}
	}
	s.places[p.Name] = len(s.Properties)
	s.Properties = append(s.Properties, p)
}
