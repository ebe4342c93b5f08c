package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
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

func newMirrorStatusCommand(a *app) *cobra.Command {
	var flags outputFlags
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
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.runMirrorStatus(cmd.Context(), flags, check)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "look for damage")
	addMirrorFlag(a, cmd)
	flags.add(cmd, standingFields)
	return cmd
}

func standingFields() []api.Field { return timed(rowFields(standingRow{}), "syncedAt") }

func (a *app) runMirrorStatus(ctx context.Context, flags outputFlags, check bool) error {
	shown := rowsWith(standingFields(), "entity", "objects", "gone", "pending", "syncedAt", "age")
	if _, err := a.printer(flags, shown); err != nil {
		return err
	}
	store, err := a.openMirror(ctx, false)
	if err != nil {
		return err
	}
	if check {
		if err := store.Check(ctx); err != nil {
			return a.explainMirror(err)
		}
	}
	standings, err := store.Standings(ctx)
	if err != nil {
		return a.explainMirror(err)
	}
	size, err := store.Size(ctx)
	if err != nil {
		return a.explainMirror(err)
	}
	rows := make([]standingRow, 0, len(standings))
	for _, one := range standings {
		rows = append(rows, a.rowOfStanding(one))
	}
	if err := a.printRows(ctx, flags, shown, rowsOf(rows)); err != nil {
		return err
	}
	sound := ""
	if check {
		sound = ", no damage found"
	}
	a.notef("%s: %s%s", store.Place(), bytesInWords(size), sound)
	return nil
}

func (a *app) rowOfStanding(one mirror.Standing) standingRow {
	row := standingRow{
		Entity: one.Entity, Objects: one.Objects, Gone: one.Gone, Pending: one.Pending, Complete: one.Complete, Age: "never synced",
	}
	if !one.IndexedAt.IsZero() {
		at := one.IndexedAt.UnixMilli()
		row.SyncedAt, row.Age = &at, a.age(one.IndexedAt)
	}
	return row
}

// bytesInWords writes a size with a unit.
func bytesInWords(n int64) string {
	const unit = 1000
	switch {
	case n < unit:
		return fmt.Sprintf("%d B", n)
	case n < unit*unit:
		return fmt.Sprintf("%.1f kB", float64(n)/unit)
	default:
		return fmt.Sprintf("%.1f MB", float64(n)/unit/unit)
	}
}
