package compile

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// facts are what a description says itself of the records of a call, in words of our own: on the operation or
// on its path. They count before everything that is told from names and shapes.
type facts struct {
	// entity is the resource, name the entity's name, verb what a write does.
	entity, name, verb string
	// identifier, status and updated name fields, key and columns lists of them.
	identifier, status, updated string
	key, columns                []string
	// upserts says that creating a record that is there changes it.
	upserts bool
}

// ownWords are the words of ours that an operation, or its path, may have.
func ownWords() []string {
	return []string{
		"x-aimsio-entity", "x-aimsio-name", "x-aimsio-identifier", "x-aimsio-key", "x-aimsio-status", "x-aimsio-updated", "x-aimsio-columns",
		"x-aimsio-upserts", "x-aimsio-verb", "x-aimsio-certainty",
	}
}

// idle warns of words of ours on a call that is left out nevertheless.
func (x *classifier) idle(at *tree.Value, call, why string) {
	for i, name := range at.Names {
		if slices.Contains(ownWords(), name) && name != "x-aimsio-certainty" {
			x.reader.Warnings = append(x.reader.Warnings, api.Note{
				What: name, Value: at.Items[i].Text, From: call + ": it has no effect, since " + why, Warning: true,
			})
		}
	}
}

// factsOf reads the words on an operation, else on its path.
func factsOf(item, o *tree.Value) (facts, error) {
	var f facts
	var err error
	texts := func(name string) []string {
		at := o.Get(name)
		if at == nil {
			at = item.Get(name)
		}
		switch {
		case at == nil:
			return nil
		case at.Kind == tree.Array:
			var list []string
			for _, one := range at.Elements() {
				list = append(list, one.Text)
			}
			return list
		case at.Scalar():
			return []string{at.Text}
		}
		err = fmt.Errorf("line %d: %s is %s; a word or a list of words is expected", at.Line, name, at.What())
		return nil
	}
	word := func(name string) string {
		if list := texts(name); len(list) > 0 {
			return list[0]
		}
		return ""
	}
	f.entity, f.name, f.verb = word("x-aimsio-entity"), word("x-aimsio-name"), word("x-aimsio-verb")
	f.identifier, f.status, f.updated = word("x-aimsio-identifier"), word("x-aimsio-status"), word("x-aimsio-updated")
	f.key, f.columns = texts("x-aimsio-key"), texts("x-aimsio-columns")
	f.upserts = word("x-aimsio-upserts") == "true"
	if err == nil && f.verb != "" && !slices.Contains([]string{"create", "update", "update-status", "none"}, f.verb) {
		err = fmt.Errorf("line %d: x-aimsio-verb is %q; it must be create, update, update-status or none", o.Line, f.verb)
	}
	return f, err
}

// saysVerb has a write do what the description says of it, and gives back one that is to be left alone.
func (c *call) saysVerb() (why string) {
	switch {
	case c.says.verb == "none":
		return "x-aimsio-verb says so"
	case c.says.verb != "" && !c.reads() && c.Verb != api.Delete:
		c.Verb, c.bulk = api.Verb(c.says.verb), false
	}
	return ""
}

// said is what the calls of a resource say of it, in the place of what its row says.
func (r *resource) said(row api.Presentation) api.Presentation {
	for _, c := range r.calls {
		f := c.says
		row.GUID, row.Status, row.UpdatedAt = cmp.Or(f.identifier, row.GUID), cmp.Or(f.status, row.Status), cmp.Or(f.updated, row.UpdatedAt)
		if len(f.key) > 0 {
			row.Key = f.key
		}
		if len(f.columns) > 0 {
			row.Columns = f.columns
		}
	}
	return row
}

// saidName is the name that the calls of a resource give to its entity, "" for none.
func (r *resource) saidName() string {
	for _, c := range r.calls {
		if c.says.name != "" {
			return c.says.name
		}
	}
	return ""
}
