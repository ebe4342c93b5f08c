package spec

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// What an imported description took away is told as such, so that whoever wrote a script knows why it
// breaks.

// RemovedEntity says that an imported description took an entity away, nil where it did not.
func RemovedEntity(a *cmdkit.Env, word string) error {
	kept := a.Described.Kept
	if kept == nil || a.Described.Err != nil {
		return nil //nolint:nilerr // that it cannot be used was told already
	}
	_, before := api.Builtin().Entity(word)
	before = before || slices.ContainsFunc(kept.Gone, func(g spec.Gone) bool { return strings.EqualFold(g.Entity, word) })
	if !before {
		return nil
	}
	return fail.New(fail.Usage, goneHint(), "the API description %s has no entity %q any more", importText(kept), word)
}

// RemovedVerb does the same for a verb of an entity that is still there.
func RemovedVerb(a *cmdkit.Env, entity *api.Entity, verb string) error {
	kept := a.Described.Kept
	if kept == nil || a.Described.Err != nil {
		return nil //nolint:nilerr // that it cannot be used was told already
	}
	before := slices.ContainsFunc(kept.Gone, func(g spec.Gone) bool { return g.Entity == entity.Name && slices.Contains(g.Verbs, verb) })
	if was, had := api.Builtin().Entity(entity.Name); had {
		before = before || slices.Contains(api.VerbNames(was), verb)
	}
	if !before || slices.Contains(api.VerbNames(entity), verb) {
		return nil
	}
	return fail.New(fail.Usage, goneHint(), "%s have no verb %q any more in the API description %s: they have %s",
		entity.Name, verb, importText(kept), strings.Join(api.VerbNames(entity), ", "))
}

func importText(kept *spec.Kept) string {
	return fmt.Sprintf("that was imported from %s on %s", kept.Origin, kept.Imported.Local().Format(time.DateOnly))
}

func goneHint() string {
	return "\"aimsio spec show --changes\" lists what the import changed; \"aimsio spec reset\" goes back to the built-in description"
}

// goneBetween lists the verbs that entities had and have no more.
func goneBetween(old, fresh *api.Catalog) []spec.Gone {
	var gone []spec.Gone
	for _, was := range old.Entities {
		var left []string
		if is, still := fresh.Entity(was.Name); still {
			left = api.VerbNames(is)
		}
		lost := slices.DeleteFunc(api.VerbNames(was), func(name string) bool { return slices.Contains(left, name) })
		if len(lost) > 0 {
			gone = append(gone, spec.Gone{Entity: was.Name, Verbs: lost})
		}
	}
	return gone
}

// namesOf are the names that the entities of a catalog keep, by their paths.
func namesOf(c *api.Catalog) []api.Naming {
	names := make([]api.Naming, 0, len(c.Entities))
	for _, entity := range c.Entities {
		if len(entity.Operations) > 0 {
			names = append(names, api.Naming{Path: entity.Operations[0].Path, Name: entity.Name})
		}
	}
	return names
}
