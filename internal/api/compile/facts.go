package compile

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// facts are what a description says itself of the records of a call, in words of our own: on the operation or
// on its path. They count before everything that is told from names and shapes.
type facts struct {
	// entity is the resource, name the entity's name.
	entity, name string
	// identifier, status and updated name fields, key and columns lists of them.
	identifier, status, updated string
	key, columns                []string
	// upserts says that creating a record that is there changes it.
	upserts bool
}

// factsOf reads the words on an operation, else on its path.
func factsOf(item, o *value) (facts, error) {
	var f facts
	var err error
	texts := func(name string) []string {
		at := o.get(name)
		if at == nil {
			at = item.get(name)
		}
		switch {
		case at == nil:
			return nil
		case at.kind == arrayValue:
			var list []string
			for _, one := range at.elements() {
				list = append(list, one.text)
			}
			return list
		case at.scalar():
			return []string{at.text}
		}
		err = fmt.Errorf("line %d: %s is %s; a word or a list of words is expected", at.line, name, at.what())
		return nil
	}
	word := func(name string) string {
		if list := texts(name); len(list) > 0 {
			return list[0]
		}
		return ""
	}
	f.entity, f.name = word("x-aimsio-entity"), word("x-aimsio-name")
	f.identifier, f.status, f.updated = word("x-aimsio-identifier"), word("x-aimsio-status"), word("x-aimsio-updated")
	f.key, f.columns = texts("x-aimsio-key"), texts("x-aimsio-columns")
	f.upserts = word("x-aimsio-upserts") == "true"
	return f, err
}

// said is what the calls of a resource say of it, in the place of what its row says.
func (r *resource) said(row api.Presentation) api.Presentation {
	for _, c := range r.calls {
		f := c.says
		row.GUID, row.Status, row.UpdatedAt = either(f.identifier, row.GUID), either(f.status, row.Status), either(f.updated, row.UpdatedAt)
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
