package local

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// rowOfStanding is how an entity stands in the mirror.
type standingRow struct {
	Entity   string `json:"entity"`
	Objects  int    `json:"objects"`
	Gone     int    `json:"gone"`
	Pending  int    `json:"pending"`
	Complete bool   `json:"complete"`
	SyncedAt *int64 `json:"syncedAt"`
	Age      string `json:"age"`
}

func newMirrorStatusCommand(a *cmdkit.Env) *cobra.Command {
	var flags cmdkit.OutputFlags
	var check bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Tell what the mirror holds, and how old it is",
		Long: `Tell what the mirror holds of each entity and when a sync last read the index. Pending are
records that the last sync knew to have changed and did not fetch. --check looks through the
whole file for damage.`,
		Example: `  aimsio mirror status --env demo

  # in a monitoring job: how old each entity is, and whether the file is sound
  aimsio mirror status --env demo --check -o json`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runMirrorStatus(cmd.Context(), a, flags, check)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "look for damage")
	cmdkit.AddMirrorFlag(a, cmd)
	flags.Add(cmd, standingFields)
	return cmd
}

func standingFields() []api.Field { return cmdkit.Timed(cmdkit.RowFields(standingRow{}), "syncedAt") }

func runMirrorStatus(ctx context.Context, a *cmdkit.Env, flags cmdkit.OutputFlags, check bool) error {
	shown := cmdkit.RowsWith(standingFields(), "entity", "objects", "gone", "pending", "syncedAt", "age")
	if _, err := a.Printer(flags, shown); err != nil {
		return err
	}
	store, err := a.OpenMirror(ctx, false)
	if err != nil {
		return err
	}
	if check {
		if err := store.Check(ctx); err != nil {
			return a.MirrorError(err)
		}
	}
	standings, err := store.EntityStatuses(ctx)
	if err != nil {
		return a.MirrorError(err)
	}
	size, err := store.Size(ctx)
	if err != nil {
		return a.MirrorError(err)
	}
	rows := make([]standingRow, 0, len(standings))
	for _, one := range standings {
		rows = append(rows, rowOfStanding(a, one))
	}
	if err := a.PrintRows(ctx, flags, shown, cmdkit.RowsOf(rows)); err != nil {
		return err
	}
	sound := ""
	if check {
		sound = ", no damage found"
	}
	a.Notef("%s: %s%s", store.Place(), text.Size(size), sound)
	return nil
}

func rowOfStanding(a *cmdkit.Env, one mirror.EntityStatus) standingRow {
	row := standingRow{
		Entity: one.Entity, Objects: one.Objects, Gone: one.Gone, Pending: one.Pending, Complete: one.Complete, Age: "never synced",
	}
	if !one.IndexedAt.IsZero() {
		at := one.IndexedAt.UnixMilli()
		row.SyncedAt, row.Age = &at, a.Age(one.IndexedAt)
	}
	return row
}
