package compile

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// list tells whether a GET without a parameter lists records. An answer that is not described may be
// a list; one that is described as neither an array nor an object around one is none.
func (x *recognised) list(c *call, o spot) (why string, err error) {
	c.Verb, c.Statuses = api.List, statuses(o)
	body, err := x.answer(o)
	if err != nil || body.value == nil {
		return x.otherFormat(o), err
	}
	s, err := x.reader.read(body, trail{})
	if err != nil {
		return "", err
	}
	if s.kind("") == api.Array {
		return "", x.describe(c, s.items, s.within)
	}
	member, list, err := x.listIn(s)
	switch {
	case err != nil:
		return "", err
	case member == "":
		return "its answer is no list", nil
	}
	c.Wrapper = member
	return "", x.describe(c, list.items, list.within)
}

// listIn finds the array of records in an answer, as a dotted path: in it, or in the one object of it
// that is called as what holds data is.
func (x *recognised) listIn(s *shape) (path string, list *shape, err error) {
	member, list, err := x.arrayIn(s)
	if err != nil || member != "" {
		return escaped(member), list, err
	}
	for _, p := range s.properties {
		if !envelopeName(p.name) && !listName(p.name) {
			continue
		}
		inner, err := x.reader.read(p.schema, s.within)
		if err != nil {
			return "", nil, fmt.Errorf("field %s: %w", p.name, err)
		}
		if inner.kind("") != api.Object {
			continue
		}
		if member, list, err = x.arrayIn(inner); err != nil || member != "" {
			return escaped(p.name) + "." + escaped(member), list, err
		}
	}
	return "", nil, nil
}

// get reads what a GET of one record answers: the record, or an object around it.
func (x *recognised) get(c *call, o spot) (why string, err error) {
	c.Verb, c.deep, c.Statuses = api.Get, true, statuses(o)
	body, err := x.answer(o)
	if err != nil || body.value == nil {
		return x.otherFormat(o), err
	}
	s, err := x.reader.read(body, trail{})
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
	return "", x.describe(c, body, trail{})
}

// write finds the form of a body that writes, and what it does.
func (x *recognised) write(c *call, o spot, status bool) (why string, err error) {
	c.Verb = api.Create
	switch {
	case status:
		c.Verb = api.UpdateStatus
	case c.deep || c.Method != http.MethodPost:
		c.Verb = api.Update
	}
	body, err := x.body(o)
	if err != nil {
		return "", err
	}
	if body.value == nil {
		return "it sends no body in JSON", nil
	}
	s, err := x.reader.read(body, trail{})
	if err != nil {
		return "", err
	}
	record, within := body, trail{}
	member, list, err := x.onlyArray(s)
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
		c.Body, c.loose = api.BodyRecord, true
		if why, err = x.bare(c, s); why != "" || err != nil {
			return why, err
		}
	}
	if c.deep && c.Body != api.BodyRecord {
		return "its path names one record, and its body is a list", nil
	}
	return "", x.describe(c, record, within)
}

// onlyArray gives the name and the schema of the one array of objects that is all an object holds.
func (x *recognised) onlyArray(s *shape) (name string, list *shape, err error) {
	if len(s.properties) != 1 {
		return "", nil, nil
	}
	return x.arrayIn(s)
}

// arrayIn finds the array of records in an object. Where there are several, one that is called as
// such arrays are, or else none.
func (x *recognised) arrayIn(s *shape) (name string, list *shape, err error) {
	found := map[string]*shape{}
	var names []string
	for _, p := range s.properties {
		member, err := x.reader.read(p.schema, s.within)
		if err != nil {
			return "", nil, fmt.Errorf("field %s: %w", p.name, err)
		}
		if member.kind("") != api.Array {
			continue
		}
		element, err := x.reader.read(member.items, member.within)
		if err != nil {
			return "", nil, fmt.Errorf("field %s: elements: %w", p.name, err)
		}
		if kind := element.kind(""); kind == api.Object || kind == api.Any {
			names, found[p.name] = append(names, p.name), member
		}
	}
	if len(names) > 1 {
		names = slices.DeleteFunc(names, func(name string) bool { return !listName(name) })
	}
	if len(names) != 1 {
		return "", nil, nil
	}
	return names[0], found[names[0]], nil
}

