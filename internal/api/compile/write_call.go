package compile

import (
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// bare looks whether a body that may be one record is rather something around records.
func (x *classifier) bare(c *call, s *shape) (why string, err error) {
	if why, err = x.wrapped(s); why != "" || err != nil || c.hasID {
		return why, err
	}
	return "", x.scalarsBeside(c, s)
}

// scalarsBeside reads a body as a list of records beside scalars, such as {jobList: […], notify: true}. Whether
// it is one, or a record that has lines, only the records that it is about can tell.
func (x *classifier) scalarsBeside(c *call, s *shape) error {
	if len(s.properties) < 2 {
		return nil
	}
	member, list, err := x.reader.arrayIn(s)
	if err != nil || member == "" {
		return err
	}
	for _, p := range s.properties {
		if p.name == member {
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
	inner.Wrapper = member
	c.inner = inner
	return x.describe(inner, list.items, list.within)
}

// wrapped tells of a body that holds nothing but one object, which is the record: no write can send that.
func (x *classifier) wrapped(s *shape) (why string, err error) {
	if len(s.properties) != 1 {
		return "", nil
	}
	only := s.properties[0]
	inner, err := x.reader.read(only.schema, s.within)
	if err != nil || inner.kind("") != api.Object || len(inner.properties) == 0 {
		return "", err
	}
	return "its body holds the record in a member " + only.name, nil
}

// write finds the form of a body that writes, and what it does.
func (x *classifier) write(c *call, o *value, status bool) (why string, err error) {
	c.Verb = api.Create
	switch {
	case status:
		c.Verb = api.UpdateStatus
	case c.hasID || c.Method != http.MethodPost:
		c.Verb = api.Update
	}
	body, err := x.reader.in.body(o)
	if err != nil {
		return "", err
	}
	if body == nil {
		return "it sends no body in JSON", nil
	}
	s, err := x.reader.read(body, refPath{})
	if err != nil {
		return "", err
	}
	record, within := body, refPath{}
	member, list, err := x.reader.onlyArray(s)
	switch kind := s.kind(""); {
	case err != nil:
		return "", err
	case kind == api.Array:
		c.Body, record, within = api.BodyArray, s.items, s.within
	case member != "":
		c.Wrapper, record, within = member, list.items, list.within
	case kind != api.Object || len(s.properties) == 0:
		return "its body is no record", nil
	default:
		c.Body, c.weak = api.BodyRecord, true
		if why, err = x.bare(c, s); why != "" || err != nil {
			return why, err
		}
	}
	if c.hasID && c.Body != api.BodyRecord {
		return "its path names one record, and its body is a list", nil
	}
	return "", x.describe(c, record, within)
}
