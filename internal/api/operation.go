package api

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/pb33f/libopenapi/datamodel/high/base"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
)

// call is an operation that has been recognised, with what is needed to find its entity.
type call struct {
	Operation
	// collection is the path without the parameter at its end.
	collection string
	group      string
	// schema is the reference of the record's schema, or empty where it has none.
	schema string
	// about describes the record, and record holds its members.
	about  string
	record []Field
}

// recogniseAll finds the operations that work on records, in the description's order. All others
// are left out; a user can still reach them by path.
func recogniseAll(model *v3.Document) ([]*call, error) {
	if model.Paths == nil {
		return nil, nil
	}
	var calls []*call
	reader := &schemaReader{}
	for path, item := range model.Paths.PathItems.FromOldest() {
		if item == nil {
			continue
		}
		for _, one := range []struct {
			method    string
			operation *v3.Operation
		}{{http.MethodGet, item.Get}, {http.MethodPost, item.Post}} {
			if one.operation == nil {
				continue
			}
			c, err := reader.recognise(one.method, path, one.operation)
			if err != nil {
				return nil, fmt.Errorf("%s %s%s: %w", one.method, path, line(one.operation), err)
			}
			if c != nil {
				calls = append(calls, c)
			}
		}
	}
	return calls, nil
}

// recognise tells by an operation's shape what it does: a GET of a collection lists, a GET with one
// parameter at the end of its path gets, and a POST whose body is an object with one array writes.
// It answers nil for any other.
func (r *schemaReader) recognise(method, path string, o *v3.Operation) (*call, error) {
	collection, parameters := cutParameter(path)
	c := &call{collection: collection}
	c.Operation = Operation{
		Verb: Get, Method: method, Path: path, Summary: oneLine(o.Summary), Description: oneLine(o.Description),
	}
	record, ok, err := answer(o), false, error(nil)
	switch {
	case method == http.MethodGet && parameters == 1 && !strings.Contains(collection, "{"):
		ok = true
	case parameters > 0:
	case method == http.MethodGet:
		c.Verb = List
		record, ok, err = r.listed(record)
	default:
		c.Verb = Create
		c.Wrapper, record, err = r.wrapped(requestBody(o))
		ok = c.Wrapper != ""
	}
	if err != nil || !ok {
		return nil, err
	}
	if len(o.Tags) > 0 {
		c.group = o.Tags[0]
	}
	return c, r.describe(c, o, record)
}

// listed gives the schema of the elements that a list answers. An answer that is not described may
// be a list; one that is described as anything but an array is none.
func (r *schemaReader) listed(body *base.SchemaProxy) (element *base.SchemaProxy, ok bool, err error) {
	if body == nil {
		return nil, true, nil
	}
	s, err := r.read(body, trail{})
	if err != nil {
		return nil, false, err
	}
	return s.items, s.kind("") == Array, nil
}

// wrapped gives the name and the element schema of the one array of objects that is all a body
// holds. The name is empty where the body is of another form.
func (r *schemaReader) wrapped(body *base.SchemaProxy) (name string, element *base.SchemaProxy, err error) {
	s, err := r.read(body, trail{})
	if err != nil || len(s.properties) != 1 {
		return "", nil, err
	}
	list, err := r.read(s.properties[0].schema, s.within)
	if err != nil || list.kind("") != Array {
		return "", nil, err
	}
	record, err := r.read(list.items, list.within)
	if err != nil {
		return "", nil, err
	}
	if kind := record.kind(""); kind != Object && kind != Any {
		return "", nil, nil
	}
	return s.properties[0].name, list.items, nil
}

// describe adds what the description says about the records that a call carries.
func (r *schemaReader) describe(c *call, o *v3.Operation, record *base.SchemaProxy) error {
	var err error
	if c.Certainty, err = certainty(extension(o.Extensions, "x-aimsio-certainty")); err != nil {
		return err
	}
	if record == nil {
		return nil
	}
	s, err := r.read(record, trail{})
	if err != nil {
		return err
	}
	c.schema, c.about = record.GetReference(), s.description
	c.record, err = r.members(s)
	return err
}
