package spec

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// What an imported description took away is told as such, so that whoever wrote a script knows why it
// breaks.

// RemovedEntity says that an imported description took an entity away, nil where it did not.
func RemovedEntity(inUse spec.Description, word string) error {
	kept := inUse.Kept
	if kept == nil || inUse.Err != nil {
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
func RemovedVerb(inUse spec.Description, entity *api.Entity, verb string) error {
	kept := inUse.Kept
	if kept == nil || inUse.Err != nil {
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

// stillGone are the verbs that earlier imports took away and that a catalog has not either.
func stillGone(earlier []spec.Gone, fresh *api.Catalog) []spec.Gone {
	var gone []spec.Gone
	for _, was := range earlier {
		if is, has := fresh.Entity(was.Entity); has {
			was.Verbs = slices.DeleteFunc(slices.Clone(was.Verbs), func(verb string) bool { return slices.Contains(api.VerbNames(is), verb) })
		}
		if len(was.Verbs) > 0 {
			gone = append(gone, was)
		}
	}
	return gone
}
