package entity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// NewUpdateStatusCommand makes the command update-status of an entity.
func NewUpdateStatusCommand(a *cmdkit.Env, entity *api.Entity) *cobra.Command {
	options := statusOptions{writeOptions: newWriteOptions(a, entity, bulk.StatusVerb(entity), service.ActionUpdateStatus)}
	cmd := &cobra.Command{
		Use:   "update-status [GUID...]",
		Short: fmt.Sprintf("Set the status of %s", entity.Name),
		Long: fmt.Sprintf(`Set %[2]s of %[1]s, named as arguments, with "-" one a line from standard input, or by a file
with the columns %[3]s and %[2]s. The name is the GUID or, where there is a mirror, the
business key.

--from changes only those that have a status now, or one of several; the others are skipped, and
the result says which status they have. It is written and compared as the value of --filter is:
letter case and blanks around it do not count, and @NAME is a group of status_groups of the
environment.

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
			options.guarded = cmd.Flags().Changed("from")
			return options.runStatus(cmd.Context(), args)
		},
		ValidArgsFunction: cmdkit.CompleteRecords(a, entity),
	}
	cmd.Flags().StringVar(&options.status, "status", "", "the new status")
	cmd.Flags().StringVar(&options.from, "from", "", "change only what has this status now; commas separate several, @NAME is a group")
	cmd.Flags().Bool("ignore-case", false, "compare --from in any letter case, as is done anyway")
	cmdkit.NoteFlag(cmd, "ignore-case", cmdkit.OnlyWith, "from")
	options.addFlags(a, cmd)
	options.mirror.Add(a, cmd, false)
	cmdkit.RegisterCompletion(cmd, "status", cmdkit.CompleteStatuses(a, entity, false))
	cmdkit.RegisterCompletion(cmd, "from", cmdkit.CompleteStatuses(a, entity, true))
	return cmd
}

// statusOptions are what update-status needs.
type statusOptions struct {
	*writeOptions

	status, from string
	// guarded says that --from is given.
	guarded bool
}

// runStatus sets the status of the records that the arguments name, or a file.
func (o *statusOptions) runStatus(ctx context.Context, args []string) error {
	if err := o.checkTargets(args); err != nil {
		return err
	}
	guard, err := o.statusGuard()
	if err != nil {
		return err
	}
	switch {
	case o.status != "":
		if err := bulk.CheckStatus(o.entity, o.status); err != nil && !o.NoValidate {
			return err
		}
		o.Set = append(slices.Clone(o.Set), o.entity.Status+"="+o.status)
	case o.File == "":
		return fail.Usagef("update-status needs --status, or -f FILE with a column %s", o.entity.Status)
	}
	return o.run(ctx, args, guard)
}

// statusGuard reads --from, nil where it is not given.
func (o *statusOptions) statusGuard() (*bulk.StatusGuard, error) {
	if !o.guarded {
		return nil, nil //nolint:nilnil // any status may change
	}
	reader, err := o.settings.FilterReader(o.entity, o.entity.Fields)
	if err != nil {
		return nil, err
	}
	guard, doubt, err := bulk.NewStatusGuard(o.entity, o.from, reader)
	if doubt != "" {
		o.streams.Notef("warning: --from: %s", doubt)
	}
	return guard, err
}

func statusesHelp(entity *api.Entity) string {
	if known := cmdkit.Statuses(entity); len(known) > 0 {
		return fmt.Sprintf("\n\nKnown statuses: %s.", strings.Join(known, ", "))
	}
	if api.Has(api.List)(entity) {
		return "\n\nStatuses are labels of the account, so that there is no list of them here: completion offers those\n" +
			"that the mirror has seen, and one that no record has is warned of, with --strict refused."
	}
	return ""
}

// readingHelp says what a change of status costs.
func readingHelp(entity *api.Entity) string {
	if !api.Has(api.Get)(entity) {
		return ""
	}
	return "\n\nEach record is read first, for the log, the results and --from, which takes a call; where there is a\n" +
		"mirror, one for the index and one for each record that changed since. What has the status already\nis not sent."
}

// exampleFrom is a status other than that of the examples.
func exampleFrom(entity *api.Entity) string {
	if known := cmdkit.Statuses(entity); len(known) > 0 && known[0] != exampleStatus(entity) {
		return known[0]
	}
	return "Submitted"
}

func exampleStatus(entity *api.Entity) string {
	known := cmdkit.Statuses(entity)
	if len(known) == 0 {
		return "Approved"
	}
	return known[min(1, len(known)-1)]
}
