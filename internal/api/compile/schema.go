package compile

import (
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

var errTooMuch = fmt.Errorf("with all its references it holds more than %d schemas", maxSchemas)

// schemaReader turns schemas into fields.
type schemaReader struct {
	in *document
	// mostReferences is how many references are followed one into the other, 0 for all. Schemas that
	// refer to one another in many ways make more than can be read.
	mostReferences int
	// schemas counts those read for the operation at hand, all those of the description.
	schemas, all int
	// warnings tell of references that lead nowhere and of words of ours that are none, each once.
	warnings []api.Note
}

// note remembers a reference that leads nowhere.
func (r *schemaReader) note(dangling *danglingError, line int) {
	if !slices.ContainsFunc(r.warnings, func(n api.Note) bool { return n.Value == dangling.reference }) {
		r.warnings = append(r.warnings, api.Note{
			What: "reference", Value: dangling.reference, From: fmt.Sprintf("line %d: it leads nowhere, so what stands for it may hold anything", line),
			Warning: true,
		})
	}
}

// refPath is the way from an operation to a schema: the references followed, against cycles, and the depth.
type refPath struct {
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
	// places finds the properties by name.
	places     map[string]int
	required   []string
	items      *tree.Value
	extensions map[string]string
	// reference is what the schema is known by, "" where it stands on the spot.
	reference string
	// within is the trail for the schemas of its members.
	within refPath
}

type property struct {
	name   string
	schema *tree.Value
}

// read follows a schema. What the schema says itself wins over what its parts say.
func (r *schemaReader) read(schema *tree.Value, way refPath) (*shape, error) {
	s := &shape{within: way}
	if err := r.add(s, schema, way); err != nil {
		return nil, err
	}
	s.within.depth++
	return s, nil
}

func (r *schemaReader) add(s *shape, schema *tree.Value, way refPath) error {
	if schema == nil || way.depth >= maxDepth {
		return nil
	}
	r.schemas++
	r.all++
	if r.schemas > maxSchemas || r.all > maxAll {
		return errTooMuch
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
func (r *schemaReader) follow(s *shape, schema *tree.Value, reference string, way refPath) error {
	target, name, err := r.in.find(reference)
	if dangling, ok := errors.AsType[*danglingError](err); ok {
		r.note(dangling, schema.Line)
		return nil // of which nothing is known
	}
	if err != nil {
		return fmt.Errorf("line %d: the schema %w", schema.Line, err)
	}
	if slices.Contains(way.references, name) || r.mostReferences > 0 && len(way.references) >= r.mostReferences {
		s.types = []string{"object"}
		return nil
	}
	if s.reference == "" && len(s.properties) == 0 {
		s.reference = name
	}
	way.references = append(slices.Clone(way.references), name)
	s.within.references = append(slices.Clone(s.within.references), name)
	if err := r.add(s, target, way); err != nil {
		return err
	}
	// 3.1 lets these stand beside a reference.
	s.description = either(oneLine(schema.Str("description")), s.description)
	s.readOnly = s.readOnly || schema.Is("readOnly")
	return nil
}

// merge puts the parts of a schema together, then what it says itself.
func (r *schemaReader) merge(s *shape, schema *tree.Value, way refPath) error {
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
	r.mistyped(schema, schemaWords())
	return nil
}

// alternatives puts together what a value may be: of any of the types, with any of the values, and
// with the members of all, none of which is required then.
func (r *schemaReader) alternatives(s *shape, list *tree.Value, way refPath) error {
	var types, enum []string
	open := false
	for _, part := range list.Elements() {
		s.types, s.enum = nil, nil
		members := len(s.properties)
		if err := r.add(s, part, way); err != nil {
			return err
		}
		if len(s.types) == 0 && len(s.properties) > members {
			s.types = []string{"object"}
		}
		for _, one := range s.types {
			if one != "null" && !slices.Contains(types, one) {
				types = append(types, one)
			}
		}
		enum = append(enum, s.enum...)
		open = open || len(s.enum) == 0 && !slices.Equal(s.types, []string{"null"})
	}
	if len(list.Elements()) == 0 {
		return nil
	}
	s.types, s.enum, s.required = types, nil, nil
	if !open {
		s.enum = enum
	}
	return nil
}

// own takes over what a schema says itself.
func (s *shape) own(schema *tree.Value) {
	if types := schema.Get("type"); types != nil && types.Kind == tree.Text {
		s.types = []string{types.Text}
	} else if list := types.Elements(); len(list) > 0 {
		s.types = nil
		for _, one := range list {
			s.types = append(s.types, one.Text)
		}
	}
	s.format = either(schema.Str("format"), s.format)
	s.description = either(oneLine(schema.Str("description")), s.description)
	if schema.Get("readOnly") != nil {
		s.readOnly = schema.Is("readOnly")
	}
	s.choices(schema)
	if items := schema.Get("items"); items != nil && items.Kind == tree.Object {
		s.items = items
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
			s.set(property{name, members.Items[i]})
		}
	}
	for _, name := range schema.Get("required").Elements() {
		s.required = append(s.required, name.Text)
	}
}

// choices takes over the values that are allowed.
func (s *shape) choices(schema *tree.Value) {
	if only := schema.Get("const"); only != nil && only.Scalar() {
		s.enum = []string{only.Text}
	}
	list := schema.Get("enum").Elements()
	if len(list) > 0 {
		s.enum = nil
	}
	for _, one := range list {
		if one.Scalar() {
			s.enum = append(s.enum, one.Text)
		}
	}
}

// set adds a property, or replaces one of the same name where it stands.
func (s *shape) set(p property) {
	if i, has := s.places[p.name]; has {
		s.properties[i] = p
		return
	}
	if s.places == nil {
		s.places = map[string]int{}
	}
	s.places[p.name] = len(s.properties)
	s.properties = append(s.properties, p)
}
