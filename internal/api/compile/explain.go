package compile

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// explain tells from what came what is known of an entity and is no inference of its own, where that is asked for:
// its resource, each call with the form of what it sends and answers, and which fields hold days.
func (p *presenter) explain(e *api.Entity, r *resource, row api.Presentation) {
	if !p.options.Explain {
		return
	}
	tell := func(what, value, from string) {
		p.notes = append(p.notes, api.Note{Entity: e.Name, What: what, Value: value, From: from, Explains: true})
	}
	tell("resource", e.Resource, r.nameFrom())
	tell("name", e.Name, r.entityNameFrom(row))
	for _, verb := range operationVerbs() {
		if c := r.first(verb); c != nil {
			tell(string(verb), c.Method+" "+c.Path, c.verbFrom())
			c.explainForm(tell)
		}
	}
	for _, of := range []struct {
		what, word string
		named      []string
		has        []string
	}{
		{"identifier", "x-aimsio-identifier", []string{row.GUID}, []string{e.GUID}},
		{"key", "x-aimsio-key", row.Key, e.Key},
		{"status", "x-aimsio-status", []string{row.Status}, []string{e.Status}},
		{"time of change", "x-aimsio-updated", []string{row.UpdatedAt}, []string{e.UpdatedAt}},
		{"columns", "x-aimsio-columns", row.Columns, e.Columns},
	} {
		named, has := strings.Join(of.named, ", "), strings.Join(of.has, ", ")
		switch {
		case has == "":
			tell(of.what, "none", "no field is called so that it is sure: "+of.word+" can say it")
		case r.says(of.word):
			tell(of.what, has, of.word)
		case named == has:
			tell(of.what, has, "the program's own table, which knows this entity")
		}
	}
	if e.Web != "" {
		tell("web address", e.Web, "x-aimsio-web")
	}
	for i := range e.Fields {
		if f := &e.Fields[i]; f.IsDay() {
			from := "its format"
			if f.Type == api.Day {
				from = "its format, or its name, which ends in Date"
			}
			tell("day", f.Name, from)
		}
	}
}

// nameFrom says from what the name of the resource came.
func (r *resource) nameFrom() string {
	if r.says("x-aimsio-entity") {
		return "x-aimsio-entity"
	}
	return "the last step of " + r.calls[0].collection
}

// entityNameFrom says from what the name of the entity came, before names that are kept or set count.
func (r *resource) entityNameFrom(row api.Presentation) string {
	switch {
	case row.Name != "":
		return "the program's own table, which knows this entity"
	case r.saidName() != "":
		return "x-aimsio-name"
	default:
		return "the plural of the resource, unless an earlier import or the configuration named it"
	}
}

// says tells whether a call has said something with a word of ours.
func (r *resource) says(word string) bool {
	for _, c := range r.calls {
		f := c.says
		said := map[string]bool{
			"x-aimsio-entity": f.entity != "", "x-aimsio-identifier": f.identifier != "", "x-aimsio-status": f.status != "",
			"x-aimsio-updated": f.updated != "", "x-aimsio-key": len(f.key) > 0, "x-aimsio-columns": len(f.columns) > 0,
		}
		if said[word] {
			return true
		}
	}
	return false
}

// verbFrom says by what shape a call was recognised.
func (c *call) verbFrom() string {
	if c.says.verb != "" {
		return "x-aimsio-verb"
	}
	switch c.Verb {
	case api.List:
		if len(c.record) == 0 {
			return "a GET without a parameter for a record, whose answer is not described, beside a call for one record"
		}
		return "a GET without a parameter for a record that answers a list"
	case api.Get:
		return "a GET whose path ends in {" + c.parameter + "}"
	case api.Delete:
		return "a DELETE whose path ends in {" + c.parameter + "}"
	case api.Update:
		if c.Partial() {
			return "a PATCH at the record's own path: it carries what changes"
		}
		return "a " + c.Method + " at the record's own path: it carries the whole record"
	case api.UpdateStatus:
		if c.status {
			return "its path ends in a word about the status"
		}
		return "its body carries what names the record and its status alone, or the program's own table says so"
	case api.Create:
		return "a " + c.Method + " where the records are read"
	}
	return ""
}

// explainForm tells how the records stand in what a call sends or answers, and how a list goes on.
func (c *call) explainForm(tell func(what, value, from string)) {
	verb := string(c.Verb)
	switch {
	case c.reads() && c.Wrapper != "" && c.Verb == api.List:
		tell("records of "+verb, "in "+c.Wrapper, "the list that the answer's schema has there")
	case c.reads() && c.Wrapper != "":
		tell("record of "+verb, "in "+c.Wrapper, "the object around it in the answer's schema")
	case c.Verb == api.Delete || c.reads():
	case c.Body == api.BodyArray:
		tell("body of "+verb, "a list of records", "the schema of its body")
	case c.Body == api.BodyWrapped:
		tell("body of "+verb, "a list of records in "+c.Wrapper, "the schema of its body")
	case c.Wrapper != "":
		tell("body of "+verb, "one record in "+c.Wrapper, "the schema of its body, which holds it in an object")
	default:
		tell("body of "+verb, "one record", "the schema of its body")
	}
	if c.Accept != "" {
		tell("answer of "+verb, c.Accept, "the media type of the answer")
	}
	if c.Verb != api.List {
		return
	}
	if c.Page == nil {
		tell("pages of "+verb, "none", "no parameter and member of the answer agree on how it would go on")
		return
	}
	tell("pages of "+verb, pagesText(c.Page), "the parameters of the query, and what of the answer agrees with them")
}

// pagesText says in a few words how a list is followed.
func pagesText(p *api.Paging) string {
	var parts []string
	add := func(what, value string) {
		if value != "" {
			parts = append(parts, what+" "+value)
		}
	}
	add("by", string(p.Style))
	add("parameter", p.Parameter)
	if p.Style == api.PageNumber {
		add("first", strconv.Itoa(p.First))
	}
	if p.Size != "" {
		add("size", fmt.Sprintf("%s=%d", p.Size, p.Records))
	}
	add("next in", p.Next)
	add("total in", p.Total)
	return strings.Join(parts, ", ")
}
