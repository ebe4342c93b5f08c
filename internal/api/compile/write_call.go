package compile

import (
	"net/http"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/schema"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// write finds the form of a body that writes, and what it does.
func (x *classifier) write(c *call, item, o *tree.Value, status bool) (why string, err error) {
	switch {
	case status:
		c.Verb = api.UpdateStatus
	case c.hasID && c.Method == http.MethodPost && (item.Get("put") != nil || item.Get("patch") != nil):
		return "its path has another call that changes the record, so it does something else to it", nil
	case c.hasID:
		c.Verb = api.Update
	case c.Method == http.MethodPatch:
		c.Verb, c.bulk = api.Update, true
	default: // a PUT on a collection makes records at some vendors
		c.Verb = api.Create
	}
	body, format, err := x.body(o)
	switch {
	case err != nil:
		return "", err
	case format != "":
		return "it sends " + format + ", not JSON", nil
	case !body.described():
		return "it sends no body in JSON", nil
	}
	c.ContentType = body.kind
	if err := x.written(c, o); err != nil {
		return "", err
	}
	s, err := x.reader.Read(body.schema, schema.Way{})
	if err != nil {
		return "", err
	}
	return x.writtenBody(c, s, body.schema)
}

// written notes what a write answers: whether that says that a record was made, or is the record itself.
func (x *classifier) written(c *call, o *tree.Value) error {
	c.makes = slices.Contains(statuses(o), http.StatusCreated)
	answer, err := x.answer(o)
	if err != nil || !answer.described() {
		return nil //nolint:nilerr // what a write answers need not be described
	}
	c.Accept = answer.kind
	s, err := x.reader.Read(answer.schema, schema.Way{})
	if err != nil {
		return err
	}
	holder, err := x.recordIn(s, c.collection)
	if err == nil && holder != nil {
		s, err = x.reader.Read(holder.Schema, s.Within)
	}
	c.answered = s.Reference
	return err
}

// writtenBody tells what holds the record in a body: a list, an object around one, an object around the
// record, or nothing.
func (x *classifier) writtenBody(c *call, s *schema.Shape, body *tree.Value) (why string, err error) {
	switch {
	case s.Kind("") == api.Array && c.hasID:
		return "its path names one record, and its body is a list", nil
	case s.Kind("") == api.Array && c.Method == http.MethodPut:
		return "a PUT of a list may replace all records that there are", nil
	case s.Kind("") == api.Array:
		c.Body = api.BodyArray
		return x.elements(c, s, "its body is a list of values, not of records")
	case s.Kind("") != api.Object || len(s.Properties) == 0:
		return "its body is no record", nil
	}
	arrays, err := x.arrays(s)
	if err != nil {
		return "", err
	}
	if len(s.Properties) == 1 && len(arrays) == 1 {
		if c.hasID && !calledAfter(arrays[0].name, c.collection) {
			return "its path names one record, and its body is a list", nil
		}
		c.Wrapper = arrays[0].name
		return "", x.describe(c, arrays[0].shape.Items, arrays[0].shape.Within)
	}
	c.Body, c.weak = api.BodyRecord, true
	holder, err := x.recordIn(s, c.collection)
	switch {
	case err != nil:
		return "", err
	case holder == nil:
		if err := x.describe(c, body, schema.Way{}); err != nil {
			return "", err
		}
		return "", x.listBeside(c, s, arrays)
	}
	if i := slices.IndexFunc(s.Required, func(name string) bool { return name != holder.Name }); i >= 0 {
		return "its body holds the record in " + holder.Name + " and requires " + s.Required[i] + " beside it", nil
	}
	c.Wrapper = holder.Name
	return "", x.describe(c, holder.Schema, s.Within)
}

// listBeside reads a body as a list of records with other members beside it, such as {jobList: […], notify: true}.
// Whether it is one, or a record that has lines, only the records that it is about can tell.
func (x *classifier) listBeside(c *call, s *schema.Shape, arrays []arrayMember) error {
	own := slices.DeleteFunc(slices.Clone(arrays), func(a arrayMember) bool { return !calledAfter(a.name, c.collection) })
	if len(own) == 1 {
		arrays = own
	}
	if len(arrays) != 1 || c.hasID && len(own) == 0 || slices.ContainsFunc(s.Required, func(name string) bool { return name != arrays[0].name }) {
		return nil
	}
	c.inner = &call{}
	c.inner.Wrapper = arrays[0].name
	return x.describe(c.inner, arrays[0].shape.Items, arrays[0].shape.Within)
}