func listName(name string) bool {
	return slices.Contains([]string{
		"items", "data", "results", "result", "records", "content", "value", "values", "list", "rows", "entries", "elements", "objects",
	}, strings.ToLower(name))
}

// recordMember finds the member that may hold the record in an answer: its only one, or one that is called
// as what holds data is, where the others say how the call went.
func recordMember(s *shape) *property {
	if len(s.properties) == 1 && s.reference == "" {
		return &s.properties[0]
	}
	var holder *property
	for i := range s.properties {
		switch p := &s.properties[i]; {
		case envelopeName(p.name) && holder == nil:
			holder = p
		case !besideRecord(p.name):
			return nil
		}
	}
	return holder
}

// besideRecord tells the members that say how a call went, in an object around a record.
func besideRecord(name string) bool {
	return slices.Contains([]string{
		"error", "errors", "errorcode", "errormessage", "message", "messages", "status", "statuscode", "code", "success", "ok", "warnings",
		"meta", "metadata", "links", "_links", "timestamp", "requestid", "traceid",
	}, strings.ToLower(name))
}

func envelopeName(name string) bool {
	return slices.Contains([]string{"data", "result", "item", "record", "value", "object"}, strings.ToLower(name))
}

// describe adds what the description says about the records that a call carries.
func (x *recognised) describe(c *call, record spot, within trail) error {
	if record.value == nil {
		return nil
	}
	s, err := x.reader.read(record, within)
	if err != nil {
		return err
	}
	c.schema, c.about = s.reference, s.description
	c.record, err = x.reader.members(s)
	return err
}

// answer is the schema of what a successful call answers, or nothing where none is described.
func (x *recognised) answer(o spot) (spot, error) {
	response, err := x.success(o)
	if err != nil || response.value == nil {
		return spot{}, err
	}
	return jsonSchema(response.to("content")), nil
}

// otherFormat tells of an answer that is described in other formats than JSON alone, such as a PDF.
func (x *recognised) otherFormat(o spot) (why string) {
	response, err := x.success(o)
	if err != nil || response.value == nil {
		return ""
	}
	content := response.to("content")
	if content.value == nil || content.kind != objectValue || len(content.names) == 0 {
		return ""
	}
	if slices.ContainsFunc(content.names, isJSON) {
		return ""
	}
	return "its answer is " + oneLine(content.names[0]) + ", not JSON"
}

// success is the first response with a status of success.
func (x *recognised) success(o spot) (spot, error) {
	responses := o.to("responses")
	if responses.value == nil || responses.kind != objectValue {
		return spot{}, nil
	}
	for i, code := range responses.names {
		if strings.HasPrefix(code, "2") {
			return x.resolve(spot{responses.items[i], responses.in})
		}
	}
	return spot{}, nil
}

// statuses gives the successes with a body that are described beside 200.
func statuses(o spot) (list []int) {
	responses := o.to("responses")
	if responses.value == nil || responses.kind != objectValue {
		return nil
	}
	for _, code := range responses.names {
		n, err := strconv.Atoi(code)
		if err == nil && n/100 == 2 && n != http.StatusOK && n != http.StatusNoContent && n != http.StatusResetContent {
			list = append(list, n)
		}
	}
	return list
}

func (x *recognised) body(o spot) (spot, error) {
	body := o.to("requestBody")
	if body.value == nil {
		return spot{}, nil
	}
	body, err := x.resolve(body)
	if err != nil {
		return spot{}, err
	}
	return jsonSchema(body.to("content")), nil
}

func jsonSchema(content spot) spot {
	if content.value == nil || content.kind != objectValue {
		return spot{}
	}
	for i, kind := range content.names {
		if isJSON(kind) {
			return spot{content.items[i], content.in}.to("schema")
		}
	}
	return spot{}
}

func isJSON(kind string) bool {
	return strings.Contains(strings.ToLower(kind), "json") || kind == "*/*"
}
