package compile

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// bare looks whether a body that may be one record is rather something around records.
func (x *recognised) bare(c *call, s *shape) (why string, err error) {
	if why, err = x.wrapped(s); why != "" || err != nil || c.deep {
		return why, err
	}
	return "", x.scalarsBeside(c, s)
}

// scalarsBeside reads a body as a list of records beside scalars, such as {jobList: […], notify: true}. Whether
// it is one, or a record that has lines, only the records that it is about can tell.
func (x *recognised) scalarsBeside(c *call, s *shape) error {
	if len(s.properties) < 2 {
		return nil
	}
	member, list, err := x.arrayIn(s)
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

// listed tells whether the body of a call holds a list of the resource's records, rather than one of them.
func (r *resource) listed(c *call) bool {
	if r.carries(c.schema) {
		return false
	}
	if r.carries(c.inner.schema) {
		return true
	}
	has := func(f api.Field) bool { _, ok := api.Find(r.reading(), f.Name); return ok }
	return strings.HasSuffix(c.inner.Wrapper, "List") && !slices.ContainsFunc(c.record, has)
}

// unwrap takes the list of records for what the body holds.
func (c *call) unwrap() {
	c.Wrapper, c.Body, c.loose = c.inner.Wrapper, api.BodyWrapped, false
	c.schema, c.about, c.record = c.inner.schema, c.inner.about, c.inner.record
}

// wrapped tells of a body that holds nothing but one object, which is the record: no write can send that.
func (x *recognised) wrapped(s *shape) (why string, err error) {
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
