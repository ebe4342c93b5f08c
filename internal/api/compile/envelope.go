package compile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// listIn finds the array of records in an answer, as a dotted path: in it, or in the one object of it
// that is called as what holds data is.
func (r *schemaReader) listIn(s *shape) (path string, list *shape, err error) {
	member, list, err := r.arrayIn(s)
	if err != nil || member != "" {
		return escaped(member), list, err
	}
	for _, p := range s.properties {
		if !envelopeName(p.name) && !listName(p.name) {
			continue
		}
		inner, err := r.read(p.schema, s.within)
		if err != nil {
			return "", nil, fmt.Errorf("field %s: %w", p.name, err)
		}
		if inner.kind("") != api.Object {
			continue
		}
		if member, list, err = r.arrayIn(inner); err != nil || member != "" {
			return escaped(p.name) + "." + escaped(member), list, err
		}
	}
	return "", nil, nil
}

// onlyArray gives the name and the schema of the one array of objects that is all an object holds.
func (r *schemaReader) onlyArray(s *shape) (name string, list *shape, err error) {
	if len(s.properties) != 1 {
		return "", nil, nil
	}
	return r.arrayIn(s)
}

// arrayIn finds the array of records in an object. Where there are several, one that is called as
// such arrays are, or else none.
func (r *schemaReader) arrayIn(s *shape) (name string, list *shape, err error) {
	found := map[string]*shape{}
	var names []string
	for _, p := range s.properties {
		member, err := r.read(p.schema, s.within)
		if err != nil {
			return "", nil, fmt.Errorf("field %s: %w", p.name, err)
		}
		if member.kind("") != api.Array {
			continue
		}
		element, err := r.read(member.items, member.within)
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
