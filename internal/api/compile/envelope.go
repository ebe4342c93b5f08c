package compile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/schema"
)

// listIn finds the array of records in what a list answers, as a dotted path: in the object, or in the one
// object of it that is called as what holds data is. A record that has lines is no list: beside an array that
// is not called after the collection may stand only what is said of the answer.
func (x *classifier) listIn(s *schema.Shape, collection string) (path string, list *schema.Shape, err error) {
	member, list, err := x.listMember(s, collection)
	if err != nil || member != "" {
		return escaped(member), list, err
	}
	for _, p := range s.Properties {
		if !holdsData(p.Name) && !calledAfter(p.Name, collection) {
			continue
		}
		inner, err := x.reader.Read(p.Schema, s.Within)
		if err != nil {
			return "", nil, fmt.Errorf("field %s: %w", p.Name, err)
		}
		if inner.Kind("") != api.Object {
			continue
		}
		if member, list, err = x.listMember(inner, collection); err != nil || member != "" {
			return escaped(p.Name) + "." + escaped(member), list, err
		}
	}
	return "", nil, nil
}

func (x *classifier) listMember(s *schema.Shape, collection string) (string, *schema.Shape, error) {
	arrays, err := x.arrays(s)
	if err != nil || len(arrays) == 0 {
		return "", nil, err
	}
	for _, a := range arrays {
		if calledAfter(a.name, collection) && !x.identified(s, collection) {
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
	only, paged := arrays[0], len(s.Properties) == 1 || holdsData(arrays[0].name)
	for _, p := range s.Properties {
		if p.Name != only.name && !x.aboutAnswer(p, s.Within) {
			return "", nil, nil
		}
		paged = paged || speaksOfPages(p.Name)
	}
	if !paged { // a record with lines and a status
		return "", nil, nil
	}
	return only.name, only.shape, nil
}

// identified tells whether an object is a record of its own rather than something around records.
func (x *classifier) identified(s *schema.Shape, collection string) bool {
	return slices.ContainsFunc(s.Properties, func(p schema.Property) bool { return namesIdentifier(p.Name, collection) })
}

// aboutAnswer tells of a member beside an array whether it says something of the answer, such as how many
// records there are or where the next page is.
func (x *classifier) aboutAnswer(p schema.Property, within schema.Way) bool {
	if besideRecord(p.Name) || holdsData(p.Name) || speaksOfPages(p.Name) {
		return true
	}
	s, err := x.reader.Read(p.Schema, within)
	return err == nil && s.Kind("") == api.Boolean
}

// speaksOfPages tells the names that say how much an answer holds, in what order and where it goes on.
func speaksOfPages(name string) bool {
	if api.AboutPages(name) || api.IsNext(name) || api.IsMore(name) || api.IsTotal(name) {
		return true
	}
	if slices.Contains([]string{"start", "end", "from", "to", "uri", "url", "self", "query", "took", "included", "order", "sort"}, api.PlainName(name)) {
		return true
	}
	return slices.ContainsFunc(api.Words(name), func(word string) bool {
		return slices.Contains([]string{
			"page", "pages", "pagination", "paging", "next", "prev", "previous", "first", "last", "total", "count", "limit", "offset", "marker",
			"cursor", "size",
		}, word)
	})
}

// arrayMember is an array of objects in an object.
type arrayMember struct {
	name  string
	shape *schema.Shape
}

// arrays finds the arrays of objects in an object.
func (x *classifier) arrays(s *schema.Shape) (found []arrayMember, err error) {
	for _, p := range s.Properties {
		member, err := x.reader.Read(p.Schema, s.Within)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", p.Name, err)
		}
		if member.Kind("") != api.Array {
			continue
		}
		element, err := x.reader.Read(member.Items, member.Within)
		if err != nil {
			return nil, fmt.Errorf("field %s: elements: %w", p.Name, err)
		}
		if kind := element.Kind(""); kind == api.Object || kind == api.Any {
			found = append(found, arrayMember{p.Name, member})
		}
	}
	return found, nil
}

// recordIn finds the member that holds the record in an object around it: one that is called as what holds data
// is, or after the collection, where no member beside it identifies a record.
func (x *classifier) recordIn(s *schema.Shape, collection string) (holder *schema.Property, err error) {
	if x.identified(s, collection) {
		return nil, nil //nolint:nilnil // most records stand alone, and that is no error
	}
	for i := range s.Properties {
		p := &s.Properties[i]
		switch {
		case calledAfter(p.Name, collection), len(s.Properties) == 1 && s.Reference == "":
		case holdsData(p.Name) && !slices.ContainsFunc(s.Properties, func(other schema.Property) bool {
			return other.Name != p.Name && !x.aboutAnswer(other, s.Within)
		}):
		default:
			continue
		}
		inner, err := x.reader.Read(p.Schema, s.Within)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", p.Name, err)
		}
		if inner.Kind("") == api.Object && len(inner.Properties) > 0 {
			return p, nil
		}
	}
	return nil, nil //nolint:nilnil // as above
}

// calledAfter tells whether a member is called after a collection: customers or customer in /v1/customers,
// orchestration in /event_orchestrations, jobList in /Job.
func calledAfter(name, collection string) bool {
	parts := api.Words(name)
	if last := len(parts) - 1; last > 0 && parts[last] == "list" {
		parts = parts[:last]
	}
	if len(parts) == 0 {
		return false
	}
	return endsInWords(singularWords(api.Words(lastStep(collection))), singularWords(parts))
}

// namedAlike tells whether a list is called as its path is: ticketList or tickets in /Ticket.
func namedAlike(name, path string) bool {
	parts := api.Words(strings.TrimSuffix(name, "List"))
	return name != "" && slices.Equal(singularWords(parts), singularWords(api.Words(lastStep(path))))
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
