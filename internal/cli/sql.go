package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

func newSQLCommand(a *app) *cobra.Command {
	var flags outputFlags
	cmd := &cobra.Command{
		Use:   "sql [QUERY]",
		Short: "Ask the local copy in SQL",
		Long: `Ask the mirror in SQL. Nothing is called, and nothing can be changed. Each entity is a view
with a column for each field, and so is each list within its records; "aimsio mirror schema"
shows them. The table objects holds every record as the server sent it, gone ones too.

With "-", or where standard input is no terminal, the queries are read from there, each ended by
a semicolon. Without a query on a terminal it prompts for them.

What is answered is what the last sync found. In SQLite, times are texts in RFC 3339 and UTC, and
true and false are 1 and 0; on PostgreSQL, names are in lower case.`,
		Example: `  aimsio sql --env demo "select jobStatus, count(*) from joborders group by 1"

  # as a sheet
  aimsio sql --env demo -o csv --out jobs.csv "select jobNumber, jobName, jobStartDate from joborders order by 3"

  # queries from a file
  aimsio sql --env demo < queries.sql`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: completeNothing,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runSQL(cmd.Context(), args, flags)
		},
	}
	addMirrorFlag(a, cmd)
	flags.add(cmd, func() []api.Field { return nil })
	return cmd
}

func (a *app) runSQL(ctx context.Context, args []string, flags outputFlags) error {
	// The columns are those of the answer, which nobody knows yet.
	if _, err := a.printer(flags, shape{}); err != nil {
		return err
	}
	store, err := a.openMirror(ctx, false)
	if err != nil {
		return err
	}
	if err := store.MakeViews(ctx); err != nil {
		a.notef("warning: the views are not up to date: %s", err)
	}
	asker, err := store.Ask()
	if err != nil {
		return a.explainMirror(err)
	}
	defer closeQuietly(asker)
	s := &sqlRun{app: a, asker: asker, flags: flags}
	question := strings.TrimSpace(strings.Join(args, " "))
	switch {
	case question != "" && question != "-":
		a.tellMirrorAge(ctx, store)
		return s.several(ctx, splitSQL(question))
	case question == "" && isTerminal(a.world.In) && isTerminal(a.world.Out):
		a.tellMirrorAge(ctx, store)
		return s.prompt(ctx, store)
	}
	text, err := io.ReadAll(a.stdin(ctx))
	if err != nil {
		return fmt.Errorf("reading the queries from standard input: %w", err)
	}
	return s.several(ctx, splitSQL(string(text)))
}

// tellMirrorAge says how old the mirror is. What is asked of it may be older still on the server.
func (a *app) tellMirrorAge(ctx context.Context, store *mirror.Store) {
	standings, err := store.Standings(ctx)
	if err != nil || len(standings) == 0 {
		return // which is told where it matters
	}
	a.notef("the mirror of %s is %s old", a.environmentName(), a.age(oldestOf(standings)))
}

// oldestOf gives when the entity was synced that was not for the longest time.
func oldestOf(standings []mirror.Standing) time.Time {
	oldest := standings[0].IndexedAt
	for _, one := range standings {
		if one.IndexedAt.Before(oldest) {
			oldest = one.IndexedAt
		}
	}
	return oldest
}

func (a *app) environmentName() string {
	environment, err := a.environment()
	if err != nil {
		return "the environment"
	}
	return environment.Name
}
