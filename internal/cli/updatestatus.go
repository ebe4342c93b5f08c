package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/service"
)

func newUpdateStatusCommand(a *app, entity *api.Entity) *cobra.Command {
	var flags writeFlags
	var status, from string
	var ignoreCase bool
	cmd := &cobra.Command{
		Use:   "update-status [GUID...]",
		Short: fmt.Sprintf("Set the status of %s", entity.Name),
		Long: fmt.Sprintf(`Set %[2]s of %[1]s, named as arguments, with "-" one a line from standard input, or by a file
with the columns %[3]s and %[2]s. The name is the GUID or, where there is a mirror, the
business key.

--from changes only those that have a status now, or one of several; the others are skipped, and
the result says which status they have. It is written and compared as the value of --filter is.

Which changes of status are possible the server decides. A status that the API's documentation
rules out is refused here.%[4]s%[5]s`, entity.Name, entity.Status, entity.GUID, statusesHelp(entity), readingHelp(entity)),
		Example: fmt.Sprintf(`  # those of a list
  aimsio %[1]s list --env demo -o ndjson --limit 3 --jq '.guid // .id' | aimsio %[1]s update-status - --env demo --status %[2]s

  # only what has this status now
  aimsio %[1]s update-status --env demo -f statuses.csv --from %[3]s

  # from a file
  aimsio %[1]s update-status --env demo -f statuses.csv --results results.ndjson`, entity.Name, exampleStatus(entity), exampleFrom(entity)),
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkTargets(entity, args, flags); err != nil {
				return err
			}
			var guard *statusGuard
			if cmd.Flags().Changed("from") {
				var err error
				if guard, err = a.newStatusGuard(entity, from, ignoreCase); err != nil {
					return err
				}
			}
			return a.runUpdateStatus(cmd.Context(), entity, args, status, guard, flags)
		},
		ValidArgsFunction: completeRecords(a, entity),
	}
	cmd.Flags().StringVar(&status, "status", "", "the new status")
	cmd.Flags().StringVar(&from, "from", "", "change only what has this status now; commas separate several")
	cmd.Flags().BoolVar(&ignoreCase, "ignore-case", false, "compare --from in any letter case")
	note(cmd, "ignore-case", onlyWith, "from")
	flags.add(a, cmd, entity)
	flags.addParameters(cmd, entity, statusVerb(entity))
	flags.mirror.add(a, cmd, false)
	register(cmd, "status", completeWords(statuses(entity)...))
	register(cmd, "from", completeWords(statuses(entity)...))
	return cmd
}

func (a *app) runUpdateStatus(ctx context.Context, entity *api.Entity, args []string, status string, from *statusGuard, flags writeFlags) error {
	if status != "" {
		if err := checkStatus(entity, status); err != nil && !flags.noValidate {
			return err
		}
		flags.set = append(slices.Clone(flags.set), entity.Status+"="+status)
	}
	if status == "" && flags.file == "" {
		return usagef("update-status needs --status, or -f FILE with a column %s", entity.Status)
	}
	run, err := a.planWrite(entity, statusVerb(entity), service.ActionUpdateStatus, flags)
	if err != nil {
		return err
	}
	run.from = from
	if flags.file != "" {
		return run.fromInput(ctx)
	}
	return run.fromKeys(ctx, args)
}

// statusVerb is the verb of the operation that sets a status.
func statusVerb(entity *api.Entity) api.Verb {
	if has(api.UpdateStatus)(entity) {
		return api.UpdateStatus
	}
	return updatingVerb(entity)
}

// checkStatus refuses a status that the documentation rules out; of one that is only assumed to
// be impossible the server decides.
func checkStatus(entity *api.Entity, status string) error {
	field, ok := api.Find(entity.Fields, entity.Status)
	if !ok || len(field.Enum) == 0 || field.Certainty != api.Documented || api.InEnum(field.Enum, field.Type, status) {
		return nil
	}
	return failf(exitInvalid, "", "%s cannot be %q: it is one of %s%s", entity.Status, status,
		strings.Join(field.Enum, ", "), didYouMean(nearest(status, field.Enum)))
}

func didYouMean(near []string) string {
	if len(near) == 0 {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", strings.Join(near, ", "))
}

// statuses lists the known values of the entity's status.
func statuses(entity *api.Entity) []string {
	field, ok := api.Find(entity.Fields, entity.Status)
	if !ok {
		return nil
	}
	return field.Enum
}

func statusesHelp(entity *api.Entity) string {
	if known := statuses(entity); len(known) > 0 {
		return fmt.Sprintf("\n\nKnown statuses: %s.", strings.Join(known, ", "))
	}
	return ""
}

// readingHelp says what a change of status costs.
func readingHelp(entity *api.Entity) string {
	if !has(api.Get)(entity) {
		return ""
	}
	return "\n\nEach record is read first, for the log, the results and --from, which takes a call; where there is a\n" +
		"mirror, one for the index and one for each record that changed since. What has the status already\nis not sent."
}

// exampleFrom is a status other than that of the examples.
func exampleFrom(entity *api.Entity) string {
	if known := statuses(entity); len(known) > 0 && known[0] != exampleStatus(entity) {
		return known[0]
	}
	return "Submitted"
}

func exampleStatus(entity *api.Entity) string {
	known := statuses(entity)
	if len(known) == 0 {
		return "Approved"
	}
	return known[min(1, len(known)-1)]
}
