package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// verb is a command that works on any entity.
type verb struct {
	name string
	// needs are the operations of which the API must offer one for the verb to make sense; none
	// where it works from the description alone.
	needs []api.Verb
	build func(*app, *api.Entity) *cobra.Command
}

// verbs lists what can be done to an entity, in the order of help.
func verbs() []verb {
	return []verb{
		{name: "list", needs: []api.Verb{api.List}, build: newListCommand},
		{name: "get", needs: []api.Verb{api.Get}, build: newGetCommand},
		{name: "fields", build: newFieldsCommand},
		{name: "template", needs: []api.Verb{api.Create, api.UpdateStatus}, build: newTemplateCommand},
	}
}

// offeredBy tells whether the API lets an entity take the verb.
func (v verb) offeredBy(entity *api.Entity) bool {
	return len(v.needs) == 0 || slices.ContainsFunc(v.needs, func(needed api.Verb) bool {
		_, ok := entity.Operation(needed)
		return ok
	})
}

// newEntityCommand makes the command of an entity, with its verbs if they are needed.
func newEntityCommand(a *app, entity *api.Entity, needsVerbs bool) *cobra.Command {
	cmd := &cobra.Command{
		Use:     entity.Name,
		Aliases: entity.Aliases,
		GroupID: groupEntities,
		Short:   inShort(entity.Summary),
		Args:    cobra.ArbitraryArgs,
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		names := verbNames(entity)
		return usageHint(nearest(args[0], names), "%s have no verb %q: they have %s", entity.Name, args[0], strings.Join(names, ", "))
	}
	if !needsVerbs {
		return cmd
	}
	for _, v := range verbs() {
		if v.offeredBy(entity) {
			cmd.AddCommand(v.build(a, entity))
		}
	}
	names := verbNames(entity)
	cmd.Long = fmt.Sprintf("%s.\n\nVerbs: %s.", strings.TrimSuffix(entity.Summary, "."), strings.Join(names, ", "))
	cmd.Example = fmt.Sprintf("  aimsio %s %s --env demo", entity.Name, names[0])
	return cmd
}

// verbNames lists what can be done to an entity.
func verbNames(entity *api.Entity) []string {
	var names []string
	for _, v := range verbs() {
		if v.offeredBy(entity) {
			names = append(names, v.name)
		}
	}
	return names
}

// inShort cuts a summary to its first clause.
func inShort(summary string) string {
	for _, end := range []string{": ", ". ", " (", ";"} {
		summary, _, _ = strings.Cut(summary, end)
	}
	return strings.TrimSuffix(summary, ".")
}
