package compile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// list finds the array of records in what a list answers, as a dotted path: in the object, or in the one
// object of it that is called as what holds data is. A record that has lines is no list: beside an array that
// is not called after the collection may stand only what is said of the answer.
func (r *schemaReader) list(s *shape, collection string) (path string, list *shape, err error) {
	member, list, err := r.listMember(s, collection)
	if err != nil || member != "" {
		return escaped(member), list, err
	}
	for _, p := range s.properties {
		if !holdsData(p.name) && !calledAfter(p.name, collection) {
			continue
		}
		inner, err := r.read(p.schema, s.within)
		if err != nil {
			return "", nil, fmt.Errorf("field %s: %w", p.name, err)
		}
		if inner.kind("") != api.Object {
			continue
		}
		if member, list, err = r.listMember(inner, collection); err != nil || member != "" {
			return escaped(p.name) + "." + escaped(member), list, err
		}
	}
	return "", nil, nil
}

func (r *schemaReader) listMember(s *shape, collection string) (string, *shape, error) {
	arrays, err := r.arrays(s)
	if err != nil || len(arrays) == 0 {
		return "", nil, err
	}
	for _, a := range arrays {
		if calledAfter(a.name, collection) && !r.identified(s, collection) {
			return a.name, a.shape, nil
		}
	}
	named := slices.DeleteFunc(slices.Clone(arrays), func(a arrayMember) bool { return !holdsData(a.name) })
	if len(arrays) > 1 {
		arrays = named
	}
	if len(arrays) != 1 {
		return "", nil, nil
	}
	only, paged := arrays[0], len(s.properties) == 1 || holdsData(arrays[0].name)
	for _, p := range s.properties {
		if p.name != only.name && !r.aboutAnswer(p, s.within) {
			return "", nil, nil
		}
		paged = paged || speaksOfPages(p.name)
	}
	if !paged { // a record with lines and a status
		return "", nil, nil
	}
	return only.name, only.shape, nil
}

// identified tells whether an object is a record of its own rather than something around records.
func (r *schemaReader) identified(s *shape, collection string) bool {
	return slices.ContainsFunc(s.properties, func(p property) bool { return namesIdentifier(p.name, collection) })
}

// aboutAnswer tells of a member beside an array whether it says something of the answer, such as how many
// records there are or where the next page is.
func (r *schemaReader) aboutAnswer(p property, within refPath) bool {
	if besideRecord(p.name) || holdsData(p.name) || speaksOfPages(p.name) {
		return true
	}
	s, err := r.read(p.schema, within)
	return err == nil && s.kind("") == api.Boolean
}

// speaksOfPages tells the names that say how much an answer holds, in what order and where it goes on.
func speaksOfPages(name string) bool {
	if api.AboutPages(name) || api.IsNext(name) || api.IsMore(name) || api.IsTotal(name) {
		return true
	}
	if slices.Contains([]string{"start", "end", "from", "to", "uri", "url", "self", "query", "took", "included", "order", "sort"}, api.PlainName(name)) {
		return true
	}
	return slices.ContainsFunc(words(name), func(word string) bool {
		return slices.Contains([]string{
			"page", "pages", "pagination", "paging", "next", "prev", "previous", "first", "last", "total", "count", "limit", "offset", "marker",
			"cursor", "size",
		}, word)
	})
}

// arrayMember is an array of objects in an object.
type arrayMember struct {
	name  string
	shape *shape
}

// arrays finds the arrays of objects in an object.
func (r *schemaReader) arrays(s *shape) (found []arrayMember, err error) {
	for _, p := range s.properties {
		member, err := r.read(p.schema, s.within)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", p.name, err)
		}
		if member.kind("") != api.Array {
			continue
		}
		element, err := r.read(member.items, member.within)
		if err != nil {
			return nil, fmt.Errorf("field %s: elements: %w", p.name, err)
		}
		if kind := element.kind(""); kind == api.Object || kind == api.Any {
			found = append(found, arrayMember{p.name, member})
		}
	}
	return found, nil
}

// record finds the member that holds the record in an object around it: one that is called as what holds data
// is, or after the collection, where no member beside it identifies a record.
func (r *schemaReader) record(s *shape, collection string) (holder *property, err error) {
	if r.identified(s, collection) {
		return nil, nil //nolint:nilnil // most records stand alone, and that is no error
	}
	for i := range s.properties {
		p := &s.properties[i]
		switch {
		case calledAfter(p.name, collection), len(s.properties) == 1 && s.reference == "":
		case holdsData(p.name) && !slices.ContainsFunc(s.properties, func(other property) bool {
			return other.name != p.name && !r.aboutAnswer(other, s.within)
		}):
		default:
			continue
		}
		inner, err := r.read(p.schema, s.within)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", p.name, err)
		}
		if inner.kind("") == api.Object && len(inner.properties) > 0 {
			return p, nil
		}
	}
	return nil, nil //nolint:nilnil // as above
}

// calledAfter tells whether a member is called after a collection: customers or customer in /v1/customers,
// orchestration in /event_orchestrations, jobList in /Job.
func calledAfter(name, collection string) bool {
	parts := words(name)
	if last := len(parts) - 1; last > 0 && parts[last] == "list" {
		parts = parts[:last]
	}
	if len(parts) == 0 {
		return false
	}
	return endsInWords(singularWords(words(lastStep(collection))), singularWords(parts))
}

// namedAlike tells whether a list is called as its path is: ticketList or tickets in /Ticket.
func namedAlike(name, path string) bool {
	parts := words(strings.TrimSuffix(name, "List"))
	return name != "" && slices.Equal(singularWords(parts), singularWords(words(lastStep(path))))
}

// holdsData tells the names of members that hold what was asked for, whatever that is.
func holdsData(name string) bool {
	return slices.Contains([]string{
		"items", "item", "data", "results", "result", "records", "record", "content", "value", "values", "list", "rows", "entries", "entry",
		"elements", "objects", "object", "collection", "_embedded", "embedded",
	}, strings.ToLower(name))
}

// besideRecord tells the members that say how a call went, in an object around a record.
func besideRecord(name string) bool {
	return slices.Contains([]string{
		"error", "errors", "errorcode", "errormessage", "message", "messages", "status", "statuscode", "code", "success", "ok", "warnings",
		"meta", "metadata", "links", "_links", "timestamp", "requestid", "traceid", "pagination", "problem",
	}, strings.ToLower(name))
}
