package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// DifferenceKind tells what became of something between two descriptions.
type DifferenceKind string

// The kinds of differences.
const (
	New     DifferenceKind = "new"
	Lost    DifferenceKind = "gone"
	Changed DifferenceKind = "changed"
)

// Difference is something in which two descriptions differ.
type Difference struct {
	Kind DifferenceKind
	// Entity is empty for what belongs to none.
	Entity string
	// What differs: "entity", "verb list", "field jobName", "values of jobStatus".
	What     string
	Old, New string
}

// Catalogs tells how one description differs from another, entity by entity. Entities are the same
// where their names are.
func Catalogs(old, fresh *api.Catalog) []Difference {
	c := &comparison{}
	for _, was := range old.Entities {
		c.entity = was.Name
		if is := entityNamed(fresh, was.Name); is != nil {
			c.entities(was, is)
		} else {
			c.add(Lost, "entity", inBrief(was), "")
		}
	}
	for _, is := range fresh.Entities {
		if entityNamed(old, is.Name) == nil {
			c.entity = is.Name
			c.add(New, "entity", "", inBrief(is))
		}
	}
	c.entity = ""
	c.others(old.Others, fresh.Others)
	return c.found
}

func entityNamed(c *api.Catalog, name string) *api.Entity {
	if i := slices.IndexFunc(c.Entities, func(e *api.Entity) bool { return e.Name == name }); i >= 0 {
		return c.Entities[i]
	}
	return nil
}

// inBrief tells what an entity consists of.
func inBrief(e *api.Entity) string {
	verbs := make([]string, 0, len(e.Operations))
	for _, o := range e.Operations {
		verbs = append(verbs, string(o.Verb))
	}
	return fmt.Sprintf("%s; %d fields", strings.Join(verbs, ", "), len(e.Fields))
}

type comparison struct {
	entity string
	found  []Difference
}

func (c *comparison) add(kind DifferenceKind, what, old, fresh string) {
	c.found = append(c.found, Difference{Kind: kind, Entity: c.entity, What: what, Old: old, New: fresh})
}

// text notes a difference of a text, if there is one.
func (c *comparison) text(what, old, fresh string) {
	if old != fresh {
		c.add(Changed, what, old, fresh)
	}
}

func (c *comparison) entities(was, is *api.Entity) {
	for _, o := range was.Operations {
		if same, has := is.Operation(o.Verb); has {
			c.operations(was, is, &o, same)
		} else {
			c.add(Lost, "verb "+string(o.Verb), o.Method+" "+o.Path, "")
		}
	}
	for _, o := range is.Operations {
		if _, had := was.Operation(o.Verb); !had {
			c.add(New, "verb "+string(o.Verb), "", o.Method+" "+o.Path)
		}
	}
	c.text("key", strings.Join(was.Key, ", "), strings.Join(is.Key, ", "))
	c.text("identifier", was.GUID, is.GUID)
	c.text("status", was.Status, is.Status)
	c.text("time of change", was.UpdatedAt, is.UpdatedAt)
	c.text("web address", was.Web, is.Web)
	c.fields("", was.Fields, is.Fields)
	c.fields("stub ", was.Index, is.Index)
}

func (c *comparison) operations(was, is *api.Entity, old, fresh *api.Operation) {
	verb := string(old.Verb)
	c.text("call of "+verb, old.Method+" "+old.Path, fresh.Method+" "+fresh.Path)
	c.text("form of "+verb, form(old), form(fresh))
	c.text("paging of "+verb, pagingText(old.Page), pagingText(fresh.Page))
	for _, p := range old.Parameters {
		if !slices.ContainsFunc(fresh.Parameters, func(other api.Parameter) bool { return other.Name == p.Name }) {
			c.add(Lost, "parameter "+p.Name+" of "+verb, parameterText(p), "")
		}
	}
	for _, p := range fresh.Parameters {
		i := slices.IndexFunc(old.Parameters, func(other api.Parameter) bool { return other.Name == p.Name })
		if i < 0 {
			c.add(New, "parameter "+p.Name+" of "+verb, "", parameterText(p))
			continue
		}
		c.text("parameter "+p.Name+" of "+verb, parameterText(old.Parameters[i]), parameterText(p))
	}
	if old.Fields != nil || fresh.Fields != nil {
		c.fields(verb+" ", was.BodyFields(old), is.BodyFields(fresh))
	}
}

func form(o *api.Operation) string {
	switch {
	case o.Body != api.BodyWrapped:
		return string(o.Body)
	case o.Wrapper != "":
		return "in " + o.Wrapper
	default:
		return "bare"
	}
}

func pagingText(p *api.Paging) string {
	if p == nil {
		return ""
	}
	parts := []string{string(p.Style)}
	for _, name := range []string{p.Parameter, p.Size, p.Next} {
		if name != "" {
			parts = append(parts, name)
		}
	}
	return strings.Join(parts, " ")
}

func parameterText(p api.Parameter) string {
	text := string(p.Type)
	if p.Required {
		text += ", required"
	}
	if len(p.Enum) > 0 {
		text += ": " + strings.Join(p.Enum, ", ")
	}
	return text
}

// fields compares fields and those within them; prefix tells where they stand.
func (c *comparison) fields(prefix string, was, is []api.Field) {
	for i := range was {
		f := &was[i]
		same, has := api.Direct(is, f.Name)
		if !has {
			c.add(Lost, prefix+"field "+f.Name, typeName(*f), "")
			continue
		}
		c.field(prefix, f, same)
	}
	for i := range is {
		if _, had := api.Direct(was, is[i].Name); !had {
			c.add(New, prefix+"field "+is[i].Name, "", typeName(is[i]))
		}
	}
}

func (c *comparison) field(prefix string, was, is *api.Field) {
	c.text(prefix+"type of "+was.Name, typeName(*was), typeName(*is))
	c.text(prefix+"format of "+was.Name, was.Format, is.Format)
	c.text(prefix+"required "+was.Name, yes(was.Required), yes(is.Required))
	c.text(prefix+"read-only "+was.Name, yes(was.ReadOnly), yes(is.ReadOnly))
	c.text(prefix+"values of "+was.Name, strings.Join(was.Enum, ", "), strings.Join(is.Enum, ", "))
	c.fields(prefix+was.Name+".", was.Fields, is.Fields)
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

func (c *comparison) others(old, fresh []api.Other) {
	same := func(a api.Other) func(api.Other) bool {
		return func(b api.Other) bool { return a.Method == b.Method && a.Path == b.Path }
	}
	for _, o := range old {
		if !slices.ContainsFunc(fresh, same(o)) {
			c.add(Lost, "other call", o.Method+" "+o.Path, "")
		}
	}
	for _, o := range fresh {
		if !slices.ContainsFunc(old, same(o)) {
			c.add(New, "other call", "", o.Method+" "+o.Path)
		}
	}
}
