package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmd/entity"
	"github.com/aimsio-cli/aimsio/internal/cmd/handover"
	"github.com/aimsio-cli/aimsio/internal/cmd/spec"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/synonym"
)

// builders make the commands of the verbs.
func builders() map[string]func(*cmdkit.Env, *api.Entity) *cobra.Command {
	return map[string]func(*cmdkit.Env, *api.Entity) *cobra.Command{
		"list":          entity.NewListCommand,
		"get":           entity.NewGetCommand,
		"create":        entity.NewCreateCommand,
		"update":        entity.NewUpdateCommand,
		"update-status": entity.NewUpdateStatusCommand,
		"delete":        entity.NewDeleteCommand,
		"diff":          entity.NewDiffCommand,
		"apply":         entity.NewApplyCommand,
		"export":        handover.NewEntityExportCommand,
		"fields":        entity.NewFieldsCommand,
		"template":      entity.NewTemplateCommand,
	}
}

// newEntityCommand makes the command of an entity, with its verbs if they are needed.
func newEntityCommand(a *cmdkit.Env, entity *api.Entity, needsVerbs bool) *cobra.Command {
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
		names := api.VerbNames(entity)
		if gone := spec.RemovedVerb(a.Described, entity, args[0]); gone != nil {
			return gone
		}
		if instead := synonym.ForVerb(entity, args); instead != "" {
			return fail.New(fail.Usage, instead, "%s have no verb %q: they have %s", entity.Name, args[0], strings.Join(names, ", "))
		}
		return cmdkit.UsageHint(cmdkit.Nearest(args[0], names), "%s have no verb %q: they have %s", entity.Name, args[0], strings.Join(names, ", "))
	}
	if !needsVerbs {
		return cmd
	}
	names, build := api.VerbNames(entity), builders()
	for _, name := range names {
		cmd.AddCommand(build[name](a, entity))
	}
	cmd.Long = fmt.Sprintf("%s.\n\nVerbs: %s.", about(entity), strings.Join(names, ", "))
	cmd.Example = fmt.Sprintf("  aimsio %s %s --env demo", entity.Name, names[0])
	return cmd
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
