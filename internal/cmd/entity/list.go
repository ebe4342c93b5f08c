// Package entity holds the verbs that every entity has: list, get, create and the others, and "entities", which
// names them. Each is written once; what an entity is stands in the description.
package entity

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// NewListCommand makes the command list of an entity.
func NewListCommand(env *cmdkit.Env, entity *api.Entity) *cobra.Command {
	options := newListOptions(env, entity)
	cmd := &cobra.Command{
		Use:   "list",
		Short: fmt.Sprintf("List %s", entity.Name),
		Long: fmt.Sprintf(`List %s.

Without --full this is the server's index, read with %s: a stub for each %s
(%s). With --full every record behind the index is fetched, at the allowed pace and
several at once, and handed on in the order of the index as it arrives. Where there is a mirror
("aimsio sync" makes one), only records that changed since are fetched. With --offline both
come from the mirror alone.

In a table, in Markdown and in HTML, a mirror fills the index in, still with %s: records show
what the mirror has of them where the index says that they did not change since. One that is new or
changed shows only what the index knows, with "yes" under "sync due". --columns, --filter and --sort
need --full for fields of whole records, as without a mirror. --no-mirror and --columns show the index
as it is, and so does every other format.

--filter, --since and --until on fields of the index are applied before anything is fetched;
so is --sort on such a field, and then --limit.

A dotted path leads into lists: a column joins what the elements have, a filter holds where it
does for one of them (!= where none is equal), and --explode makes a row of each.`,
			entity.Name, indexCalls(entity), entity.Title, api.FieldNames(entity.Index), indexCalls(entity)),
		Example: listExamples(entity),
		Args:    cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runList(cmd.Context(), options)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&options.full, "full", false, "fetch the whole records, one call each")
	flags.StringVar(&options.since, "since", "", "changed at or after: RFC 3339, a date, epoch ms, or an age such as 90m, 24h, 7d")
	flags.StringVar(&options.until, "until", "", "changed before, in the same forms; of a date, before that day begins")
	flags.StringVar(&options.sort, "sort", "", "fields to sort by, as a,-b: by a, and where that is equal from the largest b")
	flags.IntVar(&options.limit, "limit", 0, "show at most so many records, or rows of --explode")
	options.parameters.Add(cmd, entity, api.List)
	options.mirror.Add(env, cmd, true)
	fields := func() []api.Field { return api.ListFields(entity) }
	options.output.Add(cmd, fields)
	cmdkit.AddExplode(cmd, &options.explode, fields)
	options.filters.Add(env, cmd, entity, fields, "filter", "where")
	cmdkit.RegisterCompletion(cmd, "sort", cmdkit.CompleteSort(fields))
	cmdkit.RegisterCompletion(cmd, "since", cmdkit.CompleteWords("24h", "7d"))
	cmdkit.RegisterCompletion(cmd, "until", cmdkit.CompleteWords("24h", "7d"))
	return cmd
}

// indexCalls says how the index is read.
func indexCalls(entity *api.Entity) string {
	if operation, ok := entity.Operation(api.List); ok && operation.Page != nil {
		return "a call for each page"
	}
	return "one call"
}

func listExamples(entity *api.Entity) string {
	column := entity.GUID
	if len(entity.Columns) > 0 {
		column = entity.Columns[0]
	}
	return fmt.Sprintf(`  # the index, newest change first
  aimsio %[1]s list --env demo --sort -updatedAt --limit 10

  # what changed in the last week, whole, as CSV
  aimsio %[1]s list --env demo --full --since 7d -o csv

  # one value a line
  aimsio %[1]s list --env demo --full -o ndjson --jq '.%[2]s'`, entity.Name, column)
}

// runList prints a list.
func runList(ctx context.Context, options listOptions) error {
	plan, err := planList(options)
	if err != nil {
		return err
	}
	index, err := openIndex(ctx, options, plan)
	if err != nil {
		return err
	}
	defer index.close()
	copied, err := openCopy(ctx, options, index, plan)
	if err != nil {
		return err
	}
	if err := checkReach(ctx, index, plan); err != nil {
		return err
	}
	if !plan.full && copied == nil {
		nameID(index, plan)
	}
	out, err := plan.printer.Open(ctx)
	if err != nil {
		return err
	}
	out.Limit, out.Rows, out.Filters = plan.limit, plan.rows, slices.Concat(plan.before, plan.after, plan.rows)
	if plan.rowOrder != nil {
		out.SortRows(plan.rowOrder)
	}
	switch {
	case plan.full:
		err = printRecords(ctx, index, plan, options.printing, out)
	case copied != nil:
		err = copied.print(ctx, index, plan, out)
	default:
		err = printEntries(ctx, index, plan, out)
	}
	if err == nil {
		err = index.incomplete()
	}
	return out.Finish(err)
}
