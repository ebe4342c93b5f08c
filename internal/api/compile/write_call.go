package compile

import (
	"net/http"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// write finds the form of a body that writes, and what it does.
func (x *classifier) write(c *call, o *value, status bool) (why string, err error) {
	switch {
	case status:
		c.Verb = api.UpdateStatus
	case c.hasID:
		c.Verb = api.Update
	case c.Method == http.MethodPatch:
		c.Verb, c.bulk = api.Update, true
	default: // a PUT on a collection makes records at some vendors, and replaces them all at others
		c.Verb = api.Create
	}
	body, format, err := x.reader.in.body(o)
	switch {
	case err != nil:
		return "", err
	case format != "":
		return "it sends " + format + ", not JSON", nil
	case !body.described():
		return "it sends no body in JSON", nil
	}
	c.ContentType = body.kind
	if answer, err := x.reader.in.answer(o); err == nil {
		c.Accept = answer.kind
	}
	s, err := x.reader.read(body.schema, refPath{})
	if err != nil {
		return "", err
	}
	return x.writtenBody(c, s, body.schema)
}

// writtenBody tells what holds the record in a body: a list, an object around one, an object around the
// record, or nothing.
func (x *classifier) writtenBody(c *call, s *shape, body *value) (why string, err error) {
	if s.kind("") == api.Array {
		if c.hasID {
			return "its path names one record, and its body is a list", nil
		}
		c.Body = api.BodyArray
		return "", x.describe(c, s.items, s.within)
	}
	only, wrapped, err := x.reader.onlyArray(s)
	switch {
	case err != nil:
		return "", err
	case wrapped && c.hasID && !calledAfter(only.name, c.collection):
		return "its path names one record, and its body is a list", nil
	case wrapped:
		c.Wrapper = only.name
		return "", x.describe(c, only.shape.items, only.shape.within)
	case s.kind("") != api.Object || len(s.properties) == 0:
		return "its body is no record", nil
	}
	c.Body, c.weak = api.BodyRecord, true
	holder, err := x.reader.record(s, c.collection)
	if err != nil {
		return "", err
	}
	if holder == nil {
		if err := x.describe(c, body, refPath{}); err != nil || c.hasID {
			return "", err
		}
		return "", x.listBeside(c, s)
	}
	if i := slices.IndexFunc(s.required, func(name string) bool { return name != holder.name }); i >= 0 {
		return "its body holds the record in " + holder.name + " and requires " + s.required[i] + " beside it", nil
	}
	c.Wrapper = holder.name
	return "", x.describe(c, holder.schema, s.within)
}

// listBeside reads a body as a list of records beside scalars, such as {jobList: […], notify: true}. Whether
// it is one, or a record that has lines, only the records that it is about can tell.
func (x *classifier) listBeside(c *call, s *shape) error {
	arrays, err := x.reader.arrays(s)
	if err != nil || len(arrays) != 1 || len(s.properties) < 2 {
		return err
	}
	for _, p := range s.properties {
		if p.name == arrays[0].name {
			continue
		}
		other, err := x.reader.read(p.schema, s.within)
		if err != nil {
			return err
		}
		if kind := other.kind(""); kind == api.Object || kind == api.Array || kind == api.Any {
			return nil
		}
	}
	inner := &call{}
	inner.Wrapper = arrays[0].name
	c.inner = inner
	return x.describe(inner, arrays[0].shape.items, arrays[0].shape.within)
}
