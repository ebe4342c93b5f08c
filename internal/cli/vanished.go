package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// What an imported description took away is told as such, so that whoever wrote a script knows why it
// breaks.

// goneEntity says that an imported description took an entity away, nil where it did not.
func (a *app) goneEntity(word string) error {
	kept := a.described.kept
	if kept == nil || a.described.err != nil {
		return nil //nolint:nilerr // that it cannot be used was told already
	}
	_, before := api.Builtin().Entity(word)
	before = before || slices.ContainsFunc(kept.Gone, func(g spec.Gone) bool { return strings.EqualFold(g.Entity, word) })
	if !before {
		return nil
	}
	return failf(exitUsage, goneHint(), "the API description %s has no entity %q any more", importText(kept), word)
}

// goneVerb does the same for a verb of an entity that is still there.
func (a *app) goneVerb(entity *api.Entity, verb string) error {
	kept := a.described.kept
	if kept == nil || a.described.err != nil {
		return nil //nolint:nilerr // that it cannot be used was told already
	}
	before := slices.ContainsFunc(kept.Gone, func(g spec.Gone) bool { return g.Entity == entity.Name && slices.Contains(g.Verbs, verb) })
	if was, had := api.Builtin().Entity(entity.Name); had {
		before = before || slices.Contains(verbNames(was), verb)
	}
	if !before || slices.Contains(verbNames(entity), verb) {
		return nil
	}
	return failf(exitUsage, goneHint(), "%s have no verb %q any more in the API description %s: they have %s",
		entity.Name, verb, importText(kept), strings.Join(verbNames(entity), ", "))
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
			left = verbNames(is)
		}
		lost := slices.DeleteFunc(verbNames(was), func(name string) bool { return slices.Contains(left, name) })
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
