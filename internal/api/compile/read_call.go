package compile

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/schema"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// list tells whether a GET without a parameter lists records. An answer that is not described may be
// a list; one that is described as neither an array nor an object around one is none.
func (x *classifier) list(c *call, o *tree.Value) (why string, err error) {
	c.Verb, c.Statuses = api.List, statuses(o)
	body, err := x.answer(o)
	if err != nil || !body.described() {
		return x.otherFormat(o), err
	}
	c.Accept = body.kind
	s, err := x.reader.Read(body.schema, schema.Way{})
	if err != nil {
		return "", err
	}
	if s.Kind("") == api.Array {
		return x.elements(c, s, "its answer is a list of values, not of records")
	}
	member, list, err := x.listIn(s, c.collection)
	switch {
	case err != nil:
		return "", err
	case member == "" && s.Kind("") == api.Object:
		return "its answer is no list: it is an object with other members than a list and what is said of pages", nil
	case member == "":
		return "its answer is no list", nil
	}
	c.Wrapper, c.answered = member, s.Reference
	return "", x.describe(c, list.Items, list.Within)
}

// get reads what a GET of one record answers: the record, an object around it, or a list of the one.
func (x *classifier) get(c *call, o *tree.Value) (why string, err error) {
	c.Verb, c.hasID, c.Statuses = api.Get, true, statuses(o)
	body, err := x.answer(o)
	if err != nil || !body.described() {
		return x.otherFormat(o), err
	}
	c.Accept = body.kind
	s, err := x.reader.Read(body.schema, schema.Way{})
	if err != nil {
		return "", err
	}
	if kind := s.Kind(""); kind != api.Object && kind != api.Any {
		return "its answer is no object", nil
	}
	holder, err := x.recordIn(s, c.collection)
	if err != nil {
		return "", err
	}
	if holder != nil {
		c.Wrapper = holder.Name
		return "", x.describe(c, holder.Schema, s.Within)
	}
	if x.identified(s, c.collection) {
		return "", x.describe(c, body.schema, schema.Way{})
	}
	arrays, err := x.arrays(s)
	if err != nil {
		return "", err
	}
	for _, a := range arrays {
		if calledAfter(a.name, c.collection) {
			c.Wrapper, c.ListOfOne = a.name, true
			return "", x.describe(c, a.shape.Items, a.shape.Within)
		}
	}
	return "", x.describe(c, body.schema, schema.Way{})
}

// elements takes the elements of an array for the records of a call, unless they are texts or numbers.
func (x *classifier) elements(c *call, s *schema.Shape, values string) (why string, err error) {
	element, err := x.reader.Read(s.Items, s.Within)
	if err != nil {
		return "", err
	}
	if kind := element.Kind(""); kind != api.Object && kind != api.Any {
		return values, nil
	}
	return "", x.describe(c, s.Items, s.Within)
}
