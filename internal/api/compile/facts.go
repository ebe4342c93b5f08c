package compile

import (
	"fmt"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api/tree"
	"github.com/aimsio-cli/aimsio/internal/web"
)

// facts are what a description says itself of the records of a call, in words of our own: on the operation or
// on its path. They count before everything that is told from names and shapes.
type facts struct {
	// entity is the resource, name the entity's name, verb what a write does.
	entity, name, verb string
	// identifier, status and updated name fields, key and columns lists of them.
	identifier, status, updated string
	key, columns                []string
	// web is the template of a record's web address.
	web string
	// upserts says that creating a record that is there changes it.
	upserts bool
}

// ownWords are the words of ours that an operation, or its path, may have.
func ownWords() []string {
	return []string{
		"x-aimsio-entity", "x-aimsio-name", "x-aimsio-identifier", "x-aimsio-key", "x-aimsio-status", "x-aimsio-updated", "x-aimsio-columns",
		"x-aimsio-upserts", "x-aimsio-verb", "x-aimsio-web", "x-aimsio-certainty",
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
	f.web = word("x-aimsio-web")
	f.upserts = word("x-aimsio-upserts") == "true"
	if err == nil && f.verb != "" && !slices.Contains([]string{"create", "update", "update-status", "none"}, f.verb) {
		err = fmt.Errorf("line %d: x-aimsio-verb is %q; it must be create, update, update-status or none", o.Line, f.verb)
	}
	if err == nil && f.web != "" {
		if _, wrong := web.Parse(f.web); wrong != nil {
			err = fmt.Errorf("line %d: x-aimsio-web: %w", o.Line, wrong)
		}
	}
	return f, err
}
