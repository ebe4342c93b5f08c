package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// builders make the commands of the verbs.
func builders() map[string]func(*app, *api.Entity) *cobra.Command {
	return map[string]func(*app, *api.Entity) *cobra.Command{
		"list":          newListCommand,
		"get":           newGetCommand,
		"create":        newCreateCommand,
		"update":        newUpdateCommand,
		"update-status": newUpdateStatusCommand,
		"delete":        newDeleteCommand,
		"fields":        newFieldsCommand,
		"template":      newTemplateCommand,
	}
}

// verbOffer is what can be done to entities whose operations allow it.
type verbOffer struct {
	name    string
	allowed func(*api.Entity) bool
}

// verbOffers lists the verbs in the order of help.
func verbOffers() []verbOffer {
	return []verbOffer{
		{"list", has(api.List)},
		{"get", has(api.Get)},
		{"create", has(api.Create)},
		{"update", canUpdate},
		{"update-status", canUpdateStatus},
		{"delete", canDelete},
		{"fields", always},
		{"template", canWrite},
	}
}

func always(*api.Entity) bool { return true }

func has(needed api.Verb) func(*api.Entity) bool {
	return func(entity *api.Entity) bool {
		_, ok := entity.Operation(needed)
		return ok
	}
}

// canUpdate tells whether records can be read and sent back changed.
func canUpdate(entity *api.Entity) bool {
	_, takesBack := entity.Updating()
	return has(api.Get)(entity) && takesBack && entity.GUID != ""
}

// canUpdateStatus tells whether the status can be set, by an operation of its own or as a field of
// the whole record.
func canUpdateStatus(entity *api.Entity) bool {
	return entity.Status != "" && (has(api.UpdateStatus)(entity) || canUpdate(entity))
}

func canWrite(entity *api.Entity) bool {
	return has(api.Create)(entity) || has(api.UpdateStatus)(entity) || has(api.Update)(entity)
}

// newEntityCommand makes the command of an entity, with its verbs if they are needed.
func newEntityCommand(a *app, entity *api.Entity, needsVerbs bool) *cobra.Command {
	cmd := &cobra.Command{
		Use:     entity.Name,
		Aliases: entity.Aliases,
		GroupID: groupEntities,
		Short:   inShort(about(entity)),
		Args:    cobra.ArbitraryArgs,
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		names := verbNames(entity)
		if gone := a.goneVerb(entity, args[0]); gone != nil {
			return gone
		}
		return usageHint(nearest(args[0], names), "%s have no verb %q: they have %s", entity.Name, args[0], strings.Join(names, ", "))
	}
	if !needsVerbs {
		return cmd
	}
	names, build := verbNames(entity), builders()
	for _, name := range names {
		cmd.AddCommand(build[name](a, entity))
	}
	cmd.Long = fmt.Sprintf("%s.\n\nVerbs: %s.", about(entity), strings.Join(names, ", "))
	cmd.Example = fmt.Sprintf("  aimsio %s %s --env demo", entity.Name, names[0])
	return cmd
}

// verbNames lists what can be done to an entity.
func verbNames(entity *api.Entity) []string {
	var names []string
	for _, offer := range verbOffers() {
		if offer.allowed(entity) {
			names = append(names, offer.name)
		}
	}
	return names
}

// about says what an entity is: in the description's words, else by its name.
func about(entity *api.Entity) string {
	if entity.Summary != "" {
		return strings.TrimSuffix(entity.Summary, ".")
	}
	return "Records of " + entity.Resource
}

// inShort cuts a summary to its first clause.
func inShort(summary string) string {
	for _, end := range []string{": ", ". ", " (", ";"} {
		summary, _, _ = strings.Cut(summary, end)
	}
	return strings.TrimSuffix(summary, ".")
}
