package compile

import "github.com/aimsio-cli/aimsio/internal/api"

// list tells whether a GET without a parameter lists records. An answer that is not described may be
// a list; one that is described as neither an array nor an object around one is none.
func (x *classifier) list(c *call, o *value) (why string, err error) {
	c.Verb, c.Statuses = api.List, statuses(o)
	body, err := x.reader.in.answer(o)
	if err != nil || body == nil {
		return x.reader.in.otherFormat(o), err
	}
	s, err := x.reader.read(body, refPath{})
	if err != nil {
		return "", err
	}
	if s.kind("") == api.Array {
		return "", x.describe(c, s.items, s.within)
	}
	member, list, err := x.reader.listIn(s)
	switch {
	case err != nil:
		return "", err
	case member == "":
		return "its answer is no list", nil
	}
	c.Wrapper = member
	return "", x.describe(c, list.items, list.within)
}

// get reads what a GET of one record answers: the record, or an object around it.
func (x *classifier) get(c *call, o *value) (why string, err error) {
	c.Verb, c.hasID, c.Statuses = api.Get, true, statuses(o)
	body, err := x.reader.in.answer(o)
	if err != nil || body == nil {
		return x.reader.in.otherFormat(o), err
	}
	s, err := x.reader.read(body, refPath{})
	if err != nil {
		return "", err
	}
	if kind := s.kind(""); kind != api.Object && kind != api.Any {
		return "its answer is no object", nil
	}
	if holder := recordMember(s); holder != nil {
		inner, err := x.reader.read(holder.schema, s.within)
		if err != nil {
			return "", err
		}
		if inner.kind("") == api.Object && len(inner.properties) > 0 {
			c.Wrapper = holder.name
			return "", x.describe(c, holder.schema, s.within)
		}
	}
	return "", x.describe(c, body, refPath{})
}
