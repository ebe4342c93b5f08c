package local

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/mirror/freshness"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// NewSQLCommand makes the command sql.
func NewSQLCommand(a *cmdkit.Env) *cobra.Command {
	options := &sqlOptions{
		streams: a.Streams, settings: a.Settings, printing: a.Output, mirrors: a.Mirrors, entityNamed: a.EntityNamed,
	}
	cmd := &cobra.Command{
		Use:   "sql [QUERY]",
		Short: "Ask the local copy in SQL",
		Long: `Ask the mirror in SQL. Nothing is called, and nothing can be changed. Each entity is a view
with a column for each field, and so is each list within its records; "aimsio mirror schema"
shows them. The table objects holds every record as the server sent it, gone ones too.

With "-", or where standard input is no terminal, the queries are read from there, each ended by
a semicolon. Without a query on a terminal it prompts for them: Tab completes tables and columns,
the arrow keys and Ctrl-R find what was typed before, also in earlier sessions, .help lists the
commands, Ctrl-C clears what was typed, exit or Ctrl-D ends.

What is answered is what the last sync found: standard error says how old that is, and names what
the query reads and no sync did, or did longer ago than the rest. --require makes that an error
for scripts.

--chart draws the rows instead: the first column names a bar, a point or a slice, the others are
its numbers.

On PostgreSQL a role is refused that could do more than read in spite of the transaction, such as
a superuser. In SQLite, times are texts in RFC 3339 and UTC, and
true and false are 1 and 0; on PostgreSQL, names are in lower case.`,
		Example: `  aimsio sql --env demo "select jobStatus, count(*) from joborders group by 1"

  # as a sheet
  aimsio sql --env demo -o csv --out jobs.csv "select jobNumber, jobName, jobStartDate from joborders order by 3"

  # drawn here, and as a picture
  aimsio sql --env demo --chart bar "select jobStatus, count(*) as jobs from joborders group by 1 order by 2 desc"
  aimsio sql --env demo --chart pie --out status.svg "select jobStatus, count(*) from joborders group by 1"

  # a workbook with a sheet for each answer
  aimsio sql --env demo --out week.xlsx "select * from joborders; select * from employees"

  # in a script: only if the invoices were synced within a day
  aimsio sql --env portal --quiet --require invoices=24h "select count(*) from invoices"

  # queries from a file
  aimsio sql --env demo < queries.sql`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: cmdkit.CompleteNothing,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runSQL(cmd.Context(), options, args)
		},
	}
	cmdkit.AddMirrorFlag(a, cmd)
	cmd.Flags().StringArrayVar(&options.require, "require", nil, "fail unless an entity was synced so lately: ENTITY=AGE, such as invoices=24h (repeatable)")
	cmd.Flags().BoolVar(&options.powerful, "allow-superuser", false, "ask as a role of PostgreSQL that may do more than read")
	options.output.Add(cmd, func() []api.Field { return nil })
	cmdkit.AddChart(cmd, &options.chart)
	cmdkit.RegisterCompletion(cmd, "require", cmdkit.CompleteEntities(a))
	return cmd
}

// sqlOptions are what "sql" needs.
type sqlOptions struct {
	require  []string
	powerful bool
	chart    string
	output   cmdkit.OutputFlags

	streams     *cmdkit.Streams
	settings    *cmdkit.Settings
	printing    *cmdkit.Output
	mirrors     *cmdkit.Mirrors
	entityNamed func(string) (*api.Entity, error)
}

func runSQL(ctx context.Context, o *sqlOptions, args []string) error {
	// The columns are those of the answer, which nobody knows yet.
	drawing, err := o.printing.Chart(o.chart, o.output)
	if err != nil {
		return err
	}
	format := output.Table
	if drawing == nil {
		printer, err := o.printing.Printer(o.output, cmdkit.Layout{})
		if err != nil {
			return err
		}
		format = printer.Options.Format
	}
	required, err := o.required()
	if err != nil {
		return err
	}
	store, err := o.mirrors.OpenMirror(ctx, false)
	if err != nil {
		return err
	}
	if err := store.MakeViews(ctx); err != nil {
		o.streams.Notef("warning: the views are not up to date: %s", err)
	}
	if err := o.check(ctx, store, required); err != nil {
		return err
	}
	querier, err := store.OpenQuerier(ctx, mirror.QuerierOptions{Powerful: o.powerful})
	if err != nil {
		return o.mirrors.MirrorError(err)
	}
	defer cmdkit.CloseQuietly(querier)
	run := &sqlRun{sqlOptions: o, store: store, querier: querier, format: format, drawing: drawing}
	query := strings.TrimSpace(strings.Join(args, " "))
	switch {
	case query != "" && query != "-":
		return run.all(ctx, store.Split(query))
	case query == "" && cmdkit.IsTerminal(o.streams.In) && cmdkit.IsTerminal(o.streams.Out):
		return run.prompt(ctx)
	}
	text, err := io.ReadAll(o.streams.Stdin(ctx))
	if err != nil {
		return fmt.Errorf("reading the queries from standard input: %w", err)
	}
	return run.all(ctx, store.Split(string(text)))
}

// required reads the values of --require.
func (o *sqlOptions) required() ([]freshness.Requirement, error) {
	if len(o.require) == 0 {
		return nil, nil
	}
	zone, err := o.settings.Zone()
	if err != nil {
		return nil, err
	}
	var all []freshness.Requirement
	for _, written := range o.require {
		required, err := freshness.ParseRequirement(written, o.settings.Now(), zone)
		if err != nil {
			return nil, err
		}
		entity, err := o.entityNamed(required.Entity)
		if err != nil {
			return nil, err
		}
		required.Entity = entity.Name
		all = append(all, required)
	}
	return all, nil
}

// check fails where the mirror is not as required.
func (o *sqlOptions) check(ctx context.Context, store *mirror.Store, required []freshness.Requirement) error {
	if len(required) == 0 {
		return nil
	}
	statuses, err := store.EntityStatuses(ctx)
	if err != nil {
		return o.mirrors.MirrorError(err)
	}
	return freshness.Check(required, statuses, o.settings.Now())
}
